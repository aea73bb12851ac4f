import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { count, queryRows } from "./query.ts";

const known = z.object({ key: z.string(), entry_hash: z.string() });

/** The hash of the newest version of these entries of a partner, by key. */
export async function readFeedEntries(
  client: ClickHouseClient,
  chain: string,
  feed: string,
  partner: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await queryRows(
    client,
    known,
    `SELECT key, argMax(entry_hash, received_at) AS entry_hash FROM feed_entries
     WHERE chain_id = {chain:String} AND feed = {feed:String} AND partner = {partner:String} AND key IN {keys:Array(String)} GROUP BY key`,
    { chain, feed, partner, keys: [...keys] },
  );
  return new Map(rows.map(({ key, entry_hash }) => [key, entry_hash]));
}

const taken = z.object({ body_hash: z.string(), added: count, revised: count, unchanged: count });
/** What a submission that was taken changed. */
export type TakenSubmission = z.infer<typeof taken>;

/** A submission that was taken under this id, if there is one. */
export async function readSubmission(
  client: ClickHouseClient,
  chain: string,
  feed: string,
  partner: string,
  submission: string,
): Promise<TakenSubmission | null> {
  const rows = await queryRows(
    client,
    taken,
    `SELECT body_hash, added, revised, unchanged FROM feed_submissions
     WHERE chain_id = {chain:String} AND feed = {feed:String} AND partner = {partner:String} AND submission_id = {submission:String}
       AND status = 200 ORDER BY received_at LIMIT 1`,
    { chain, feed, partner, submission },
  );
  return rows[0] ?? null;
}

const summary = z.object({ feed: z.string(), partners: count, entries: count, newest_at: z.string().nullable() });
/** How much a feed holds. */
export type FeedSummary = z.infer<typeof summary>;

/** What was handed in so far, by feed; feeds that nobody fed are left out. */
export const readFeedSummaries = (client: ClickHouseClient, chain: string): Promise<FeedSummary[]> =>
  queryRows(
    client,
    summary,
    `SELECT feed, uniqExact(partner) AS partners, uniqExact(partner, key) AS entries, toString(max(received_at)) AS newest_at
     FROM feed_entries WHERE chain_id = {chain:String} GROUP BY feed ORDER BY feed`,
    { chain },
  );
