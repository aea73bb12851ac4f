import { z } from "zod";
import { uint32 } from "./integers.ts";

/** Rows of what partners hand in. `received_at` is the store's own wall clock, microseconds. */

const feed = z.string().regex(/^[a-z][a-z-]{0,63}$/);
const partner = z.string().min(1).max(64);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const receivedAt = z.iso.datetime({ precision: 6 });

/** One version of an entry: the newest of a key counts, the older ones stay. */
export const feedEntryRow = z.strictObject({
  feed,
  partner,
  /** What the entry is about within the feed: its day, and what else the feed keeps apart. */
  key: z.string().min(1).max(512),
  received_at: receivedAt,
  entry_hash: hash,
  /** The entry as JSON, keys sorted. */
  entry: z.string().max(16_384),
});

/** What a partner handed in, taken or refused: the audit trail. */
export const feedSubmissionRow = z.strictObject({
  feed,
  partner,
  submission_id: z.string().min(1).max(128),
  received_at: receivedAt,
  body_hash: hash,
  /** Of the answer: HTTP. */
  status: z.int().min(100).max(599),
  added: uint32,
  revised: uint32,
  unchanged: uint32,
  reason: z.string().max(512),
});

export type FeedEntryRow = z.infer<typeof feedEntryRow>;
export type FeedSubmissionRow = z.infer<typeof feedSubmissionRow>;
