import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import type { SourceClock, SourceHead } from "../../chain/head.ts";
import { TOPICS } from "../facts/topics.ts";
import { AT, at, count, isoTime, NOW, queryRows } from "./query.ts";

const vote = z.object({
  topic: z.enum(TOPICS),
  epoch: z.int(),
  subject: z.string(),
  tellers: count,
  /** lost: every source that was asked could not tell. */
  verdict: z.enum(["agreed", "absent", "disputed", "lost"]),
  content_hash: z.string(),
  final: z.union([z.boolean(), z.int().transform(Boolean)]),
  agreeing: z.array(z.string()),
  odd: z.array(z.string()),
  cannot_tell: z.array(z.string()),
});
/** What the sources said to one question, and what holds. */
export type Vote = z.infer<typeof vote>;

/** The votes on every question ever asked, as of a moment. */
export function readVotes(client: ClickHouseClient, chain: string, asOf = NOW): Promise<Vote[]> {
  return queryRows(
    client,
    vote,
    `SELECT topic, epoch, subject, tellers, verdict, content_hash, final, agreeing, odd, cannot_tell FROM votes(${AT})`,
    at(chain, asOf),
  );
}

const epoch = z.object({
  epoch: z.int(),
  poc_start_height: count,
  effective_height: count,
  last_height: count,
  models: z.array(z.string()),
  starts_at: z.string().transform(isoTime).nullable(),
  ends_at: z.string().transform(isoTime).nullable(),
  /** Time of the newest block that any source has told of: how far a running epoch is known to reach. Null where none told its head. */
  told_until: z.string().transform(isoTime).nullable(),
});
/** An agreed epoch with the times of its bounds; `ends_at` is null while it runs, or where a header is missing. */
export type Epoch = z.infer<typeof epoch>;
const bounds = epoch.omit({ told_until: true });
/** The same without `told_until`: it changes only with what the sources agree on of EPOCH_TOPICS. */
export type EpochBounds = z.infer<typeof bounds>;

/** What an epoch's bounds are made of: its root group, and the headers of the blocks at its bounds. */
export const EPOCH_TOPICS = ["epoch_group", "header"] as const;

const BOUNDS = Object.keys(bounds.shape).join(", ");
const TOLD_UNTIL = `SELECT max(time) FROM (
    SELECT max(time) AS time FROM heads WHERE chain_id = {chain:String}
    UNION ALL
    SELECT max(block_time) AS time FROM head_polls WHERE chain_id = {chain:String} AND told AND recorded_at <= {as_of:DateTime64(6)}
  )`;

/** The epochs whose root group is agreed and effective, oldest first. */
export function readEpochs(client: ClickHouseClient, chain: string, asOf = NOW): Promise<Epoch[]> {
  const query = `SELECT ${BOUNDS}, (${TOLD_UNTIL}) AS told_until FROM epoch_times(${AT}) ORDER BY epoch`;
  return queryRows(client, epoch, query, at(chain, asOf));
}

/** `readEpochs` without `told_until`. */
export function readEpochBounds(client: ClickHouseClient, chain: string, asOf = NOW): Promise<EpochBounds[]> {
  return queryRows(client, bounds, `SELECT ${BOUNDS} FROM epoch_times(${AT}) ORDER BY epoch`, at(chain, asOf));
}

/** `told_until` of every epoch. */
export async function readToldUntil(client: ClickHouseClient, chain: string, asOf = NOW): Promise<string | null> {
  const told = epoch.pick({ told_until: true });
  const [row] = await queryRows(client, told, `SELECT (${TOLD_UNTIL}) AS told_until`, at(chain, asOf));
  return row?.told_until ?? null;
}

const moment = z.string().transform(isoTime);
const head = z.object({ source: z.string(), height: count, time: moment, observed_at: moment });
const clock = z.object({
  source: z.string(),
  latest_epoch: z.int(),
  poc_start_height: count,
  effective_epoch: z.int(),
  observed_at: moment,
});

const newest = (table: string, topic: string, columns: string) =>
  `SELECT DISTINCT said.source AS source, said.observed_at AS observed_at, ${columns}
   FROM latest_answers(${AT}) AS said INNER JOIN ${table} AS fact ON fact.content_hash = said.content_hash
   WHERE said.topic = '${topic}' AND said.outcome = 'told' AND fact.chain_id = {chain:String} ORDER BY source`;

/** The newest head that each source told; one that was still catching up says nothing of the chain's head. */
export function readHeads(client: ClickHouseClient, chain: string, asOf = NOW): Promise<SourceHead[]> {
  const query = `SELECT * FROM (${newest("heads", "head", "fact.height AS height, fact.time AS time, fact.catching_up AS catching_up")}) WHERE NOT catching_up`;
  return queryRows(client, head, query, at(chain, asOf));
}

/** The newest epoch clock that each source told. */
export function readClocks(client: ClickHouseClient, chain: string, asOf = NOW): Promise<SourceClock[]> {
  const columns =
    "fact.latest_epoch AS latest_epoch, fact.poc_start_height AS poc_start_height, fact.effective_epoch AS effective_epoch";
  return queryRows(client, clock, newest("clocks", "clock", columns), at(chain, asOf));
}
