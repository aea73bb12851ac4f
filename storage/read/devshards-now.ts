import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { clickhouseTime, count, isoTime, queryRows } from "./query.ts";

/** What hosts' devshards were like in the last day: who tells, which processes, and what their sessions came to. */

const moment = z.string().transform(isoTime);
const OURS = "chain_id = {chain:String}";
const LATELY = `${OURS} AND observed_at > {now:DateTime64(3)} - INTERVAL 1 DAY AND observed_at <= {now:DateTime64(3)}`;

const teller = z.object({ address: z.string(), asked_at: moment, told_at: moment.nullable(), detail: z.string() });
/** A host whose counters of devshardd were asked for, when it told last, and why it didn't in the newest round. */
export type DevshardTeller = z.infer<typeof teller>;

const TELLERS = `
  SELECT address, toString(max(scrape.observed_at)) AS asked_at, toString(maxIf(scrape.observed_at, told)) AS told_at,
    argMax(detail, (scrape.observed_at, startsWith(detail, 'not offered') ? 0 : 1)) AS detail
  FROM counter_scrapes AS scrape FINAL WHERE ${LATELY} AND endpoint != 'mlnodes' GROUP BY address ORDER BY address`;

const process = z.object({ address: z.string(), endpoint: z.string(), began_at: moment, first_at: moment, last_at: moment });
/** A process of devshardd: when it began by its own clock, and when it was heard first and last. */
export type DevshardProcess = z.infer<typeof process>;

const PROCESSES = `
  SELECT address, endpoint, toString(fromUnixTimestamp64Milli(toInt64(assumeNotNull(process_start) * 1000), 'UTC')) AS began_at,
    toString(min(sample.observed_at)) AS first_at, toString(max(sample.observed_at)) AS last_at
  FROM host_counters AS sample
  WHERE ${LATELY} AND family = 'process_start_time_seconds' AND labels = '' AND process_start IS NOT NULL
  GROUP BY address, endpoint, process_start ORDER BY address, endpoint, min(sample.observed_at)`;

const ofSessions = z.object({
  epoch: z.int().nullable(),
  judged: count,
  contradicting: z.array(z.string()),
  unread: z.array(z.string()),
});
/** Sessions of the last epochs: how many were held against a settlement or other hosts, which contradict it, and of which nobody tells. */
export type DevshardSessions = Omit<z.infer<typeof ofSessions>, "epoch">;

const SESSIONS = `
  WITH (SELECT max(epoch) FROM escrow_openings FINAL WHERE ${OURS}) AS newest
  SELECT newest AS epoch, uniqExactIf(escrow_id, fits IS NOT NULL) AS judged, arraySort(groupUniqArrayIf(toString(escrow_id), fits = 0)) AS contradicting,
    arraySort(groupUniqArrayIf(toString(escrow_id), read_of IS NULL AND epoch < newest)) AS unread
  FROM (
    SELECT opening.escrow_id AS escrow_id, opening.epoch AS epoch, reading.escrow_id AS read_of, reading.fits_settlement AS fits
    FROM (SELECT escrow_id, epoch FROM escrow_openings FINAL WHERE ${OURS} AND epoch + 2 >= newest) AS opening
    LEFT JOIN (SELECT escrow_id, fits_settlement FROM session_reads FINAL WHERE ${OURS}) AS reading ON reading.escrow_id = opening.escrow_id
  )`;

/** All of it. */
export interface DevshardsNow {
  readonly tellers: readonly DevshardTeller[];
  readonly processes: readonly DevshardProcess[];
  readonly sessions: DevshardSessions;
  /** The newest epoch that opened a session. */
  readonly epoch: number;
}

/**
 * Reads what was observed in the day before `now`, the injected clock's.
 *
 * @throws the store's own error when it can't be read.
 */
export async function readDevshardsNow(client: ClickHouseClient, chain: string, now: Date): Promise<DevshardsNow> {
  const params = { chain, now: clickhouseTime(now) };
  const rows = <Row extends z.ZodType>(row: Row, query: string) => queryRows(client, row, query, params);
  const [tellers, processes, [sessions]] = await Promise.all([
    rows(teller, TELLERS),
    rows(process, PROCESSES),
    rows(ofSessions, SESSIONS),
  ]);
  const { epoch = 0, ...told } = sessions ?? { judged: 0, contradicting: [], unread: [] };
  return { tellers, processes, sessions: told, epoch: epoch ?? 0 };
}
