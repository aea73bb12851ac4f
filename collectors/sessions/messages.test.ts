import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeDiffContent } from "./messages.ts";
import {
  confirm,
  finalize,
  finish,
  type GoldenTx,
  goldenContent,
  novelty,
  reveal,
  start,
  timeout,
  validation,
  vote,
} from "./testing/golden.ts";

const decoded = (txs: readonly GoldenTx[], nonce = 7) => {
  const content = decodeDiffContent(goldenContent({ nonce, txs, escrowId: "5" }));
  if (!content.ok) throw new Error(content.reason);
  return content.value;
};

describe("decodeDiffContent", () => {
  it("reads what a standard library wrote, kind by kind", () => {
    const txs = [
      start(7),
      confirm(3),
      finish(3, 20, 13, 3),
      timeout(2, 2),
      validation(1, true),
      validation(1, false),
      vote(1, true),
      vote(1, false),
      reveal,
      finalize,
      novelty(4),
    ];
    expect(decoded(txs)).toEqual({
      nonce: 7n,
      escrowId: "5",
      txs: [
        { kind: "start", id: 7, model: "m", inputLength: 200n, maxTokens: 40n, startedAt: 1_795_358_452n },
        { kind: "confirm", id: 3, confirmedAt: 1_795_358_453n },
        { kind: "finish", id: 3, inputTokens: 20n, outputTokens: 13n, executorSlot: 3n },
        { kind: "timeout", id: 2, reason: 2n },
        { kind: "validation", id: 1, valid: true },
        { kind: "validation", id: 1, valid: false },
        { kind: "vote", id: 1, valid: true },
        { kind: "vote", id: 1, valid: false },
        { kind: "reveal" },
        { kind: "finalize" },
        { kind: "unknown" },
      ],
    });
  });

  it("takes a number that is left out for 0, as the format has it: the executor of slot 0 is written so", () => {
    expect(decoded([{ finishInference: { inferenceId: 16, inputTokens: 21, outputTokens: 22 } }]).txs).toEqual([
      { kind: "finish", id: 16, inputTokens: 21n, outputTokens: 22n, executorSlot: 0n },
    ]);
  });

  /** A start with an inference id and an input length, written by hand. */
  function startWith(id: bigint, inputLength: bigint): Uint8Array {
    const message = Buffer.concat([Buffer.from([0x08]), varint(id), Buffer.from([0x20]), varint(inputLength)]);
    const tx = Buffer.concat([Buffer.from([0x0a]), varint(BigInt(message.length)), message]);
    return Buffer.concat([Buffer.from([0x12]), varint(BigInt(tx.length)), tx]);
  }

  it("reads integers of all 64 bits, and ids that a nonce can be", () => {
    const most = 18_446_744_073_709_551_615n;
    const any = fc.oneof(
      fc.bigInt(0n, most),
      fc.integer({ min: 0, max: 64 }).map((bits) => (1n << BigInt(bits)) - 1n),
    );
    fc.assert(
      fc.property(any, fc.maxSafeNat(), (inputLength, id) => {
        const content = decodeDiffContent(startWith(BigInt(id), inputLength));
        expect(content).toMatchObject({ ok: true, value: { txs: [{ kind: "start", id, inputLength }] } });
      }),
    );
    expect(decodeDiffContent(startWith(2n ** 53n, 1n))).toMatchObject({ ok: true, value: { txs: [{ kind: "unknown" }] } });
  });

  it("gives up bytes that are cut off inside a message, and never throws", () => {
    const whole = goldenContent({ nonce: 7, txs: [start(7), finish(3, 20, 13, 3)] });
    const ends = new Set([0]);
    for (let length = 1; length < whole.length; length++) {
      const content = decodeDiffContent(whole.subarray(0, length));
      if (content.ok) ends.add(length);
    }
    // Whole fields only: nothing, the nonce, the nonce and the first transaction.
    expect([...ends]).toEqual([0, 2, 2 + 2 + (whole[3] ?? 0)]);
  });

  it("survives any bytes, and any bytes changed in a real diff", () => {
    const whole = Buffer.from(
      goldenContent({ nonce: 7, txs: [start(7), confirm(3), finish(3, 20, 13, 3), validation(1, true)] }),
    );
    const changed = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }).map((changes) => {
      const bytes = Buffer.from(whole);
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes;
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), changed), (bytes) => {
        const content = decodeDiffContent(bytes);
        if (!content.ok) expect(content.reason.length).toBeLessThanOrEqual(500);
        else for (const tx of content.value.txs) if ("id" in tx) expect(Number.isSafeInteger(tx.id) && tx.id >= 0).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  it.each([
    ["a number where a message is due", [0x10, 0x01]],
    ["text for a nonce", [0x0a, 0x01, 0x41]],
    ["a message longer than the bytes", [0x12, 0x7f, 0x0a]],
    ["a transaction longer than its message", [0x12, 0x02, 0x0a, 0x05, 0x08, 0x01, 0x08, 0x01]],
    ["a length of 2^32 - 1", [0x12, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ["a varint without an end", [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ["a group", [0x13, 0x14]],
    ["groups within groups", Array.from({ length: 100_000 }, () => 0x13)],
    ["field 0", [0x00, 0x01]],
  ])("gives up %s", (_, bytes) => {
    expect(decodeDiffContent(Uint8Array.from(bytes))).toMatchObject({ ok: false });
  });
});

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}
