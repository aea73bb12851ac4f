import { agreedRows } from "./0003-votes.ts";
import type { Migration } from "./types.ts";

const table = (name: string, columns: string, key: string) =>
  `CREATE TABLE ${name} (chain_id LowCardinality(String), epoch UInt32, content_hash String, ${columns})
   ENGINE = {{ReplacingMergeTree}} ORDER BY (chain_id, epoch, content_hash${key && `, ${key}`})`;

/** What the chain itself says of capacity, and of classic on-chain inference before v0.2.14. */
export const chainEstimates: Migration = {
  number: 12,
  name: "chain_estimates",
  statements: [
    table("model_capacities", "model_id LowCardinality(String), capacity UInt64", "model_id"),
    table(
      "classic_stats",
      `from_ms UInt64 COMMENT 'unix milliseconds, included', to_ms UInt64 COMMENT 'included', ai_tokens UInt64, inferences UInt32,
       actual_inferences_cost UInt64 COMMENT 'ngonka'`,
      "",
    ),
    table("classic_model_stats", "model_id LowCardinality(String), ai_tokens UInt64, inferences UInt32", "model_id"),
    agreedRows("agreed_model_capacities", "model_capacities", "model_capacities", "fact.epoch AS epoch, model_id, capacity"),
    agreedRows(
      "agreed_classic_stats",
      "classic_stats",
      "classic_stats",
      "fact.epoch AS epoch, from_ms, to_ms, ai_tokens, inferences, actual_inferences_cost",
    ),
    agreedRows(
      "agreed_classic_model_stats",
      "classic_model_stats",
      "classic_stats",
      "fact.epoch AS epoch, model_id, ai_tokens, inferences",
    ),
  ],
};
