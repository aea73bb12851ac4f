import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gatewayProperties } from "../decode/testing/gateway.ts";
import { hasRecordings, recordedAnswers, recordedTitle } from "../decode/testing/recordings.ts";
import { epochs, names, uint64s } from "../decode/testing/wire-json.ts";
import { decodeHostStats } from "./decode-host-stats.ts";

const uint32 = fc.nat(2 ** 32 - 1);

gatewayProperties("decodeHostStats", {
  cases: fc.record({
    epoch: epochs("gateway"),
    address: names,
    found: fc.constant(true),
    missed: uint32,
    invalid: uint32,
    cost: uint64s("gateway"),
    escrow_count: uint32,
  }),
  body: ({ epoch, address, missed, invalid, cost, escrow_count }) => ({
    stats: {
      participant: address,
      epoch_index: String(epoch),
      missed,
      invalid,
      cost: String(cost),
      required_validations: 0,
      completed_validations: 0,
      escrow_count,
    },
    found: true,
  }),
  decode: (body, { epoch, address }) => decodeHostStats(body, { epoch, address }),
  expected: (given) => given,
  unsigned: "epoch_index cost",
});

describe("decodeHostStats", () => {
  const asked = { epoch: 7, address: "a" };

  it("says where there is nothing, and not where an answer contradicts itself", () => {
    const nothing = { epoch: 7, address: "a", found: false, missed: 0, invalid: 0, cost: 0n, escrow_count: 0 };
    expect(decodeHostStats({ stats: null, found: false }, asked)).toEqual({ ok: true, value: nothing, unknowns: [] });
    expect(decodeHostStats({ stats: null, found: true }, asked).ok).toBe(false);
    expect(decodeHostStats({ found: false }, asked).ok).toBe(false);
  });
});

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  it("are read whole: sums of the epochs that were kept, nothing of those that were pruned", () => {
    const answers = recordedAnswers("devshard_host_epoch_stats", 3);
    const told = answers.map(({ label, parts: [, epoch = "", address = ""], body }) => {
      const decoded = decodeHostStats(body, { epoch: Number(epoch), address });
      if (!decoded.ok) throw new Error(`${label}: ${decoded.reason}`);
      expect(decoded.unknowns, label).toEqual([]);
      return decoded.value;
    });
    expect(told.filter(({ found }) => found).map(({ epoch }) => epoch)).toEqual([7, 7, 7, 8, 8, 8]);
    expect(told.length).toBeGreaterThan(20);
  });
});
