import type { z } from "zod";
import { isSimulated } from "../../simulated.ts";
import { newestRounds } from "../../snapshot/live/live.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { Reading } from "../../state.ts";
import { route } from "../route.ts";
import { nothing } from "../schemas/common.ts";
import { nowAnswer } from "../schemas/live.ts";
import { modelOf } from "./models.ts";
import { sourceNowOf } from "./source-now.ts";

type Answer = z.input<typeof nowAnswer>;

export const now = route({
  path: "/now",
  summary: "The network now: head and halt, the epoch clock, hosts by state, models, sources, and how our own collectors do.",
  params: nothing,
  query: nothing,
  answer: nowAnswer,
  handle: (reading) => {
    const { snapshot, now } = reading;
    const { live } = snapshot;
    return {
      chain_id: snapshot.chain,
      simulated: isSimulated(snapshot.chain),
      now: now.toISOString(),
      head: headOf(snapshot, now),
      halt: haltOf(snapshot),
      epoch: epochOf(snapshot),
      hosts: {
        epoch: snapshot.hosts.epoch,
        states: live.hostStates,
        probed: [...live.hosts.values()].some(({ sights }) => sights.length > 0),
        rounds: newestRounds(live),
      },
      models: live.models.map(modelOf),
      coins: {
        supply_ngonka: live.facts.supply?.toString() ?? null,
        community_pool_ngonka: live.facts.communityPool?.toString() ?? null,
      },
      facts: live.facts.statuses,
      sources: sourcesOf(reading),
      collectors: live.collectors.map(({ kind, last_success_at, last_started_at, last_outcome, last_detail }) => ({
        collector: kind,
        last_success_at,
        age_seconds: last_success_at === null ? null : (Date.now() - Date.parse(last_success_at)) / 1000,
        last_started_at,
        last_outcome,
        last_detail,
      })),
    };
  },
});

function headOf({ head }: Snapshot, now: Date): Answer["head"] {
  const agreed = head.kind === "agreed" ? head : null;
  return {
    verdict: head.kind,
    height: agreed?.value.height ?? null,
    time: agreed?.value.time ?? null,
    age_seconds: agreed && (now.getTime() - Date.parse(agreed.value.time)) / 1000,
    agreeing: agreed?.agreeing.length ?? 0,
    odd: head.kind === "lost" ? [] : head.odd,
  };
}

function haltOf({ live: { halt } }: Snapshot): Answer["halt"] {
  const { halted, open } = halt;
  return {
    halted,
    height: open?.height ?? null,
    block_time: open?.block_time ?? null,
    seen_at: open?.seen_at ?? null,
    sources: open?.sources ?? [],
  };
}

function epochOf({ clock, live }: Snapshot): Answer["epoch"] {
  const agreed = clock.kind === "agreed" ? clock.value : null;
  const { epochClock, blockTime } = live;
  return {
    verdict: clock.kind,
    effective: agreed?.effective_epoch ?? null,
    latest: agreed?.latest_epoch ?? null,
    phase: epochClock?.phase ?? null,
    phase_blocks_left: epochClock?.phaseBlocksLeft ?? null,
    blocks_left: epochClock?.epochBlocksLeft ?? null,
    events: (epochClock?.events ?? []).map(({ name, height, blocksLeft, estimatedAt }) => ({
      name,
      height,
      blocks_left: blocksLeft,
      estimated_at: estimatedAt,
    })),
    block_time: blockTime,
  };
}

function sourcesOf({ snapshot: { live, head, clock }, refused }: Reading): Answer["sources"] {
  const odd = new Set([head, clock].flatMap((verdict) => (verdict.kind === "lost" ? [] : verdict.odd)));
  const networks = new Map(refused.map((one) => [one.source, one]));
  const names = [...new Set([...live.sources.keys(), ...networks.keys()])].sort();
  return names.flatMap((source) => {
    const refusal = networks.get(source);
    const standing = sourceNowOf(live.sources.get(source), refusal);
    return standing ? [{ source, network: refusal?.network ?? null, odd: odd.has(source), ...standing }] : [];
  });
}
