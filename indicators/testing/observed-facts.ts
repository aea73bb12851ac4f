import type { ClickHouseClient } from "@clickhouse/client";
import * as tables from "../../storage/facts/tables.ts";
import { type MadeUpChain, startOf } from "../../storage/testing/made-up-network.ts";
import { blockRow, epochRow } from "../../storage/testing/rows.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import { AGENTS, drawn, HOSTS, hostOf, SOURCES } from "./live-facts.ts";

/** What is observed of the made-up chain: blocks, transactions, probes, reports and the sandbox. */

export const VANTAGES = ["here", "there"];
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const epochsOf = (chain: MadeUpChain) =>
  Array.from({ length: chain.last - chain.first + 1 }, (_, offset) => chain.first + offset);

/** Blocks of an epoch with their times, its first at its start; most follow within a minute, some after hours. */
export function blockTimes(chain: MadeUpChain, epoch: number): { height: number; ms: number }[] {
  const { effective_height, last_height } = epochRow(epoch);
  const start = startOf(chain, epoch).getTime();
  let ms = start;
  const times = [];
  for (let height = effective_height; height <= last_height; height++) {
    times.push({ height, ms });
    ms += height % 10 === 0 ? 20 * HOUR_MS : 1000 + Math.floor(drawn(height, 20) * 150_000);
  }
  return times;
}
/** The header times of the made-up network end in the height, as nanoseconds. */
const exactTime = (ms: number, height: number) => new Date(ms).toISOString().replace("Z", `${String(height).padStart(6, "0")}Z`);

/** Agent and height of each transaction; agent 2 signs in the chain's first epoch alone. */
export const transactionsOf = (chain: MadeUpChain, epoch: number) =>
  blockTimes(chain, epoch)
    .filter(({ height }) => height % 7 === 0)
    .map(({ height, ms }) => {
      const agent = height % 5;
      return { height, ms, signer: agent === 2 && epoch !== chain.first ? "gonka1nobody" : (AGENTS[agent] ?? "") };
    });

/** Moments of the rounds of an epoch: in threes 4 minutes apart, every 30 hours, one of them across the epoch's start. */
export const roundsOf = (chain: MadeUpChain, epoch: number) => {
  const start = startOf(chain, epoch).getTime();
  return Array.from({ length: 8 }, (_, index) => start - 2 * 60_000 + index * 30 * HOUR_MS).flatMap((ms) => [
    ms,
    ms + 240_000,
    ms + 480_000,
  ]);
};
/** Whole rounds are in doubt now and then: then every host is unknown. */
export const isInDoubt = (ms: number, vantage: number) => drawn(ms, vantage, 21) < 0.1;
export function verdictOf(ms: number, vantage: number, host: number): "up" | "down" | "unknown" | "maintenance" {
  if (isInDoubt(ms, vantage)) return "unknown";
  if (host === 6) return "down";
  const draw = drawn(ms, vantage, host, 22);
  return draw < 0.75 ? "up" : draw < 0.85 ? "down" : draw < 0.95 ? "maintenance" : "unknown";
}

/** ML node versions that hosts report: host 0 claims one that nobody else has, host 5 none; host 6's identity is wrong. */
export const versionsOf = (epoch: number, host: number): readonly string[] | null => {
  if (host === 5) return null;
  if (host === 0) return ["9.9.9"];
  if (host === 6) return ["3.0.16", "3.0.16"];
  return drawn(epoch, host, 23) < 0.6 ? ["3.0.16", "3.0.9"] : ["3.0.9", ""];
};

export const sandboxProbesOf = (chain: MadeUpChain, epoch: number) =>
  Array.from({ length: 9 }, (_, index) => startOf(chain, epoch).getTime() + index * DAY_MS).flatMap((ms, index) =>
    ["x", "y"].map((source, at) => ({
      ms,
      source,
      api: [true, true, false, null][Math.floor(drawn(epoch, index, at, 24) * 4)] ?? null,
      chain: [true, true, true, false, null][Math.floor(drawn(epoch, index, at, 25) * 5)] ?? null,
    })),
  );
export const sandboxActsOf = (chain: MadeUpChain, epoch: number) =>
  Array.from({ length: 6 }, (_, index) => ({
    height: epoch * 100 + index,
    ms: startOf(chain, epoch).getTime() + index * 1.6 * DAY_MS,
    kind: index % 3 === 0 ? ("host" as const) : ("account" as const),
    address: `gonka1dev${Math.floor(drawn(epoch, index, 26) * 5)}`,
  }));

/** Stores all of it; `isStored` leaves blocks out. */
export async function storeObservations(
  client: ClickHouseClient,
  chain: MadeUpChain,
  isStored: (height: number) => boolean,
): Promise<void> {
  const writer = new ObservationWriter(client, chain.chain);
  const iso = (ms: number) => new Date(ms).toISOString();
  for (const epoch of epochsOf(chain)) {
    const sent = new Map(transactionsOf(chain, epoch).map((tx) => [tx.height, tx]));
    const blocks = blockTimes(chain, epoch).filter(({ height }) => isStored(height));
    await writer.write(
      tables.BLOCKS,
      blocks.map(({ height, ms }) => ({ ...blockRow(height, exactTime(ms, height)), num_txs: sent.has(height) ? 1 : 0 })),
    );
    await writer.write(
      tables.TRANSACTIONS,
      [...sent.values()].map(({ height, ms, signer }) => ({
        height,
        tx_index: 0,
        hash: height.toString(16).padStart(64, "0").toUpperCase(),
        time: exactTime(ms, height),
        code: height % 3,
        signers: [signer],
        on_behalf_of: [],
        fee_granter: null,
        message_types: [],
        source: "a",
      })),
    );
    const { effective_height, last_height } = epochRow(epoch);
    const span = { from_height: effective_height, to_height: last_height, same: true };
    await writer.write(
      tables.BLOCK_SIGHTINGS,
      SOURCES.slice(0, 2).map((source) => ({ source, ...span })),
    );
    await writer.write(tables.SLASHES, [
      { height: effective_height + 15, event_index: 0, address: hostOf(1), amount: 5n, reason: "downtime", source: "a" },
      { height: effective_height + 90, event_index: 0, address: hostOf(1), amount: 5n, reason: "downtime", source: "a" },
    ]);
    for (const [vantage, name] of VANTAGES.entries()) {
      const rounds = roundsOf(chain, epoch);
      const control = { control_ok: true, hosts: 7, up: 0, down: 0, unknown: 0, maintenance: 0, seconds: 1, detail: "" };
      const about = { reason: "", health_status: null, api_status: null, seconds: null };
      await writer.write(
        tables.PROBE_ROUNDS,
        rounds.map((ms) => ({ vantage: name, observed_at: iso(ms), epoch: 0, valid: !isInDoubt(ms, vantage), ...control })),
      );
      await writer.write(
        tables.PROBES,
        rounds.flatMap((ms) =>
          HOSTS.map((host) => ({
            vantage: name,
            observed_at: iso(ms),
            epoch: 0,
            address: hostOf(host),
            state: verdictOf(ms, vantage, host),
            ...about,
          })),
        ),
      );
    }
    await writer.write(tables.HOST_REPORTS, reportsOf(chain, epoch));
    await writer.write(
      tables.SANDBOX_PROBES,
      sandboxProbesOf(chain, epoch).map(({ ms, source, api, chain: well }) => {
        return { sandbox_chain: "sandbox", source, observed_at: iso(ms), api_ok: api, chain_ok: well, height: null, detail: "" };
      }),
    );
    await writer.write(
      tables.SANDBOX_ACTIVITY,
      sandboxActsOf(chain, epoch).map(({ height, ms, kind, address }) => {
        return { sandbox_chain: "sandbox", height, time: exactTime(ms, height), kind, address };
      }),
    );
  }
  await writer.flush();
}

/** Two reports a host: the older one names a version that counts nowhere. */
const reportsOf = (chain: MadeUpChain, epoch: number) =>
  HOSTS.flatMap((host) =>
    [1, 2].map((hour) => {
      const versions = hour === 1 ? ["1.0.0"] : versionsOf(epoch, host);
      return {
        vantage: "here",
        observed_at: new Date(startOf(chain, epoch).getTime() + hour * HOUR_MS).toISOString(),
        epoch: 0,
        address: hostOf(host),
        api_version: null,
        node_version: null,
        mlnodes_told: versions !== null,
        mlnodes: (versions ?? []).map((version, index) => ({ node_id: `node${index}`, version })),
        identity: host === 6 ? ("wrong" as const) : ("verified" as const),
        bridge_block: null,
      };
    }),
  );
