import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeSettleAmounts } from "./settle-amounts.ts";
import { gatewayProperties } from "./testing/gateway.ts";
import { epochs, names, uint64s } from "./testing/wire-json.ts";

const amount = fc.record({
  address: names,
  settled_epoch: epochs("gateway"),
  reward_coins: uint64s("gateway"),
  work_coins: uint64s("gateway"),
});

gatewayProperties("decodeSettleAmounts", {
  cases: fc.record({
    rows: fc.uniqueArray(amount, { maxLength: 4, selector: ({ address }) => address }),
    nextKey: fc.option(fc.base64String({ minLength: 4, maxLength: 12 })),
  }),
  body: ({ rows, nextKey }) => ({
    settle_amount: rows.map((row) => ({
      participant: row.address,
      reward_coins: `${row.reward_coins}`,
      work_coins: `${row.work_coins}`,
      epoch_index: `${row.settled_epoch}`,
      seed_signature: "ab",
      last_claim_attempt: "0",
    })),
    pagination: { next_key: nextKey, total: "0" },
  }),
  decode: (body) => decodeSettleAmounts(body, { epoch: 7 }),
  expected: ({ rows, nextKey }) => ({ items: rows.map((row) => ({ epoch: 7, ...row })), nextKey: nextKey ?? "" }),
  unsigned: "reward_coins work_coins epoch_index",
  free: "next_key",
});

it("takes a page without a next key for the last, but not one without paging", () => {
  const paged = { settle_amount: [], pagination: { next_key: null, total: "0" } };
  expect(decodeSettleAmounts(paged, { epoch: 7 })).toEqual({ ok: true, value: { items: [], nextKey: "" }, unknowns: [] });
  expect(decodeSettleAmounts({ settle_amount: [] }, { epoch: 7 }).ok).toBe(false);
  expect(decodeSettleAmounts({ settle_amount: [], pagination: { total: "0" } }, { epoch: 7 }).ok).toBe(false);
});
