import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gatewayProperties } from "../decode/testing/gateway.ts";
import { hasRecordings, recordedAnswers, recordedTitle } from "../decode/testing/recordings.ts";
import { epochs, type JsonObject, names, uint64s } from "../decode/testing/wire-json.ts";
import { decodeEscrow } from "./decode-escrow.ts";

const amount = uint64s("gateway");
const escrow = fc.record({
  escrow_id: amount,
  creator: names,
  amount,
  epoch: epochs("gateway"),
  model_id: names,
  slots: fc.array(names, { minLength: 1, maxLength: 5 }),
  token_price: amount,
  create_devshard_fee: amount,
  fee_per_nonce: amount,
});
type Given = typeof escrow extends fc.Arbitrary<infer T> ? T : never;

const body = (given: Given): JsonObject => ({
  escrow: {
    id: String(given.escrow_id),
    creator: given.creator,
    amount: String(given.amount),
    slots: given.slots,
    epoch_index: String(given.epoch),
    app_hash: "",
    settled: false,
    token_price: String(given.token_price),
    model_id: given.model_id,
    create_devshard_fee: String(given.create_devshard_fee),
    fee_per_nonce: String(given.fee_per_nonce),
    inference_seal_grace_nonces: 160,
    inference_seal_grace_seconds: 3600,
    auto_seal_every_n_nonces: 150,
    validation_rate: 1000,
  },
  found: true,
});

gatewayProperties("decodeEscrow", {
  cases: escrow,
  body,
  decode: decodeEscrow,
  expected: (given) => given,
  unsigned: "id amount epoch_index token_price create_devshard_fee fee_per_nonce",
});

describe("decodeEscrow", () => {
  const none = { escrow: null, found: false };

  it("takes no other escrow for the one that was asked, and none without hosts", () => {
    const [given] = fc.sample(escrow, 1);
    if (!given) throw new Error("a case");
    expect(decodeEscrow(body(given), { escrow_id: given.escrow_id + 1n }).ok).toBe(false);
    expect(decodeEscrow(body({ ...given, slots: [] }), given).ok).toBe(false);
  });

  it("tells a node that doesn't have it from one that contradicts itself", () => {
    expect(decodeEscrow(none, { escrow_id: 1n })).toEqual({ ok: true, value: null, unknowns: [] });
    expect(decodeEscrow({ ...none, found: true }, { escrow_id: 1n }).ok).toBe(false);
    expect(decodeEscrow({ found: false }, { escrow_id: 1n }).ok).toBe(false);
    expect(decodeEscrow({ escrow: null }, { escrow_id: 1n }).ok).toBe(false);
  });
});

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  it("are read: pruned and unknown escrows", () => {
    const answers = recordedAnswers("devshard_escrow", 2).filter(({ status }) => status === 200);
    expect(answers.length).toBeGreaterThan(10);
    for (const { label, parts, body: recorded } of answers) {
      const decoded = decodeEscrow(recorded, { escrow_id: BigInt(parts[1] ?? "") });
      expect(decoded, label).toEqual({ ok: true, value: null, unknowns: [] });
    }
  });
});
