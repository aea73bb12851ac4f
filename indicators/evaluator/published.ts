import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { STATES } from "../../roadmap/index.ts";
import { AT, at, count, NOW, queryRows } from "../../storage/read/query.ts";

export const AXES = ["epoch", "day"] as const;
export type Axis = (typeof AXES)[number];

/** A published value. `bucket` is the epoch, or days since 1970-01-01; `labels` canonical JSON, `{}` for the network-wide row. */
export const publishedRow = z.object({
  indicator: z.string(),
  method: z.int(),
  axis: z.enum(AXES),
  bucket: z.int(),
  labels: z.string(),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  coverage: z.number().nullable(),
  samples: count.nullable(),
  state: z.enum(STATES),
  note: z.string(),
  sources: z.int().nullable(),
});
export type PublishedRow = z.infer<typeof publishedRow>;

export const versionedRow = publishedRow.extend({ published_at: z.string() });
export type VersionedRow = z.infer<typeof versionedRow>;

/** What to read of the published values; all of it where left out. */
export interface PublishedFilter {
  readonly indicator?: string;
  readonly indicators?: readonly string[];
  readonly axis?: Axis;
  readonly method?: number;
  readonly firstBucket?: number;
  readonly lastBucket?: number;
  /** Only the network-wide rows. */
  readonly networkOnly?: boolean;
  readonly asOf?: string;
}

/** Published values, sorted by indicator, axis, bucket, method, and labels with the network-wide row first. */
export function readPublished(client: ClickHouseClient, chain: string, filter: PublishedFilter = {}): Promise<VersionedRow[]> {
  const { indicator, indicators, axis, method, firstBucket, lastBucket } = filter;
  const conditions = [
    indicator === undefined ? null : "indicator = {indicator:String}",
    indicators === undefined ? null : "indicator IN {indicators:Array(String)}",
    axis === undefined ? null : "axis = {axis:String}",
    method === undefined ? null : "method = {method:UInt16}",
    firstBucket === undefined ? null : "bucket >= {firstBucket:UInt32}",
    lastBucket === undefined ? null : "bucket <= {lastBucket:UInt32}",
    filter.networkOnly ? "labels = '{}'" : null,
  ].filter((condition) => condition !== null);
  return queryRows(
    client,
    versionedRow,
    `SELECT indicator, method, axis, bucket, labels, value, numerator, denominator, coverage, samples, state, note, sources,
       toString(published_at) AS published_at
     FROM published(${AT})
     ${conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : ""}
     ORDER BY indicator, axis, bucket, method, labels != '{}', labels`,
    { ...at(chain, filter.asOf ?? NOW), ...definedOnly({ indicator, indicators, axis, method, firstBucket, lastBucket }) },
  );
}

const definedOnly = (params: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));

export const VALUE_COLUMNS = [
  "chain_id",
  "indicator",
  "method",
  "axis",
  "bucket",
  "labels",
  "value",
  "numerator",
  "denominator",
  "coverage",
  "samples",
  "state",
  "note",
  "sources",
  "withdrawn",
  "published_at",
] as const;

/** A row in the order of VALUE_COLUMNS. */
export const valueCells = (chain: string, row: PublishedRow, withdrawn: boolean, publishedAt: string) => [
  chain,
  row.indicator,
  row.method,
  row.axis,
  row.bucket,
  row.labels,
  row.value,
  row.numerator,
  row.denominator,
  row.coverage,
  row.samples,
  row.state,
  row.note,
  row.sources,
  withdrawn,
  publishedAt,
];

/** Text that is equal exactly when nothing a reader sees has changed. */
export const contentOf = (row: PublishedRow): string =>
  JSON.stringify([row.value, row.numerator, row.denominator, row.coverage, row.samples, row.state, row.note, row.sources]);

export const rowKey = (row: Pick<PublishedRow, "indicator" | "method" | "axis" | "bucket" | "labels">): string =>
  `${row.indicator}|${row.method}|${row.axis}|${row.bucket}|${row.labels}`;
