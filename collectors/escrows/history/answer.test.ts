import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Comet38Client } from "@cosmjs/tendermint-rpc";
import { describe, expect, it } from "vitest";
import { foundIn, PER_PAGE, searchQuery } from "./answer.ts";
import { agreedSearch } from "./vote.ts";

const SPAN = { from: 1, to: 400 };
const CREATED = "devshard_escrow_created";

/** A transaction as CometBFT's JSON has it. */
const txJson = (height: number, index: number, type = CREATED, id = `${height}`) => {
  const bytes = Buffer.from(`${height} ${index}`);
  return {
    hash: createHash("sha256").update(bytes).digest("hex").toUpperCase(),
    height: String(height),
    index,
    tx_result: {
      ...{ code: 0, data: null, log: "", info: "", gas_wanted: "0", gas_used: "0", codespace: "" },
      events: [{ type, attributes: [{ key: "escrow_id", value: id, index: true }] }],
    },
    tx: bytes.toString("base64"),
  };
};

/** What CosmJS makes of a `tx_search` result. */
const read = (result: object) =>
  Comet38Client.create({
    execute: ({ id }) => Promise.resolve({ jsonrpc: "2.0", id, result }),
    disconnect: () => undefined,
  }).txSearch({ query: "" });

const decoded = async (txs: readonly object[], total_count = String(txs.length)) =>
  foundIn(await read({ txs, total_count }), CREATED, SPAN);

describe("the first page of a search", () => {
  it("asks by event and heights", () => {
    expect(searchQuery(CREATED, { from: 5, to: 9 })).toBe(
      "devshard_escrow_created.escrow_id EXISTS AND tx.height>=5 AND tx.height<=9",
    );
  });

  it("is whole where everything came", async () => {
    const found = await decoded([txJson(3, 0), txJson(3, 2), txJson(7, 1)]);
    expect(found).toMatchObject({ ok: true, value: { to: 400 } });
    expect(found.ok && found.value.txs.map(({ height, tx_index }) => [height, tx_index])).toEqual([
      [3, 0],
      [3, 2],
      [7, 1],
    ]);
    expect(await decoded([])).toMatchObject({ ok: true, value: { txs: [], to: 400 } });
  });

  it("reaches to the height before its last where there is more", async () => {
    const full = Array.from({ length: PER_PAGE }, (_, at) => txJson(10 + Math.floor(at / 2), at % 2));
    const found = await decoded(full, "60");
    expect(found).toMatchObject({ ok: true, value: { to: 33 } });
    expect(found.ok && found.value.txs.length).toBe(48);
  });

  it.each([
    ["a hash of other bytes", [{ ...txJson(3, 0), hash: "A".repeat(64) }], "1"],
    ["a height outside of the span", [txJson(401, 0)], "1"],
    ["descending heights", [txJson(7, 0), txJson(3, 0)], "2"],
    ["the same transaction twice", [txJson(7, 0), txJson(7, 0)], "2"],
    ["one that failed", [{ ...txJson(3, 0), tx_result: { ...txJson(3, 0).tx_result, code: 5 } }], "1"],
    ["one without the event", [txJson(3, 0, "transfer")], "1"],
    ["less than it counts", [txJson(3, 0)], "2"],
    ["more than it counts", [txJson(3, 0)], "0"],
    ["one block with more than a page", Array.from({ length: PER_PAGE }, (_, at) => txJson(1, at)), "60"],
  ])("is rejected with %s", async (_, txs, total) => {
    expect(await decoded(txs, total)).toMatchObject({ ok: false });
  });
});

describe("a vote on searches", () => {
  const told = async (source: string, ...txs: readonly object[]) => {
    const found = await decoded(txs);
    if (!found.ok) throw new Error(found.reason);
    return { source, said: found.value };
  };

  it("takes two that agree, and names the one that lacks something", async () => {
    const votes = [await told("a", txJson(3, 0)), await told("b"), await told("c", txJson(3, 0))];
    expect(agreedSearch(votes)).toMatchObject({ to: 400, by: ["a", "c"], odd: ["b"], txs: [{ height: 3 }] });
  });

  it("takes no majority that lacks what another found", async () => {
    expect(agreedSearch([await told("a", txJson(3, 0)), await told("b"), await told("c")])).toBeNull();
  });

  it("takes no lone voice, and none of two that differ, be it in an event alone", async () => {
    expect(agreedSearch([await told("a", txJson(3, 0))])).toBeNull();
    expect(agreedSearch([await told("a", txJson(3, 0)), await told("b", txJson(3, 0, CREATED, "9"))])).toBeNull();
  });
});

const RECORDED = fileURLToPath(
  new URL(
    "../../../../shared/recordings/localnet/rpc/tx_search@query=-devshard_escrow_settled.escrow_id-EXISTS-AND-tx.height-=1-AND-tx.height-=400-&per_page=5.json",
    import.meta.url,
  ),
);

describe.skipIf(!existsSync(RECORDED))("the recorded answer of a real node (skipped without ../shared)", () => {
  it("is read: settlements of heights 1 to 400", async () => {
    const { result } = JSON.parse(readFileSync(RECORDED, "utf8"));
    const found = foundIn(await read(result), "devshard_escrow_settled", SPAN);
    expect(found).toMatchObject({ ok: true });
    expect(found.ok && found.value.txs.length).toBe(Number(result.total_count));
  });
});
