import { READER_SETTINGS } from "../../storage/settings.ts";
import type { Method } from "../method.ts";

/** The parameters of a method's query. */
export interface MethodParams {
  readonly chain: string;
  /** UTC, as ClickHouse writes it: `2026-05-23 19:57:59.000000`. */
  readonly as_of: string;
  readonly first: number;
  readonly last: number;
}

/** A method's SQL with the types of its columns fixed, in the order they are published. */
export const methodQuery = (method: Method): string => `SELECT toUInt32(epoch) AS epoch, labels,
  CAST(value AS Nullable(Float64)) AS value, CAST(numerator AS Nullable(Float64)) AS numerator,
  CAST(denominator AS Nullable(Float64)) AS denominator, CAST(coverage AS Nullable(Float64)) AS coverage,
  CAST(samples AS Nullable(UInt64)) AS samples, ifNull(note, '') AS note
FROM (${method.sql}
)
ORDER BY epoch, toString(labels)`;

const quoted = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** The query as text that runs by itself in any ClickHouse client on the same data: parameters filled in, settings named. */
export function filledQuery(method: Method, { chain, as_of, first, last }: MethodParams): string {
  const literals: Record<string, string> = {
    "{chain:String}": quoted(chain),
    "{as_of:DateTime64(6)}": `toDateTime64(${quoted(as_of)}, 6)`,
    "{first:UInt32}": String(first),
    "{last:UInt32}": String(last),
  };
  const text = Object.entries(literals).reduce((sql, [name, literal]) => sql.replaceAll(name, literal), methodQuery(method));
  return `${text}\nSETTINGS ${READER_SETTINGS}`;
}
