import type { EpochResultRow } from "../../storage/facts/rows.ts";
import { EPOCH_RESULTS } from "../../storage/facts/tables.ts";
import { decodeEpochResult, decodeEpochResults } from "../decode/epoch-results.ts";
import { INFERENCE } from "../inquiry.ts";

/** Results of an epoch: `epoch_performance_summary/{epoch}`. The node scans all epochs for it, so that some answer 500. */
export const epochResults = (epoch: number) => ({
  question: { topic: "epoch_results" as const, epoch, subject: "" },
  route: "epoch_performance_summary/{epoch}",
  path: `${INFERENCE}/epoch_performance_summary/${epoch}`,
  decode: (body: unknown) => decodeEpochResults(body, { epoch }),
  rows: (rows: readonly EpochResultRow[]) => [{ table: EPOCH_RESULTS, rows }],
});

/** The same of one participant: 404 means that it has none. */
export const epochResultOf = (epoch: number, address: string) => ({
  question: { topic: "epoch_results_by_member" as const, epoch, subject: "" },
  route: "epoch_performance_summary/{epoch}/{address}",
  path: `${INFERENCE}/epoch_performance_summary/${epoch}/${encodeURIComponent(address)}`,
  decode: (body: unknown) => decodeEpochResult(body, { epoch, address }),
  rows: (row: EpochResultRow) => [{ table: EPOCH_RESULTS, rows: [row] }],
});
