import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { count, queryRows } from "../../storage/read/query.ts";

/** The made-up network's own facts, read back as plain rows: what tests compute their truth from. */
export interface BaseFacts {
  readonly members: readonly { epoch: number; address: string; weight: number }[];
  /** Of ML nodes: raw PoC weight. */
  readonly nodes: readonly { epoch: number; model_id: string; address: string; poc_weight: number }[];
  readonly exclusions: readonly { epoch: number; address: string; reason: string; height: number }[];
  readonly results: readonly { epoch: number; address: string; coins: number }[];
}

const number = z.union([z.string(), z.number()]).transform(Number);
const base = { epoch: z.int(), address: z.string() };

export async function readBaseFacts(client: ClickHouseClient, chain: string): Promise<BaseFacts> {
  const at = `(chain = '${chain}', as_of = '2100-01-01 00:00:00')`;
  const [members, nodes, exclusions, results] = await Promise.all([
    queryRows(client, z.object({ ...base, weight: number }), `SELECT epoch, address, weight FROM agreed_members${at}`),
    queryRows(
      client,
      z.object({ ...base, model_id: z.string(), poc_weight: number }),
      `SELECT epoch, model_id, address, poc_weight FROM agreed_nodes${at}`,
    ),
    queryRows(
      client,
      z.object({ ...base, reason: z.string(), height: count }),
      `SELECT epoch, address, reason, height FROM agreed_exclusions${at}`,
    ),
    queryRows(
      client,
      z.object({ ...base, coins: number }),
      `SELECT epoch, address, rewarded_coins + earned_coins AS coins FROM agreed_results${at}`,
    ),
  ]);
  return { members, nodes, exclusions, results };
}

/** Linear between ranks. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(rank)] ?? Number.NaN, sorted[Math.ceil(rank)] ?? Number.NaN];
  return low + (high - low) * (rank - Math.floor(rank));
}
export const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
