import { z } from "zod";
import { NGONKA_PER_GNK } from "../../../chain/units.ts";
import { AT, at, queryRows } from "../../../storage/read/query.ts";
import { activeHosts } from "../../snapshot/hosts.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import type { Reading } from "../../state.ts";
import type { peers } from "../schemas/host-standing.ts";

type Peers = z.input<typeof peers>;

const paidRow = z.object({ address: z.string(), coins: z.number(), weight: z.number() });

/** What every member with weight got in an epoch, and that weight. */
const PAID = `
  SELECT result.address AS address, toFloat64(toUInt128(rewarded_coins) + toUInt128(earned_coins)) AS coins, toFloat64(member.weight) AS weight
  FROM (SELECT * FROM agreed_results(${AT}) WHERE epoch = {epoch:UInt32}) AS result
  INNER JOIN (SELECT address, weight FROM agreed_members(${AT}) WHERE epoch = {epoch:UInt32} AND weight > 0) AS member ON member.address = result.address`;

/** How a host stands among all of them. */
export async function peersOf({ store, snapshot }: Reading, address: string): Promise<Peers> {
  const { hosts, live } = snapshot;
  const epoch = hosts.resultsEpoch;
  const paid =
    epoch === null ? [] : await queryRows(store.client, paidRow, PAID, { ...at(snapshot.chain, snapshot.asOf), epoch });
  const gnk = paid.map(({ address: of, coins }) => [of, coins / Number(NGONKA_PER_GNK)] as const);
  const perWeight = paid.map(({ address: of, coins, weight }) => [of, coins / Number(NGONKA_PER_GNK) / weight] as const);
  const active = activeHosts(hosts);
  const ratios = active.flatMap(({ address: of }) => {
    const ratio = live.facts.confirmationRatios.get(of);
    return ratio === undefined ? [] : [[of, ratio] as const];
  });
  const weights = active.map(({ address: of, weight }) => [of, Number(weight)] as const);
  return {
    weight: placeOf(address, weights, "highest"),
    confirmation_ratio: placeOf(address, ratios, "highest"),
    miss_ratio: placeOf(address, hosts.missRatios, "lowest"),
    reward_gnk: placeOf(address, gnk, "highest"),
    reward_gnk_per_weight: placeOf(address, perWeight, "highest"),
    results_epoch: epoch,
    api_version: commonVersion(snapshot, "api_version"),
    node_version: commonVersion(snapshot, "node_version"),
  };
}

/** Rank from the best and the median of all that have the number; null where this one has none. */
export function placeOf(
  address: string,
  numbers: Iterable<readonly [string, number]>,
  best: "highest" | "lowest",
): Peers["weight"] {
  const all = new Map(numbers);
  const value = all.get(address);
  if (value === undefined) return null;
  const sorted = [...all.values()].sort((a, b) => a - b);
  const better = sorted.filter((other) => (best === "highest" ? other > value : other < value)).length;
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? value) + (sorted[Math.ceil(middle)] ?? value)) / 2;
  return { value, rank: better + 1, of: sorted.length, median };
}

/** The version on most of the weight of the active hosts that told theirs. */
function commonVersion({ hosts, live }: Snapshot, field: "api_version" | "node_version"): Peers["api_version"] {
  const weights = new Map<string, bigint>();
  let told = 0n;
  for (const { address, weight } of activeHosts(hosts)) {
    const version = live.hosts.get(address)?.report?.[field] ?? null;
    if (version === null) continue;
    weights.set(version, (weights.get(version) ?? 0n) + weight);
    told += weight;
  }
  const [heaviest] = [...weights].sort(([one, a], [other, b]) => (a === b ? one.localeCompare(other) : a > b ? -1 : 1));
  return heaviest ? { version: heaviest[0], share: Number(heaviest[1]) / Number(told) } : null;
}
