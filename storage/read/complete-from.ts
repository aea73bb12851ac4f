import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { count, NOW, queryRows } from "./query.ts";
import { type Epoch, readEpochs, readVotes, type Vote } from "./votes.ts";

/** From where on a series of facts has no hole, up to the newest it has; null where it has none. */
export interface CompleteFrom {
  readonly series: string;
  readonly from: number | null;
  readonly to: number | null;
  readonly unit: "epoch" | "height";
}

const EPOCH_SERIES = ["epoch_group", "model_group", "epoch_results", "exclusions", "poc_events"] as const;

/** For every series of facts, the stretch without a hole that ends at its newest epoch or block. */
export async function readCompleteFrom(client: ClickHouseClient, chain: string, asOf = NOW): Promise<CompleteFrom[]> {
  const [votes, epochs, blocks] = await Promise.all([
    readVotes(client, chain, asOf),
    readEpochs(client, chain, asOf),
    blocksStretch(client, chain),
  ]);
  return [...epochSeries(votes, epochs), { series: "blocks", ...blocks, unit: "height" }];
}

/** The same for the series that go by epochs, of votes and epochs that were read already. */
export function epochSeries(votes: readonly Vote[], epochs: readonly Epoch[]): CompleteFrom[] {
  const modelsOf = new Map(epochs.map(({ epoch, models }) => [epoch, models]));
  return EPOCH_SERIES.map((topic) => stretchOf(topic, votes, modelsOf));
}

function stretchOf(
  topic: (typeof EPOCH_SERIES)[number],
  votes: readonly Vote[],
  modelsOf: ReadonlyMap<number, readonly string[]>,
): CompleteFrom {
  const agreed = new Map<number, number>();
  const standsFor = (vote: Vote) =>
    vote.topic === topic || (topic === "epoch_results" && vote.topic === "epoch_results_by_member");
  for (const vote of votes)
    if (standsFor(vote) && vote.verdict === "agreed") agreed.set(vote.epoch, (agreed.get(vote.epoch) ?? 0) + 1);
  // An epoch's model groups are complete when every one that its root names is agreed.
  const isComplete = (epoch: number) =>
    topic === "model_group"
      ? modelsOf.has(epoch) && (agreed.get(epoch) ?? 0) >= (modelsOf.get(epoch)?.length ?? 0)
      : agreed.has(epoch);
  const known = [...(topic === "model_group" ? modelsOf.keys() : agreed.keys())].filter(isComplete);
  if (known.length === 0) return { series: topic, from: null, to: null, unit: "epoch" };
  const to = Math.max(...known);
  let from = to;
  while (isComplete(from - 1)) from--;
  return { series: topic, from, to, unit: "epoch" };
}

const stretch = z.object({ from: count.nullable(), to: count.nullable() });

async function blocksStretch(client: ClickHouseClient, chain: string): Promise<z.infer<typeof stretch>> {
  const query = `SELECT if(newest IS NULL, NULL, ifNull(after_hole, oldest)) AS from, newest AS to FROM (
      SELECT min(height) AS oldest, max(height) AS newest, maxIf(height, height > before + 1 AND before > 0) AS after_hole
      FROM (SELECT height, lagInFrame(height, 1, 0) OVER (ORDER BY height ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS before
        FROM (SELECT DISTINCT height FROM blocks WHERE chain_id = {chain:String})))`;
  const [row] = await queryRows(client, stretch, query, { chain });
  return row ?? { from: null, to: null };
}
