import { createHash } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, count, NOW, queryRows } from "../../storage/read/query.ts";
import type { Method } from "../method.ts";
import type { Completeness } from "./completeness.ts";
import type { Bucket } from "./compute.ts";
import { methodQuery } from "./method-sql.ts";
import { AXES } from "./published.ts";

const evaluationRow = z.object({
  indicator: z.string(),
  method: z.int(),
  axis: z.enum(AXES),
  bucket: z.int(),
  inputs_hash: z.string(),
});
export const EVALUATION_COLUMNS = ["chain_id", "indicator", "method", "axis", "bucket", "inputs_hash", "evaluated_at"] as const;

/** What a bucket's numbers rest on: a bucket is computed again when this differs. */
export function inputsHash(method: Method, { axis, unmeasurable, own, history, beside }: Bucket, clockDisputed: boolean): string {
  const part = (facts: Completeness) =>
    facts.kind === "complete" ? ["complete", facts.final, facts.sources, ...facts.hashes] : [facts.kind, facts.detail];
  const final = own.kind === "complete" && own.final;
  const text = JSON.stringify([
    methodQuery(method, axis),
    method.validFromEpoch,
    method.minSamples,
    part(own),
    part(history),
    ...(method.alsoReads ? [beside] : []),
    ...(method.measurable ? [unmeasurable] : []),
    ...(method.minCoverage === undefined ? [] : [method.minCoverage]),
    final || clockDisputed,
  ]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** A bucket's row of the ledger, by its key. Of a bucket that is gone, with no inputs. */
export function evaluationCells(chain: string, key: string, hash: string, at: string) {
  const [indicator = "", method, axis = "", bucket] = key.split("|");
  return [chain, indicator, Number(method), axis, Number(bucket), hash, at];
}

/** The inputs that each bucket was last computed from. */
export async function readEvaluations(client: ClickHouseClient, chain: string): Promise<Map<string, string>> {
  const query = "SELECT indicator, method, axis, bucket, inputs_hash FROM evaluations FINAL WHERE chain_id = {chain:String}";
  const rows = await queryRows(client, evaluationRow, query, { chain });
  return new Map(rows.map((row) => [`${row.indicator}|${row.method}|${row.axis}|${row.bucket}`, row.inputs_hash]));
}

/** How many rows each bucket has published. */
export async function readCounts(client: ClickHouseClient, chain: string): Promise<Map<string, number>> {
  const row = z.object({ key: z.string(), rows: count });
  const query = `SELECT concat(indicator, '|', toString(method), '|', toString(axis), '|', toString(bucket)) AS key, count() AS rows
    FROM published(${AT}) GROUP BY key`;
  const rows = await queryRows(client, row, query, at(chain, NOW));
  return new Map(rows.map(({ key, rows }) => [key, rows]));
}
