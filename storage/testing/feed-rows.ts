/** One good row of each table of partners' feeds, by the table's name. */
const submission = { feed: "credits", partner: "p", received_at: "2026-09-01T00:00:00.000000Z" };

export const FEED_ROWS: Readonly<Record<string, object>> = {
  feed_entries: { ...submission, key: "k", entry_hash: "a".repeat(64), entry: "{}" },
  feed_submissions: {
    ...submission,
    submission_id: "s",
    body_hash: "a".repeat(64),
    status: 200,
    added: 1,
    revised: 0,
    unchanged: 0,
    reason: "",
  },
};
