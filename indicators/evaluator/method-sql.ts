import { READER_SETTINGS } from "../../storage/settings.ts";
import type { Method } from "../method.ts";
import type { Axis } from "./published.ts";
import type { SpanParams } from "./spans.ts";

/** The parameters of a method's query. */
export type MethodParams = {
  readonly chain: string;
  /** UTC, as ClickHouse writes it: `2026-05-23 19:57:59.000000`. */
  readonly as_of: string;
} & SpanParams &
  ({ readonly first: number; readonly last: number } | { readonly first_day: number; readonly last_day: number });

/** A method's SQL for epochs, or for UTC days that have their own, with the types of its columns fixed, in the order they are published. */
export function methodQuery(method: Method, axis: Axis): string {
  const [bucket, sql] = axis === "day" && method.daySql !== undefined ? ["day", method.daySql] : ["epoch", method.sql];
  return `SELECT toUInt32(${bucket}) AS ${bucket}, labels,
  CAST(value AS Nullable(Float64)) AS value, CAST(numerator AS Nullable(Float64)) AS numerator,
  CAST(denominator AS Nullable(Float64)) AS denominator, CAST(coverage AS Nullable(Float64)) AS coverage,
  CAST(samples AS Nullable(UInt64)) AS samples, ifNull(note, '') AS note
FROM (${sql}
)
ORDER BY ${bucket}, toString(labels)`;
}

const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** The query as text that runs by itself in any ClickHouse client on the same data: parameters filled in, settings named. */
export function filledQuery(method: Method, params: MethodParams): string {
  const isDay = "first_day" in params;
  const literals: Record<string, string> = {
    "{chain:String}": quoted(params.chain),
    "{as_of:DateTime64(6)}": `toDateTime64(${quoted(params.as_of)}, 6)`,
    "{buckets:Array(UInt32)}": `CAST([${params.buckets.join(", ")}], 'Array(UInt32)')`,
    "{starts:Array(Int64)}": `CAST([${params.starts.join(", ")}], 'Array(Int64)')`,
    "{ends:Array(Int64)}": `CAST([${params.ends.join(", ")}], 'Array(Int64)')`,
    ...(isDay
      ? { "{first_day:UInt32}": String(params.first_day), "{last_day:UInt32}": String(params.last_day) }
      : { "{first:UInt32}": String(params.first), "{last:UInt32}": String(params.last) }),
  };
  const query = methodQuery(method, isDay ? "day" : "epoch");
  const text = Object.entries(literals).reduce((sql, [name, literal]) => sql.replaceAll(name, literal), query);
  return `${text}\nSETTINGS ${READER_SETTINGS}`;
}
