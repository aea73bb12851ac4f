import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { hasRecordings, recordedTitle, recordings } from "../../http/testing/recorded.ts";
import { devshardTx, diffContent, type WireTx } from "./diff-content.ts";
import { decodedContent, decodedTx } from "./testing/decoded.ts";

const id = fc.nat({ max: 2 ** 31 });
const bytes = fc.uint8Array({ maxLength: 70 });
const judged = { inferenceId: id, slot: fc.nat({ max: 300 }), valid: fc.boolean(), signature: bytes, escrowId: fc.string() };
const wireTx: fc.Arbitrary<WireTx> = fc.oneof(
  fc.record({
    kind: fc.constant("start" as const),
    inferenceId: id,
    promptHash: bytes,
    model: fc.string(),
    inputLength: fc.nat(),
    maxTokens: fc.nat(),
    startedAt: fc.nat({ max: 2 ** 43 }),
  }),
  fc.record({ kind: fc.constant("confirm" as const), inferenceId: id, signature: bytes, confirmedAt: fc.nat() }),
  fc.record({
    kind: fc.constant("finish" as const),
    inferenceId: id,
    responseHash: bytes,
    inputTokens: fc.nat({ max: 2 ** 45 }),
    outputTokens: fc.nat(),
    executorSlot: fc.nat({ max: 300 }),
    signature: bytes,
    escrowId: fc.string(),
  }),
  fc.record({
    kind: fc.constant("timeout" as const),
    inferenceId: id,
    reason: fc.nat({ max: 2 }),
    votes: fc.array(fc.record({ slot: fc.nat({ max: 300 }), accept: fc.boolean(), signature: bytes })),
  }),
  fc.record({ kind: fc.constant("validation" as const), ...judged }),
  fc.record({ kind: fc.constant("vote" as const), ...judged }),
  fc.record({ kind: fc.constant("finalize" as const) }),
);

describe("the content of a diff", () => {
  it("is what a standard library decodes from it", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 40 }), fc.array(wireTx), (nonce, txs) => {
        expect(decodedContent(diffContent(nonce, txs))).toEqual({ nonce, txs });
        for (const tx of txs) expect(decodedTx(devshardTx(tx))).toEqual(tx);
      }),
    );
  });
});

const diffsSchema = z.array(z.object({ diff: z.object({ txs: z.base64() }) }));

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  it("are made again byte for byte from what they say", () => {
    const diffs = recordings("devshard")
      .filter(({ url, status }) => status === 200 && /\/diffs\?from=1&to=100000$/.test(url))
      .flatMap(({ body }) => diffsSchema.parse(JSON.parse(body)));
    expect(diffs.length).toBeGreaterThan(400);
    for (const { diff } of diffs) {
      const { nonce, txs } = decodedContent(Buffer.from(diff.txs, "base64"));
      expect(Buffer.from(diffContent(nonce, txs)).toString("base64")).toBe(diff.txs);
    }
  });
});
