import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, NOW } from "./query.ts";

/** The facts that can be exported: columns in order, chain integers as text, and what the rows are sorted by. */
export const EXPORTED_FACTS = {
  epoch_members: {
    view: "agreed_members",
    columns: "epoch, address, toString(weight) AS weight, toString(confirmation_weight) AS confirmation_weight",
    order: "epoch, address",
  },
  epoch_nodes: {
    view: "agreed_nodes",
    columns: "epoch, model_id, address, node_id, toString(poc_weight) AS poc_weight",
    order: "epoch, model_id, address, node_id",
  },
  epoch_results: {
    view: "agreed_results",
    columns: `epoch, address, toString(inference_count) AS inference_count, toString(missed_requests) AS missed_requests,
      toString(validated_inferences) AS validated_inferences, toString(invalidated_inferences) AS invalidated_inferences,
      toString(earned_coins) AS earned_coins, toString(rewarded_coins) AS rewarded_coins, claimed`,
    order: "epoch, address",
  },
  exclusions: {
    view: "agreed_exclusions",
    columns: "epoch, address, reason, toString(height) AS height",
    order: "epoch, address, exclusions.height, reason",
  },
} as const;
export type ExportedFacts = keyof typeof EXPORTED_FACTS;

const line = z.object({ json: z.string() });

/** The current, agreed rows of a fact table as JSON texts, streamed. */
export async function* streamFacts(client: ClickHouseClient, chain: string, facts: ExportedFacts): AsyncGenerator<string> {
  const { view, columns, order } = EXPORTED_FACTS[facts];
  const sorted = order.replace("exclusions.height", "fact.height");
  const answer = await client.query({
    query: `SELECT {chain:String} AS chain_id, * FROM (SELECT ${columns} FROM ${view}(${AT}) AS fact ORDER BY ${sorted})`,
    query_params: at(chain, NOW),
    format: "JSONEachRow",
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  });
  for await (const rows of answer.stream()) for (const row of rows) yield line.shape.json.parse(row.text);
}
