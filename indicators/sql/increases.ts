import { RECORDED } from "./fragments.ts";

/** What was last seen longer ago than this is not compared with: what happened in between is not known. */
export const LOOKBACK_HOURS = 24;

/** When a process began, by its host's clock, which may be ahead of the scrape. */
const beganAt = (process: string, at: string) =>
  `least(fromUnixTimestamp64Milli(toInt64(assumeNotNull(${process}) * 1000), 'UTC'), ${at})`;

/** Which increases to compute: SQL expressions of DateTime64, `from` included and `until` not. */
export interface IncreasesOf {
  readonly families: readonly string[];
  readonly from: string;
  readonly until: string;
}

/**
 * Common tables of which `increases` is the one to read: by how much each counter in `host_counters` grew from scrape to scrape. One row a
 * series and scrape: `address, endpoint, family, labels, since, at, increase Nullable(Float64), reset UInt8`. It grew between `since` and `at`,
 * and belongs to the bucket of the latter. Only scrapes that told count. A row doesn't depend on `from` and `until`: buckets of any kind add up.
 *
 * Series are followed by process (`process_start_time_seconds`), since several replicas may answer behind one URL by turns:
 * - The same process told the series before: what it grew by. Where the value fell, it began anew from 0 (ML nodes, which tell no process).
 * - It is the series' first time, but the process was scraped before: a counter comes to be with its first event, so it grew from 0. Not
 *   so without a process: an ML node whose exporter was off has counted all along.
 * - The process began after the endpoint was scraped first in the last 24 hours: it counts from 0.
 * - Else (the endpoint's first scrape; a replica that has long run, seen for the first time; more than 24 hours without) `increase` is null.
 *
 * `reset` is 1 where another process, or another life of the same counter, came to be: what the one before it did after its last scrape is
 * lost (`LOST`), so the increase is a floor. A replica that is added looks the same. The process's clock is the host's: one that is ahead may
 * take an old replica for a new one, once.
 */
export const increases = ({ families, from, until }: IncreasesOf): string => `
counter_scrape AS (
  SELECT address, endpoint, at, process, before,
    lagInFrame(toNullable(at)) OVER (PARTITION BY address, endpoint, process ORDER BY at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS process_before,
    process IS NOT NULL AND NOT ${recent("process_before")} AND ${recent("before")} AND process * 1000 > first_ms AS began
  FROM (
    SELECT told.address AS address, told.endpoint AS endpoint, told.at AS at, started.process AS process,
      lagInFrame(toNullable(told.at)) OVER (PARTITION BY told.address, told.endpoint ORDER BY told.at ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS before,
      min(told.at_ms) OVER (PARTITION BY told.address, told.endpoint ORDER BY told.at_ms RANGE BETWEEN ${LOOKBACK_HOURS * 3_600_000} PRECEDING AND CURRENT ROW) AS first_ms
    FROM (
      SELECT toString(address) AS address, toString(endpoint) AS endpoint, observed_at AS at, toUnixTimestamp64Milli(observed_at) AS at_ms
      FROM counter_scrapes FINAL WHERE ${RECORDED} AND told AND ${within(from, until)}
    ) AS told
    LEFT JOIN (
      SELECT toString(address) AS address, toString(endpoint) AS endpoint, observed_at AS at, process_start AS process FROM host_counters FINAL
      WHERE ${RECORDED} AND family = 'process_start_time_seconds' AND labels = '' AND ${within(from, until)}
    ) AS started ON started.address = told.address AND started.endpoint = told.endpoint AND started.at = told.at
  )
),
counter_step AS (
  SELECT sample.address AS address, sample.endpoint AS endpoint, family, labels, sample.at AS at, value, scrape.process AS process,
    scrape.began AS began, scrape.process_before AS process_before,
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
      began, value,
      NULL) AS increase,
    multiIf(${recent("previous_at")}, previous_at, process IS NOT NULL AND ${recent("process_before")}, process_before,
      began, ${beganAt("process", "at")}, NULL) AS since,
    toUInt8(multiIf(
      ${recent("previous_at")}, value < previous,
      process IS NOT NULL AND ${recent("process_before")}, 0,
      increase IS NOT NULL)) AS reset
  FROM counter_step WHERE at >= ${from} AND at < ${until}
)`;

/**
 * The time of which nobody will ever hear, by what tells it; one row a reset and scrape that saw it: `address, endpoint, lost_from, lost_until, at`
 * in unix milliseconds. By process: from the endpoint's previous scrape until it began; where another replica answered in between, as long as
 * from one scrape to the next. By series alone: all since the previous scrape. Needs the tables of `increases`.
 */
export const LOST = {
  byProcess: `
SELECT address, endpoint, lost_until - if(lost_until > before, lost_until - before, at - before) AS lost_from, lost_until, at
FROM (
  SELECT address, endpoint, toUnixTimestamp64Milli(scrape.at) AS at, toUnixTimestamp64Milli(assumeNotNull(scrape.before)) AS before,
    toUnixTimestamp64Milli(${beganAt("process", "scrape.at")}) AS lost_until
  FROM counter_scrape AS scrape WHERE began
)`,
  bySeries: `
SELECT DISTINCT address, endpoint, toUnixTimestamp64Milli(assumeNotNull(since)) AS lost_from, toUnixTimestamp64Milli(step.at) AS lost_until, lost_until AS at
FROM increases AS step WHERE reset = 1`,
} as const;

const within = (from: string, until: string) =>
  `observed_at >= ${from} - INTERVAL ${LOOKBACK_HOURS} HOUR AND observed_at < ${until}`;
const recent = (before: string) => `ifNull(${before} >= at - INTERVAL ${LOOKBACK_HOURS} HOUR, 0)`;

/** The value of a label of a counter's `labels`, as it is written there; empty where it has none. Read from the start: a value may look like a label. */
export const labelOf = (name: string): string =>
  `extract(labels, '^(?:[a-zA-Z0-9_]+="(?:[^"\\\\\\\\]|\\\\\\\\.)*",)*${name}="((?:[^"\\\\\\\\]|\\\\\\\\.)*)"')`;
