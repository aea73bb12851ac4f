import { z } from "zod";
import { count } from "../../storage/read/query.ts";
import type { Standing } from "../../storage/read/standing.ts";
import type { Method } from "../method.ts";
import type { Completeness } from "./completeness.ts";
import { methodQuery } from "./method-sql.ts";
import type { Axis, PublishedRow } from "./published.ts";
import { type Span, spanParams } from "./spans.ts";
import { decideState } from "./state.ts";

const numbers = {
  labels: z.record(z.string(), z.string()),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  coverage: z.number().nullable(),
  samples: count.nullable(),
  note: z.string(),
};
const epochRow = z.object({ epoch: z.int(), ...numbers }).transform(({ epoch, ...row }) => ({ bucket: epoch, ...row }));
const dayRow = z.object({ day: z.int(), ...numbers }).transform(({ day, ...row }) => ({ bucket: day, ...row }));
type ComputedRow = z.infer<typeof epochRow>;

const EMPTY: Omit<ComputedRow, "bucket"> = {
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

/** What the evaluator knows of a bucket before any SQL runs. */
export interface Bucket {
  readonly axis: Axis;
  /** The epoch, or days since 1970-01-01. */
  readonly bucket: number;
  /** The bucket's epoch; of a day the one effective at its end. */
  readonly epoch: number;
  /** Null where the bucket isn't over, or where it isn't known when it was. */
  readonly span: Span | null;
  /** Why the network has nothing to measure in the epoch; null where it has. */
  readonly unmeasurable: string | null;
  readonly own: Completeness;
  readonly history: Completeness;
  /** What there is of the facts that the method also reads: computed again when it changes. */
  readonly beside: readonly string[];
}

/** Runs a method once for the span of buckets whose facts are complete, and decides the state of every row. Label rows exist only there. */
export async function computeMethod(
  standing: Standing,
  method: Method,
  axis: Axis,
  buckets: readonly Bucket[],
  clockDisputed: boolean,
): Promise<PublishedRow[]> {
  const isComputable = ({ epoch, unmeasurable, own, history }: Bucket) =>
    unmeasurable === null && own.kind === "complete" && history.kind === "complete" && epoch >= method.validFromEpoch;
  const computable = buckets.filter(isComputable);
  const rows = new Map<number, ComputedRow[]>();
  if (computable.length > 0) {
    const wanted = computable.map(({ bucket }) => bucket);
    const [first, last] = [Math.min(...wanted), Math.max(...wanted)];
    const given = spanParams(computable.map(({ span }) => span));
    const computed =
      axis === "epoch"
        ? await standing.rows(epochRow, methodQuery(method, axis), { ...given, first, last })
        : await standing.rows(dayRow, methodQuery(method, axis), { ...given, first_day: first, last_day: last });
    for (const row of computed) rows.set(row.bucket, [...(rows.get(row.bucket) ?? []), row]);
  }
  return buckets.flatMap((bucket) => {
    const own = isComputable(bucket) ? (rows.get(bucket.bucket) ?? []) : [];
    const network = own.find(({ labels }) => Object.keys(labels).length === 0) ?? { ...EMPTY, bucket: bucket.bucket };
    return [network, ...own.filter((row) => row !== network)].map((row) => publish(method, bucket, row, clockDisputed));
  });
}

function publish(method: Method, bucket: Bucket, row: Omit<ComputedRow, "bucket">, clockDisputed: boolean): PublishedRow {
  const labels = canonicalLabels(row.labels);
  const finite = row.value === null || Number.isFinite(row.value);
  const { state, note } = decideState({
    method,
    epoch: bucket.epoch,
    unmeasurable: bucket.unmeasurable,
    own: bucket.own,
    history: bucket.history,
    clockDisputed,
    row: {
      value: finite ? row.value : null,
      samples: row.samples,
      note: row.note,
      coverage: row.coverage,
      isNetwork: labels === "{}",
    },
  });
  const isNumber = state === "ok" || state === "provisional";
  const sources = [bucket.own, bucket.history].flatMap((part) =>
    part.kind === "complete" && Number.isFinite(part.sources) ? [part.sources] : [],
  );
  return {
    indicator: method.indicator,
    method: method.version,
    axis: bucket.axis,
    bucket: bucket.bucket,
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
