import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { count, queryRows } from "../../storage/read/query.ts";
import type { Method } from "../method.ts";
import type { Completeness } from "./completeness.ts";
import { type MethodParams, methodQuery } from "./method-sql.ts";
import type { PublishedRow } from "./published.ts";
import { decideState } from "./state.ts";

const computedRow = z.object({
  epoch: z.int(),
  labels: z.record(z.string(), z.string()),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  coverage: z.number().nullable(),
  samples: count.nullable(),
  note: z.string(),
});
type ComputedRow = z.infer<typeof computedRow>;

const EMPTY: Omit<ComputedRow, "epoch"> = {
  labels: {},
  value: null,
  numerator: null,
  denominator: null,
  coverage: null,
  samples: null,
  note: "",
};

/** Labels as canonical JSON: names sorted, `{}` for the network-wide row. */
export const canonicalLabels = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))));

/** What the evaluator knows of one epoch's bucket before any SQL runs. */
export interface Bucket {
  readonly epoch: number;
  /** Why the network has nothing to measure in the epoch; null where it has. */
  readonly unmeasurable: string | null;
  readonly own: Completeness;
  readonly history: Completeness;
  /** Of the earlier epochs that only rows beside the network-wide one read. */
  readonly beside: readonly Completeness[];
}

/** Runs a method once for the span of epochs whose facts are complete, and decides the state of every row. Label rows exist only there. */
export async function computeMethod(
  client: ClickHouseClient,
  method: Method,
  buckets: readonly Bucket[],
  params: Pick<MethodParams, "chain" | "as_of">,
  clockDisputed: boolean,
): Promise<PublishedRow[]> {
  const isComputable = ({ epoch, unmeasurable, own, history }: Bucket) =>
    unmeasurable === null && own.kind === "complete" && history.kind === "complete" && epoch >= method.validFromEpoch;
  const computable = buckets.filter(isComputable).map(({ epoch }) => epoch);
  const rows = new Map<number, ComputedRow[]>();
  if (computable.length > 0) {
    const span = { first: Math.min(...computable), last: Math.max(...computable) };
    for (const row of await queryRows(client, computedRow, methodQuery(method), { ...params, ...span }))
      rows.set(row.epoch, [...(rows.get(row.epoch) ?? []), row]);
  }
  return buckets.flatMap((bucket) => {
    const own = isComputable(bucket) ? (rows.get(bucket.epoch) ?? []) : [];
    const network = own.find(({ labels }) => Object.keys(labels).length === 0) ?? { ...EMPTY, epoch: bucket.epoch };
    return [network, ...own.filter((row) => row !== network)].map((row) => publish(method, bucket, row, clockDisputed));
  });
}

function publish(method: Method, bucket: Bucket, row: ComputedRow, clockDisputed: boolean): PublishedRow {
  const labels = canonicalLabels(row.labels);
  const finite = row.value === null || Number.isFinite(row.value);
  const { state, note } = decideState({
    method,
    epoch: bucket.epoch,
    unmeasurable: bucket.unmeasurable,
    own: bucket.own,
    history: bucket.history,
    clockDisputed,
    row: { value: finite ? row.value : null, samples: row.samples, note: row.note, isNetwork: labels === "{}" },
  });
  const isNumber = state === "ok" || state === "provisional";
  const sources = [bucket.own, bucket.history].flatMap((part) =>
    part.kind === "complete" && Number.isFinite(part.sources) ? [part.sources] : [],
  );
  return {
    indicator: method.indicator,
    method: method.version,
    axis: "epoch",
    bucket: bucket.epoch,
    labels,
    value: isNumber ? row.value : null,
    numerator: isNumber ? row.numerator : null,
    denominator: isNumber ? row.denominator : null,
    coverage: isNumber ? row.coverage : null,
    samples: row.samples,
    state,
    note,
    sources: sources.length > 0 ? Math.min(...sources) : null,
  };
}
