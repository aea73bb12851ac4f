import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { HOST_STATES } from "./live-now.ts";
import { clickhouseTime, count, isoTime, queryRows } from "./query.ts";

const spanRow = z.object({
  vantage: z.string(),
  state: z.enum(HOST_STATES),
  reason: z.string(),
  /** Unix milliseconds. */
  from: count,
  to: count,
});
/** How long a vantage point saw a host in one state without a hole. */
export type VerdictSpan = z.infer<typeof spanRow>;

const firstRow = z.object({ first: z.string().transform(isoTime).nullable() });

export interface UptimeWanted {
  readonly address: string;
  readonly from: Date;
  /** The injected clock: nothing observed later counts. */
  readonly to: Date;
  /** Stored by then, on the wall's clock, as ClickHouse writes times. */
  readonly asOf: string;
  /** A verdict holds until the next of its vantage point, at most this long. Milliseconds. */
  readonly holdsMs: number;
}

const OURS = "chain_id = {chain:String} AND address = {address:String} AND recorded_at <= {as_of:DateTime64(6)}";

/** Verdicts of one state that follow each other without a hole are one span, with the reason of the first. */
const SPANS = `
  SELECT vantage, toString(any(state)) AS state, argMin(reason, at) AS reason, min(at) AS from, max(until) AS to
  FROM (
    SELECT *, sum(begins) OVER (PARTITION BY vantage ORDER BY at ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS island
    FROM (
      SELECT *, row_number() OVER line = 1 OR lagInFrame(state) OVER line != state OR lagInFrame(until) OVER line < at AS begins
      FROM (
        SELECT toString(vantage) AS vantage, state, toString(reason) AS reason, toUnixTimestamp64Milli(observed_at) AS at,
          least(at + {holds:UInt64}, ifNull(leadInFrame(toNullable(at)) OVER (
            PARTITION BY probe.vantage ORDER BY observed_at ROWS BETWEEN CURRENT ROW AND 1 FOLLOWING), at + {holds:UInt64})) AS until
        FROM probes AS probe FINAL
        WHERE ${OURS} AND observed_at > {from:DateTime64(3)} - INTERVAL {holds:UInt64} MILLISECOND AND observed_at <= {to:DateTime64(3)}
      )
      WINDOW line AS (PARTITION BY vantage ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
    )
  )
  GROUP BY vantage, island ORDER BY vantage, from`;

const FIRST = `SELECT toString(min(observed_at)) AS first FROM probes AS probe WHERE ${OURS} AND observed_at <= {to:DateTime64(3)}`;

/** What the vantage points saw of a host, by vantage point and time; `first` is when it was probed first of all, null where it never was. */
export async function readHostUptime(
  client: ClickHouseClient,
  chain: string,
  { address, from, to, asOf, holdsMs }: UptimeWanted,
): Promise<{ readonly first: string | null; readonly spans: readonly VerdictSpan[] }> {
  const params = { chain, address, as_of: asOf, from: clickhouseTime(from), to: clickhouseTime(to), holds: holdsMs };
  const [[row], spans] = await Promise.all([
    queryRows(client, firstRow, FIRST, params),
    queryRows(client, spanRow, SPANS, params),
  ]);
  return { first: row?.first ?? null, spans };
}
