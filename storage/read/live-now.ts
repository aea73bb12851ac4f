import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { clickhouseTime, count, isoTime, queryRows } from "./query.ts";

/**
 * What this service observed of the running network itself, as of now: polls of heads, halts, probes of hosts, what hosts report, and its
 * own runs. Every query is bounded to the time before `now`, so that a long history makes no reading slower.
 */

const moment = z.string().transform(isoTime);

const headPoll = z.object({
  source: z.string(),
  observed_at: moment,
  /** When the row reached the store, on the wall's clock. */
  recorded_at: moment,
  told: z.boolean(),
  height: count.nullable(),
  block_time: moment.nullable(),
  catching_up: z.boolean().nullable(),
  detail: z.string(),
});
/** One status poll of a source; nulls where it could not tell. */
export type HeadPoll = z.infer<typeof headPoll>;

const openHalt = z.object({ height: count, block_time: moment, seen_at: moment, sources: z.array(z.string()) });
/** A halt that is not known to be over. */
export type OpenHalt = z.infer<typeof openHalt>;

const pace = z.object({
  source: z.string(),
  from_height: count,
  from_time: moment,
  to_height: count,
  to_time: moment,
});
/** The first and the last block of the last hour that a source told: how fast blocks come. */
export type Pace = z.infer<typeof pace>;

const round = z.object({
  vantage: z.string(),
  observed_at: moment,
  epoch: z.int(),
  valid: z.boolean(),
  control_ok: z.boolean(),
  hosts: count,
  up: count,
  down: count,
  unknown: count,
  maintenance: count,
  seconds: z.number(),
  detail: z.string(),
});
/** A round of probes from one vantage point. */
export type ProbeRound = z.infer<typeof round>;

export const HOST_STATES = ["up", "down", "unknown", "maintenance"] as const;
export type HostState = (typeof HOST_STATES)[number];

const probe = z.object({
  vantage: z.string(),
  address: z.string(),
  observed_at: moment,
  recorded_at: moment,
  state: z.enum(HOST_STATES),
  reason: z.string(),
  health_status: z.int().nullable(),
  api_status: z.int().nullable(),
  seconds: z.number().nullable(),
  first_at: moment,
  last_up: moment.nullable(),
  last_down: moment.nullable(),
  last_unknown: moment.nullable(),
  last_maintenance: moment.nullable(),
});
/** The newest probe of a host from a vantage point, and when each state was last seen within the last day. */
export type Probe = z.infer<typeof probe>;

const report = z.object({
  address: z.string(),
  vantage: z.string(),
  observed_at: moment,
  api_version: z.string().nullable(),
  node_version: z.string().nullable(),
  mlnodes_told: z.boolean(),
  mlnodes: z.array(z.object({ node_id: z.string(), version: z.string() })),
  identity: z.enum(["verified", "wrong", "not_told"]),
  bridge_block: count.nullable(),
});
/** What a host said of itself most recently. */
export type HostReport = z.infer<typeof report>;

const collector = z.object({
  kind: z.string(),
  last_started_at: moment,
  last_success_at: moment.nullable(),
  last_ended_at: moment.nullable(),
  last_outcome: z.string().nullable(),
  last_detail: z.string().nullable(),
});
/** How the runs of one kind ended, on the wall's clock. Nulls: none did so within the last week. */
export type CollectorRuns = z.infer<typeof collector>;

const ours = (table: string) => `${table}.chain_id = {chain:String} AND ${table}.recorded_at <= {as_of:DateTime64(6)}`;
/** Observed within the last day: as far back as anything counts as now. */
const lately = (table: string, span = "1 DAY") =>
  `${ours(table)} AND ${table}.observed_at > {now:DateTime64(3)} - INTERVAL ${span} AND ${table}.observed_at <= {now:DateTime64(3)}`;
const last = (state: HostState) => `toString(maxIf(observed_at, state = '${state}')) AS last_${state}`;

const HEAD_POLLS = `
  SELECT source, toString(observed_at) AS observed_at, toString(recorded_at) AS recorded_at, told, height,
    toString(block_time) AS block_time, catching_up, detail
  FROM head_polls AS poll WHERE ${lately("poll")}
  ORDER BY poll.observed_at DESC, source LIMIT 24 BY source`;

const OPEN_HALT = `
  SELECT height, toString(newest.1) AS block_time, toString(newest.2) AS seen_at, newest.4 AS sources
  FROM (
    SELECT height, argMax(tuple(block_time, seen_at, over_at, sources), recorded_at) AS newest FROM chain_halts AS halt
    WHERE ${ours("halt")} AND seen_at <= {now:DateTime64(3)} GROUP BY height
  )
  WHERE newest.3 IS NULL OR newest.3 > {now:DateTime64(3)} ORDER BY height DESC LIMIT 1`;

const PACES = `
  SELECT source, first.1 AS from_height, toString(first.2) AS from_time, final.1 AS to_height, toString(final.2) AS to_time
  FROM (
    SELECT source, argMin(tuple(assumeNotNull(height), assumeNotNull(block_time)), height) AS first,
      argMax(tuple(assumeNotNull(height), assumeNotNull(block_time)), height) AS final
    FROM head_polls AS poll WHERE ${lately("poll", "1 HOUR")} AND height IS NOT NULL AND block_time IS NOT NULL
    GROUP BY source
  ) ORDER BY source`;

const ROUNDS = `
  SELECT vantage, toString(observed_at) AS observed_at, epoch, valid, control_ok, hosts, up, down, unknown, maintenance, seconds, detail
  FROM probe_rounds AS round FINAL WHERE ${lately("round")}
  ORDER BY vantage, round.observed_at DESC`;

const PROBES = `
  SELECT vantage, address, toString(newest_at) AS observed_at, toString(stored_at) AS recorded_at, newest.1 AS state, newest.2 AS reason,
    newest.3 AS health_status, newest.4 AS api_status, newest.5 AS seconds, first_at, last_up, last_down, last_unknown, last_maintenance
  FROM (
    SELECT vantage, address, max(observed_at) AS newest_at, max(recorded_at) AS stored_at, toString(min(observed_at)) AS first_at,
      argMax(tuple(toString(state), reason, health_status, api_status, seconds), observed_at) AS newest,
      ${HOST_STATES.map(last).join(", ")}
    FROM probes AS probe WHERE ${lately("probe")} GROUP BY vantage, address
  ) ORDER BY vantage, address`;

const REPORTS = `
  SELECT address, newest.1 AS vantage, toString(newest.2) AS observed_at, newest.3 AS api_version, newest.4 AS node_version,
    newest.5 AS mlnodes_told, newest.6 AS mlnodes, newest.7 AS identity, newest.8 AS bridge_block
  FROM (
    SELECT address, argMax(tuple(vantage, observed_at, api_version, node_version, mlnodes_told, mlnodes, toString(identity), bridge_block),
      tuple(observed_at, vantage)) AS newest
    FROM host_reports AS report WHERE ${lately("report")} GROUP BY address
  ) ORDER BY address`;

const RUNS = `
  SELECT kind, toString(max(started_at)) AS last_started_at, toString(maxIf(ended_at, outcome = 'done')) AS last_success_at,
    toString(max(ended_at)) AS last_ended_at, argMaxIf(outcome, ended_at, ended_at IS NOT NULL) AS last_outcome,
    argMaxIf(detail, ended_at, ended_at IS NOT NULL) AS last_detail
  FROM runs AS run WHERE ${ours("run")} AND run.started_at > {as_of:DateTime64(6)} - INTERVAL 7 DAY GROUP BY kind ORDER BY kind`;

/** All that was observed. */
export interface LiveNow {
  /** Up to 24 of each source, newest first. */
  readonly polls: readonly HeadPoll[];
  readonly halt: OpenHalt | null;
  readonly paces: readonly Pace[];
  /** By vantage point, newest first. */
  readonly rounds: readonly ProbeRound[];
  readonly probes: readonly Probe[];
  readonly reports: readonly HostReport[];
  readonly collectors: readonly CollectorRuns[];
}

/**
 * Reads what was observed in the day before `now` (the injected clock) and stored by `asOf` (the wall's, as ClickHouse writes times).
 *
 * @throws the store's own error when it can't be read.
 */
export async function readLiveNow(client: ClickHouseClient, chain: string, asOf: string, now: Date): Promise<LiveNow> {
  const params = { chain, as_of: asOf, now: clickhouseTime(now) };
  const rows = <Row extends z.ZodType>(row: Row, query: string) => queryRows(client, row, query, params);
  const [polls, [halt], paces, rounds, probes, reports, collectors] = await Promise.all([
    rows(headPoll, HEAD_POLLS),
    rows(openHalt, OPEN_HALT),
    rows(pace, PACES),
    rows(round, ROUNDS),
    rows(probe, PROBES),
    rows(report, REPORTS),
    rows(collector, RUNS),
  ]);
  return { polls, halt: halt ?? null, paces, rounds, probes, reports, collectors };
}
