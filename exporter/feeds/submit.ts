import { createHash } from "node:crypto";
import { stringify } from "safe-stable-stringify";
import { z } from "zod";
import { FEED_ENTRIES, FEED_SUBMISSIONS } from "../../storage/facts/tables.ts";
import { readFeedEntries, readSubmission } from "../../storage/read/feeds.ts";
import { microsecondClock } from "../../storage/write/clock.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import { ApiError } from "../api/errors.ts";
import type { Store } from "../store.ts";
import type { FeedDefinition } from "./definitions.ts";

export const MOST_ENTRIES = 1000;
const OLDEST_DAYS = 400;
const DAY_MS = 86_400_000;

/** What a submission changed. A replay is the same body under the same Idempotency-Key: nothing was done again. */
export interface Submitted {
  readonly submission_id: string;
  readonly added: number;
  readonly revised: number;
  readonly unchanged: number;
  readonly replayed: boolean;
}

export interface Submission {
  readonly feed: FeedDefinition;
  readonly partner: string;
  /** The Idempotency-Key; the body's hash where none was given. */
  readonly key: string | undefined;
  readonly body: unknown;
  /** The injected clock: no entry may speak of a day after it. */
  readonly now: Date;
}

/** One after the other: two that come at once must not both find a key unknown. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Takes what a partner hands in: all of it or nothing. Entries that say what is known change nothing; others are added, or revise what was
 * said (every version stays). What was refused is in the audit trail too.
 *
 * @throws ApiError 400 for a body that isn't as expected, 409 for a known Idempotency-Key with another body.
 */
export function submit(store: Store, submission: Submission): Promise<Submitted> {
  const taken = last.then(() => take(store, submission));
  last = taken.catch(() => {});
  return taken;
}

async function take({ client, chain }: Store, { feed, partner, key, body, now }: Submission): Promise<Submitted> {
  const body_hash = hashOf(body);
  const submission_id = key ?? body_hash;
  const writer = new ObservationWriter(client, chain);
  const audit = (status: number, counts: Pick<Submitted, "added" | "revised" | "unchanged">, reason: string) =>
    writer.write(FEED_SUBMISSIONS, [
      {
        feed: feed.id,
        partner,
        submission_id,
        received_at: moment(),
        body_hash,
        status,
        ...counts,
        reason: reason.slice(0, 512),
      },
    ]);
  const refuse = async (status: number, code: string, message: string) => {
    await audit(status, { added: 0, revised: 0, unchanged: 0 }, message);
    await writer.flush();
    return new ApiError(status, code, message);
  };

  const before = await readSubmission(client, chain, feed.id, partner, submission_id);
  if (before !== null && before.body_hash !== body_hash)
    throw await refuse(409, "idempotency_conflict", "this Idempotency-Key was used with another body");
  // Without a key the body alone can't tell a repetition from going back to what was said before a revision.
  if (before !== null && key !== undefined) {
    const { added, revised, unchanged } = before;
    return { submission_id, added, revised, unchanged, replayed: true };
  }
  const checked = bodyOf(feed, chain).safeParse(body);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw await refuse(400, "invalid_body", `${issue?.path.join(".") || "body"}: ${issue?.message ?? "not as expected"}`);
  }
  const entries = new Map(checked.data.entries.map((entry) => [keyOf(feed, entry), entry]));
  if (entries.size < checked.data.entries.length)
    throw await refuse(400, "invalid_body", `entries: two of them have the same ${feed.key.join(" and ")}`);
  for (const entry of entries.values()) {
    const wrong = wrongDay(feed, entry, now);
    if (wrong !== null) throw await refuse(400, "invalid_body", wrong);
  }
  const known = await readFeedEntries(client, chain, feed.id, partner, [...entries.keys()]);
  const news = [...entries].flatMap(([entryKey, entry]) => {
    const entry_hash = hashOf(entry);
    if (known.get(entryKey) === entry_hash) return [];
    return [{ feed: feed.id, partner, key: entryKey, received_at: moment(), entry_hash, entry: textOf(entry) }];
  });
  const revised = news.filter((entry) => known.has(entry.key)).length;
  const counts = { added: news.length - revised, revised, unchanged: entries.size - news.length };
  await writer.write(FEED_ENTRIES, news);
  // The entries first: a crash between the two is mended by handing in the same again, which then changes nothing.
  await writer.flush();
  await audit(200, counts, "");
  await writer.flush();
  return { submission_id, ...counts, replayed: false };
}

/** The body of a submission: its chain, so that nothing meant for a test network reaches another, and its entries. */
export const bodyOf = (feed: FeedDefinition, chain: string | null) =>
  z.strictObject({
    chain_id: chain === null ? z.string() : z.literal(chain, `expected ${chain}, the chain of this data`),
    entries: z.array(feed.entry).min(1).max(MOST_ENTRIES),
  });

const moment = () => `${microsecondClock().replace(" ", "T")}Z`;
const textOf = (value: unknown): string => stringify(value) ?? "null";
const hashOf = (value: unknown): string => createHash("sha256").update(textOf(value)).digest("hex");

type Entry = Readonly<Record<string, unknown>>;

const keyOf = (feed: FeedDefinition, entry: Entry): string => feed.key.map((field) => String(entry[field])).join(" ");

function wrongDay({ dayField }: FeedDefinition, entry: Entry, now: Date): string | null {
  const day = String(entry[dayField]);
  const age = Math.floor(now.getTime() / DAY_MS) - Date.parse(day) / DAY_MS;
  if (age < 0) return `entries: ${dayField} ${day} has not come yet`;
  return age > OLDEST_DAYS ? `entries: ${dayField} ${day} is more than ${OLDEST_DAYS} days ago` : null;
}
