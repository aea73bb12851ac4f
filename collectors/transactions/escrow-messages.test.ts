import fc from "fast-check";
import { expect, test } from "vitest";
import { SETTLEMENT_SLOTS } from "../../storage/facts/tables.ts";
import { decodeCreateEscrow, decodeSettleEscrow, type SettleEscrow } from "./escrow-messages.ts";
import { createBytes, type GoldenSettle, settleBytes } from "./testing/escrow-tx.ts";

const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const uint32 = fc.nat(2 ** 32 - 1);
const text = fc.string({ unit: "grapheme", maxLength: 60 });

const slot = fc.record({
  slotId: uint32,
  missed: uint32,
  invalid: uint32,
  cost: uint64.map(String),
  requiredValidations: uint32,
  completedValidations: uint32,
});
const settle: fc.Arbitrary<GoldenSettle> = fc.record({
  settler: text,
  escrowId: uint64.map(String),
  nonce: uint64.map(String),
  hostStats: fc.uniqueArray(slot, { maxLength: 20, selector: ({ slotId }) => slotId }),
  fees: uint64.map(String),
  version: text,
});

const expected = ({ settler, escrowId, nonce, hostStats, fees, version }: GoldenSettle): SettleEscrow => ({
  settler,
  escrow_id: BigInt(escrowId),
  nonce: BigInt(nonce),
  fees: BigInt(fees),
  protocol_version: version,
  slots: hostStats.map((one) => ({
    slot_id: one.slotId,
    missed: one.missed,
    invalid: one.invalid,
    cost: BigInt(one.cost),
    required_validations: one.requiredValidations,
    completed_validations: one.completedValidations,
  })),
});

test("what a standard library wrote by the field numbers is read back, zeros that it leaves out too", () => {
  fc.assert(
    fc.property(settle, (message) => {
      expect(decodeSettleEscrow(settleBytes(message))).toEqual({ ok: true, value: expected(message), unknowns: [] });
    }),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(text, uint64, text, (creator, amount, modelId) => {
      const decoded = decodeCreateEscrow(createBytes({ creator, amount: String(amount), modelId }));
      expect(decoded).toEqual({ ok: true, value: { creator, amount, model_id: modelId }, unknowns: [] });
    }),
    { numRuns: 500 },
  );
});

const reasonOf = (...bytes: number[]) => {
  const decoded = decodeSettleEscrow(Uint8Array.from(bytes));
  return decoded.ok ? "read" : decoded.reason;
};

test("what doesn't fit its type is refused, not cut to fit", () => {
  const longest = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
  // Escrow id 2^64 - 1, and one bit more.
  expect(reasonOf(0x10, ...longest, 0x01)).toBe("read");
  expect(reasonOf(0x10, ...longest, 0x02)).toContain("64 bits");
  expect(reasonOf(0x10, ...longest, 0x81, 0x00)).toContain("not a MsgSettleDevshardEscrow");
  // A slot's id of 2^32 - 1, and 2^32.
  expect(reasonOf(0x32, 6, 0x08, 0xff, 0xff, 0xff, 0xff, 0x0f)).toBe("read");
  expect(reasonOf(0x32, 6, 0x08, 0x80, 0x80, 0x80, 0x80, 0x10)).toContain("uint32");
  // A tag whose number is 2 only in its lowest 32 bits.
  expect(reasonOf(0x90, 0x80, 0x80, 0x80, 0x80, 0x02, 0x05)).toContain("a field's number");
  expect(reasonOf(0x00)).toContain("a field's number");
  // The right field with another type; groups, which proto3 doesn't have.
  expect(reasonOf(0x12, 0)).toContain("a varint");
  expect(reasonOf(0x0d, 1, 2, 3, 4)).toContain("bytes");
  expect(reasonOf(0x1b, 0x1c)).toContain("wire type");
  // More bytes than there are, by a length that is one only in its lowest 32 bits.
  expect(reasonOf(0x0a, 0x05, 0x61)).toContain("at most 1");
  expect(reasonOf(0x0a, 0x81, 0x80, 0x80, 0x80, 0x10, 0x61)).toContain("at most 1");
  expect(reasonOf(0x0a, 1, 0xff)).toContain("UTF-8");
  // Two rows of one slot.
  expect(reasonOf(0x32, 0, 0x32, 2, 0x08, 0)).toContain("host_stats");
});

test("fields nobody knows are passed over; of one that comes twice the last counts", () => {
  const decoded = decodeSettleEscrow(
    Uint8Array.of(0x10, 5, 0x7a, 2, 1, 2, 0x7d, 1, 2, 3, 4, 0x79, 1, 2, 3, 4, 5, 6, 7, 8, 0x10, 7),
  );
  expect(decoded.ok && decoded.value.escrow_id).toBe(7n);
});

test("more slots than any escrow has are refused before they fill the memory", () => {
  const bytes = Uint8Array.from({ length: 1_000_000 }, (_, index) => (index % 2 === 0 ? 0x32 : 0));
  expect(decodeSettleEscrow(bytes)).toMatchObject({ ok: false, reason: expect.stringContaining("at most 1024") });
});

test("damaged and hostile bytes are read or refused, never thrown; every number that is read can be stored", () => {
  const damaged = fc
    .tuple(settle, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }), fc.nat())
    .map(([message, flips, cut]) => {
      const bytes = settleBytes(message);
      for (const [at, byte] of flips) bytes[at % bytes.length] = byte;
      return bytes.subarray(0, cut % 3 === 0 ? cut % bytes.length : bytes.length);
    });
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
      for (const decoded of [decodeSettleEscrow(bytes), decodeCreateEscrow(bytes)])
        if (!decoded.ok) expect(decoded.reason).toMatch(/^not a Msg/);
      const decoded = decodeSettleEscrow(bytes);
      if (!decoded.ok) return;
      read += 1;
      for (const slot of decoded.value.slots)
        expect(SETTLEMENT_SLOTS.row.safeParse({ escrow_id: decoded.value.escrow_id, ...slot }).success).toBe(true);
    }),
    { numRuns: 3000 },
  );
  expect(read).toBeGreaterThan(100);
});

test("whatever is cut off the end, no field of what is left has another value", () => {
  fc.assert(
    fc.property(settle, fc.nat(), (message, cut) => {
      const whole = settleBytes(message);
      const decoded = decodeSettleEscrow(whole.subarray(0, cut % whole.length));
      if (!decoded.ok) return;
      const [told, said] = [decoded.value, expected(message)];
      // A field that is not there any more is empty or zero: the event beside the message tells that apart.
      expect([said.settler, ""]).toContain(told.settler);
      expect([said.escrow_id, 0n]).toContain(told.escrow_id);
      expect([said.nonce, 0n]).toContain(told.nonce);
      expect([said.fees, 0n]).toContain(told.fees);
      expect([said.protocol_version, ""]).toContain(told.protocol_version);
      expect(told.slots).toEqual(said.slots.slice(0, told.slots.length));
    }),
    { numRuns: 1000 },
  );
});
