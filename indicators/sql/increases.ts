import { RECORDED } from "./fragments.ts";

/** What was last seen longer ago than this is not compared with: what happened in between is not known. */
export const LOOKBACK_HOURS = 24;

/** Which increases to compute: SQL expressions of DateTime64, `from` included and `until` not. */
export interface IncreasesOf {
  readonly families: readonly string[];
  readonly from: string;
  readonly until: string;
}

/**
 * Common tables of which `increases` is the one to read: by how much each counter in `host_counters` grew from scrape to scrape. One row a
 * series and scrape: `address, endpoint, family, labels, at, increase Nullable(Float64), reset UInt8`. What grew between two scrapes belongs to the
 * bucket of the later one. Only scrapes that told count. A row doesn't depend on `from` and `until`: buckets of any kind add up.
 *
 * Series are followed by process (`process_start_time_seconds`), since several replicas may answer behind one URL by turns:
 * - The same process told the series before: what it grew by. Where the value fell, it began anew from 0 (ML nodes, which tell no process).
 * - It is the series' first time, but the process was scraped before: a counter comes to be with its first event, so it grew from 0. Not
 *   so without a process: an ML node whose exporter was off has counted all along.
 * - The process began after the endpoint's previous scrape: it counts from 0.
 * - Else (the endpoint's first scrape; a replica that has long run, seen for the first time; more than 24 hours without) `increase` is null.
 *
 * `reset` is 1 where another process, or another life of the same counter, came to be since the previous scrape: what the one before it
 * did after its last scrape is lost, so the increase is a floor. A replica that is added looks the same. The process's clock is the
 * host's: one that is ahead may take an old replica for a new one, once.
 */
export const increases = ({ families, from, until }: IncreasesOf): string => `
counter_scrape AS (
  SELECT address, endpoint, at, process, before,
    lagInFrame(toNullable(at)) OVER (PARTITION BY address, endpoint, process ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS process_before
  FROM (
    SELECT told.address AS address, told.endpoint AS endpoint, told.at AS at, started.process AS process,
      lagInFrame(toNullable(told.at)) OVER (PARTITION BY told.address, told.endpoint ORDER BY told.at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS before
    FROM (
      SELECT toString(address) AS address, toString(endpoint) AS endpoint, observed_at AS at FROM counter_scrapes FINAL
      WHERE ${RECORDED} AND told AND ${within(from, until)}
    ) AS told
    LEFT JOIN (
      SELECT toString(address) AS address, toString(endpoint) AS endpoint, observed_at AS at, process_start AS process FROM host_counters FINAL
      WHERE ${RECORDED} AND family = 'process_start_time_seconds' AND labels = '' AND ${within(from, until)}
    ) AS started ON started.address = told.address AND started.endpoint = told.endpoint AND started.at = told.at
  )
),
counter_step AS (
  SELECT sample.address AS address, sample.endpoint AS endpoint, family, labels, sample.at AS at, value, scrape.process AS process,
    scrape.before AS before, scrape.process_before AS process_before,
    lagInFrame(toNullable(value)) OVER series AS previous, lagInFrame(toNullable(sample.at)) OVER series AS previous_at
  FROM (
    SELECT toString(address) AS address, toString(endpoint) AS endpoint, toString(family) AS family, toString(labels) AS labels,
      observed_at AS at, value
    FROM host_counters FINAL
    WHERE ${RECORDED} AND family IN (${families.map((family) => `'${family}'`).join(", ")}) AND ${within(from, until)}
  ) AS sample
  INNER JOIN counter_scrape AS scrape ON scrape.address = sample.address AND scrape.endpoint = sample.endpoint AND scrape.at = sample.at
  WINDOW series AS (
    PARTITION BY sample.address, sample.endpoint, family, labels, scrape.process ORDER BY sample.at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
),
increases AS (
  SELECT address, endpoint, family, labels, at,
    multiIf(
      ${recent("previous_at")}, if(value < previous, value, value - previous),
      process IS NOT NULL AND ${recent("process_before")}, value,
      process IS NOT NULL AND ${recent("before")} AND process * 1000 > toUnixTimestamp64Milli(before), value,
      NULL) AS increase,
    toUInt8(multiIf(
      ${recent("previous_at")}, value < previous,
      process IS NOT NULL AND ${recent("process_before")}, 0,
      increase IS NOT NULL)) AS reset
  FROM counter_step WHERE at >= ${from} AND at < ${until}
)`;

const within = (from: string, until: string) =>
  `observed_at >= ${from} - INTERVAL ${LOOKBACK_HOURS} HOUR AND observed_at < ${until}`;
const recent = (before: string) => `ifNull(${before} >= at - INTERVAL ${LOOKBACK_HOURS} HOUR, 0)`;

/** The value of a label of a counter's `labels`, as it is written there; empty where it has none. Read from the start: a value may look like a label. */
export const labelOf = (name: string): string =>
  `extract(labels, '^(?:[a-zA-Z0-9_]+="(?:[^"\\\\\\\\]|\\\\\\\\.)*",)*${name}="((?:[^"\\\\\\\\]|\\\\\\\\.)*)"')`;
