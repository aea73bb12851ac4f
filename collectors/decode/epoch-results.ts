import { type EpochResultRow, epochResultRow } from "../../storage/facts/rows.ts";
import { type AnswerFormat, decodeAnswer } from "./answer.ts";
import type { Decoded } from "./decoded.ts";
import { probe } from "./dialect.ts";
import { leaf, leaves } from "./known.ts";
import { checkedRow, type ObjectReader, refuseDuplicates } from "./reader.ts";
import { bool, epoch, text, uint64 } from "./wire.ts";

const INTEGERS =
  "epoch_index inference_count missed_requests earned_coins rewarded_coins burned_coins validated_inferences invalidated_inferences";

const FORMAT: AnswerFormat = {
  shape: {
    epochPerformanceSummary: { ...leaves(INTEGERS), participant_id: leaf, claimed: leaf },
    pagination: leaves("next_key total"),
  },
  probes: INTEGERS.split(" ").map((name) => probe(`epochPerformanceSummary.${name}`)),
};

function resultOf(summary: ObjectReader, asked: { epoch: number }): EpochResultRow {
  summary.verify("epoch_index", epoch, asked.epoch);
  const row = {
    epoch: asked.epoch,
    address: summary.read("participant_id", text),
    inference_count: summary.read("inference_count", uint64),
    missed_requests: summary.read("missed_requests", uint64),
    earned_coins: summary.read("earned_coins", uint64),
    rewarded_coins: summary.read("rewarded_coins", uint64),
    burned_coins: summary.read("burned_coins", uint64),
    validated_inferences: summary.read("validated_inferences", uint64),
    invalidated_inferences: summary.read("invalidated_inferences", uint64),
    claimed: summary.read("claimed", bool),
  };
  return checkedRow(epochResultRow, row, summary.path);
}

/**
 * All results of an epoch: `GET …/inference/epoch_performance_summary/{epoch}`. Coins in ngonka.
 * No rows for an epoch that isn't settled yet, or that never was: ask only when `counts` of its finality has passed.
 */
export function decodeEpochResults(body: unknown, asked: { epoch: number }): Decoded<EpochResultRow[]> {
  return decodeAnswer(body, FORMAT, (root) => {
    const rows = root.messages("epochPerformanceSummary").map((summary) => resultOf(summary, asked));
    refuseDuplicates(rows, (row) => row.address, "epochPerformanceSummary");
    return rows;
  });
}

/** One host's result: `GET …/inference/epoch_performance_summary/{epoch}/{address}`; a 404 when it has none. Coins in ngonka. */
export function decodeEpochResult(body: unknown, asked: { epoch: number; address: string }): Decoded<EpochResultRow> {
  return decodeAnswer(body, FORMAT, (root) => {
    const summary = root.message("epochPerformanceSummary");
    summary.verify("participant_id", text, asked.address);
    return resultOf(summary, asked);
  });
}
