import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { AT, at, NOW, queryRows } from "../../storage/read/query.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { SPANS } from "./fragments.ts";

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("fragments");
});
afterAll(() => store?.remove());

/** In the view's place: an epoch that is over, the running one, one whose start isn't known, and one that is over and nobody knows since when. */
const TIMES = `(SELECT * FROM values(
  'epoch UInt32, starts_at Nullable(DateTime64(9, \\'UTC\\')), ends_at Nullable(DateTime64(9, \\'UTC\\')), last_height UInt64',
  (1, '2026-01-01 00:00:00', '2026-01-02 00:00:00', 100), (2, '2026-01-02 00:00:00', NULL, 0), (3, NULL, '2026-01-03 00:00:00', 300),
  (4, '2026-01-04 00:00:00', NULL, 400)))`;

it("an epoch that runs is not over, and one without a known start or end is left out", async () => {
  const spans = SPANS.replace(`epoch_times(${AT})`, TIMES);
  expect(spans).toContain(TIMES);
  const row = z.object({
    epoch: z.int(),
    over: z.union([z.int(), z.boolean()]).transform(Boolean),
    starts: z.string(),
    ends: z.string(),
  });
  const found = await queryRows(
    store.client,
    row,
    `SELECT epoch, over, toString(toDate(starts_at)) AS starts, toString(toDate(ends_at)) AS ends FROM ${spans} ORDER BY epoch`,
    { ...at("c", NOW), first: 1, last: 4 },
  );
  expect(found).toEqual([
    { epoch: 1, over: true, starts: "2026-01-01", ends: "2026-01-02" },
    // toDate ends in 2149.
    { epoch: 2, over: false, starts: "2026-01-02", ends: expect.any(String) },
  ]);
});
