import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cannotTell, type HttpOutcome } from "../http/answer.ts";
import { pageOf } from "./page.ts";
import { goldenContent, goldenDiff, start } from "./testing/golden.ts";

const answered = (body: unknown): HttpOutcome => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { kind: "answered", status: 200, body: text, bytes: text.length, headers: { height: null } };
};
const diffs = (...nonces: number[]) => nonces.map((nonce) => goldenDiff(nonce, [start(nonce)]));
const noncesOf = (page: ReturnType<typeof pageOf>) => (page.kind === "diffs" ? page.diffs.map(({ nonce }) => nonce) : page.kind);

describe("pageOf", () => {
  it("reads diffs in the order of their nonces; a full page may not be the last", () => {
    expect(pageOf(answered(diffs(5, 6, 7)), 1n, 5, 7)).toMatchObject({ kind: "diffs", isLast: false });
    expect(pageOf(answered(diffs(5, 6)), 1n, 5, 7)).toMatchObject({ kind: "diffs", isLast: true });
    expect(pageOf(answered([]), 1n, 5, 7)).toEqual({ kind: "diffs", diffs: [], isLast: true });
  });

  it("uses nothing beyond a missing nonce", () => {
    const page = pageOf(answered(diffs(5, 6, 8, 9)), 1n, 5, 9);
    expect(noncesOf(page)).toEqual([5, 6]);
    expect(page).toMatchObject({ isLast: true });
    expect(noncesOf(pageOf(answered(diffs(6)), 1n, 5, 9))).toEqual([]);
  });

  it("takes a diff without content for an empty one", () => {
    const empty = [{ diff: { nonce: 5, txs: "" } }, { diff: { nonce: 6 } }, { diff: { nonce: 7, txs: null } }];
    expect(pageOf(answered(empty), 1n, 5, 7)).toMatchObject({ diffs: [{ txs: [] }, { txs: [] }, { txs: [] }] });
  });

  const content = (nonce: number, escrowId: string) =>
    Buffer.from(goldenContent({ nonce, txs: [], escrowId })).toString("base64");
  it.each([
    ["a nonce twice", diffs(5, 5)],
    ["nonces out of order", diffs(5, 6, 5)],
    ["a nonce that was not asked for", diffs(5, 6, 7, 8, 9, 10)],
    ["a nonce before", diffs(4)],
    ["the content of another nonce", [{ diff: { nonce: 5, txs: content(6, "") } }]],
    ["the content of another session", [{ diff: { nonce: 5, txs: content(5, "2") } }]],
    ["bytes that are no content", [{ diff: { nonce: 5, txs: "Ev8=" } }]],
    ["text that is not base64", [{ diff: { nonce: 5, txs: "%%%%" } }]],
    ["base64 with a stray character", [{ diff: { nonce: 5, txs: `*${content(5, "1")}` } }]],
    ["base64 with one in another's place", [{ diff: { nonce: 5, txs: content(5, "1").replace(/.$/, "*") } }]],
    ["base64 without its end", [{ diff: { nonce: 5, txs: content(5, "1").slice(0, -1) } }]],
    ["a nonce as text", [{ diff: { nonce: "5", txs: "" } }]],
    ["a nonce beyond a double", '[{"diff":{"nonce":9007199254740993,"txs":""}}]'],
    ["an object", {}],
    ["null", "null"],
  ])("rejects %s", (_, body) => {
    expect(pageOf(answered(body), 1n, 5, 9)).toMatchObject({ kind: "rejected" });
  });

  it("tells a session that a host doesn't have from a host that fails", () => {
    const told = (status: number, message: string) => {
      const body = JSON.stringify({ message });
      return pageOf(cannotTell(status === 503 ? "rate_limited" : "server_error", "", { status, body }), 1n, 1, 2).kind;
    };
    expect(told(500, "get escrow: escrow not found")).toBe("not_here");
    expect(told(500, "create host: host signer address not in group: gonka1…")).toBe("not_here");
    expect(told(500, "database is locked")).toBe("cannot_tell");
    expect(told(503, "initialising")).toBe("cannot_tell");
    expect(pageOf(cannotTell("timeout", "timeout"), 1n, 1, 2).kind).toBe("cannot_tell");
    expect(pageOf(cannotTell("too_large", "big"), 1n, 1, 2).kind).toBe("too_large");
    expect(pageOf(answered("<html>"), 1n, 1, 2).kind).toBe("cannot_tell");
  });

  it("never throws, and never goes beyond what follows the nonce asked for", () => {
    const odd = fc.array(
      fc.oneof(
        fc.anything(),
        fc.record({
          diff: fc.record({ nonce: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.anything()), txs: fc.base64String() }),
        }),
        fc.integer({ min: 1, max: 12 }).map((nonce) => goldenDiff(nonce, [start(nonce)])),
      ),
    );
    fc.assert(
      fc.property(odd, (body) => {
        const text = JSON.stringify(body, (_, value) => (typeof value === "bigint" ? String(value) : value)) ?? "";
        const page = pageOf(answered(text), 1n, 3, 10);
        if (page.kind === "diffs") expect(page.diffs.map(({ nonce }) => nonce)).toEqual(page.diffs.map((_, at) => 3 + at));
      }),
      { numRuns: 2000 },
    );
  });
});
