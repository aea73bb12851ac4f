import { z } from "zod";
import { AT, at, queryRows } from "../../../storage/read/query.ts";
import { groupBy } from "../../group-by.ts";
import { type Exclusion, exclusionRow, missRatio } from "../../snapshot/hosts.ts";
import { modelsByHost } from "../../snapshot/live/model-groups.ts";
import type { Reading } from "../../state.ts";
import { notFound } from "../errors.ts";
import { pageUrl, route } from "../route.ts";
import { MAX_EPOCH } from "../schemas/common.ts";
import { hostAnswer, hostQuery } from "../schemas/hosts.ts";
import { hardwareOf } from "./host-hardware.ts";
import { hostNowOf } from "./host-now.ts";
import { peersOf } from "./host-peers.ts";

export const hostParams = z.strictObject({
  address: z.string().min(1).max(128).meta({ description: "The host's account address." }),
});

export const host = route({
  path: "/hosts/{address}",
  summary: "One host now and through the epochs: membership, exclusions and results, newest first.",
  params: hostParams,
  query: hostQuery,
  answer: hostAnswer,
  handle: async (reading, { address }, { from = 0, to = MAX_EPOCH, limit }) => {
    const { snapshot } = reading;
    const [facts, peers, hardware] = await Promise.all([
      readFacts(reading, address, from, to),
      peersOf(reading, address),
      hardwareOf(reading, address),
    ]);
    const served = modelsByHost(snapshot.live.models);
    const { limits } = snapshot.live.facts;
    const named = [...new Set([...facts.members.keys(), ...facts.exclusions.keys(), ...facts.results.keys()])];
    const isKnownNow = snapshot.live.hosts.has(address) || snapshot.live.facts.registrations.has(address);
    if (named.length === 0 && from === 0 && to === MAX_EPOCH && !isKnownNow)
      throw notFound(`no agreed fact names a host ${address}: /api/v1/hosts lists the members of the newest epoch`);
    const page = named.sort((a, b) => b - a).slice(0, limit);
    const epochs = new Map(snapshot.epochs.map((epoch) => [epoch.epoch, epoch]));
    const exclusionsAgreed = new Set(
      snapshot.questions.flatMap(({ topic, epoch, verdict }) => (topic === "exclusions" && verdict === "agreed" ? [epoch] : [])),
    );
    const oldest = page.at(-1);
    return {
      chain_id: snapshot.chain,
      address,
      now: hostNowOf(snapshot.live, address),
      models: served && (served.get(address) ?? []),
      hardware,
      peers,
      limits: { confirmation_ratio: limits.confirmationRatio, miss_ratio: limits.missRatio },
      facts: snapshot.live.facts.statuses,
      epochs: page.map((epoch) => {
        const exclusions = exclusionsAgreed.has(epoch) ? (facts.exclusions.get(epoch) ?? []) : null;
        const [member, result] = [facts.members.get(epoch) ?? null, facts.results.get(epoch)];
        return {
          epoch,
          starts_at: epochs.get(epoch)?.starts_at ?? null,
          ends_at: epochs.get(epoch)?.ends_at ?? null,
          member,
          // Only a member can be said not to have been excluded.
          excluded: exclusions && (exclusions.length > 0 || (member ? false : null)),
          exclusions,
          results: result ?? null,
          miss_ratio: result ? missRatio(BigInt(result.inference_count), BigInt(result.missed_requests)) : null,
        };
      }),
      next:
        named.length > page.length && oldest !== undefined
          ? pageUrl(`/hosts/${encodeURIComponent(address)}`, { from, to: oldest - 1, limit })
          : null,
    };
  },
});

const ofEpoch = { epoch: z.int() };
const memberRow = z.object({ ...ofEpoch, weight: z.string(), confirmation_weight: z.string(), reputation: z.int() });
const resultRow = z.object({
  ...ofEpoch,
  inference_count: z.string(),
  missed_requests: z.string(),
  validated_inferences: z.string(),
  invalidated_inferences: z.string(),
  earned_coins: z.string(),
  rewarded_coins: z.string(),
  claimed: z.boolean(),
});

async function readFacts({ store, snapshot }: Reading, address: string, from: number, to: number) {
  const params = { ...at(snapshot.chain, snapshot.asOf), address, from, to };
  const wanted = "WHERE address = {address:String} AND epoch BETWEEN {from:UInt32} AND {to:UInt32}";
  const read = <Row extends z.ZodType>(row: Row, columns: string, view: string) =>
    queryRows(store.client, row, `SELECT epoch, ${columns} FROM ${view}(${AT}) ${wanted}`, params);
  const [members, exclusions, results] = await Promise.all([
    read(memberRow, "weight, confirmation_weight, reputation", "agreed_members"),
    read(exclusionRow.extend(ofEpoch), "address, reason, height", "agreed_exclusions"),
    read(resultRow, Object.keys(resultRow.shape).slice(1).join(", "), "agreed_results"),
  ]);
  const byEpoch = <Row extends { readonly epoch: number }>(rows: readonly Row[]) =>
    new Map(rows.map(({ epoch, ...row }) => [epoch, row]));
  const excluded = new Map<number, Exclusion[]>();
  for (const [epoch, rows] of groupBy(exclusions, (row) => row.epoch))
    excluded.set(
      epoch,
      rows.map(({ reason, height }) => ({ reason, height })),
    );
  return { members: byEpoch(members), exclusions: excluded, results: byEpoch(results) };
}
