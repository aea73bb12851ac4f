import { comet38 } from "@cosmjs/tendermint-rpc";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Meta, metaOf } from "../blocks/testing/node.ts";
import { blockRowsFromMetas } from "./block-meta.ts";
import { plainHeaders } from "./plain-headers.ts";
import { hasRecordings, readBytes, recordedTitle } from "./testing/recordings.ts";

const ID = 7;
const textOf = (result: unknown) => JSON.stringify({ jsonrpc: "2.0", id: ID, result });
const resultOf = (metas: unknown) => ({ last_height: "1000", block_metas: metas });

async function byCosmJs(result: unknown) {
  const rpc = { execute: async () => ({ jsonrpc: "2.0" as const, id: 1, result }), disconnect: () => {} };
  const { blockMetas } = await comet38.Comet38Client.create(rpc).blockchain();
  const decoded = blockRowsFromMetas(blockMetas);
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.value;
}

describe("headers written as CometBFT writes them", () => {
  it("are the rows that the CosmJS client decodes", async () => {
    const result = resultOf(Array.from({ length: 60 }, (_, index) => metaOf(60 - index)));
    const rows = plainHeaders(textOf(result), ID);
    expect(rows).toHaveLength(60);
    expect(rows).toEqual(await byCosmJs(result));
  });

  it.each<[string, (meta: Meta) => unknown]>([
    ["a hash in lower case", (meta) => ({ ...meta, block_id: { ...meta.block_id, hash: meta.block_id.hash.toLowerCase() } })],
    ["a short hash", (meta) => ({ ...meta, block_id: { ...meta.block_id, hash: meta.block_id.hash.slice(2) } })],
    ["a height as number", (meta) => ({ ...meta, header: { ...meta.header, height: 7 } })],
    ["30 February", (meta) => ({ ...meta, header: { ...meta.header, time: "2026-02-30T00:00:00Z" } })],
    ["month 13", (meta) => ({ ...meta, header: { ...meta.header, time: "2026-13-20T00:00:00Z" } })],
    ["day 0", (meta) => ({ ...meta, header: { ...meta.header, time: "2026-02-00T00:00:00Z" } })],
    ["hour 24", (meta) => ({ ...meta, header: { ...meta.header, time: "2026-02-20T24:00:00Z" } })],
    ["trailing zeros", (meta) => ({ ...meta, header: { ...meta.header, time: "2026-02-20T01:00:00.10Z" } })],
    ["another zone", (meta) => ({ ...meta, header: { ...meta.header, time: "2026-02-20T01:00:00+01:00" } })],
    ["no app hash", (meta) => ({ ...meta, header: { ...meta.header, app_hash: undefined } })],
    ["a negative count", (meta) => ({ ...meta, num_txs: "-1" })],
    ["a parent hash left out", (meta) => ({ ...meta, header: { ...meta.header, last_block_id: {} } })],
    ["another chain", (meta) => ({ ...meta, header: { ...meta.header, chain_id: "other-1" } })],
    ["an empty object", () => ({})],
    ["a field more", (meta) => ({ ...meta, evidence: [] })],
    ["fields in another order", ({ num_txs, ...meta }) => ({ num_txs, ...meta })],
    ["an escape in a hash that is not kept", (meta) => ({ ...meta, header: { ...meta.header, app_hash: `"${"A".repeat(63)}` } })],
    [
      "no parent",
      (meta) => ({ ...meta, header: { ...meta.header, last_block_id: { hash: "", parts: { total: 0, hash: "" } } } }),
    ],
  ])("are left to the CosmJS client with %s", (_, change) => {
    const meta = metaOf(7);
    expect(plainHeaders(textOf(resultOf([meta])), ID, "test-1")).toHaveLength(1);
    expect(plainHeaders(textOf(resultOf([change(meta)])), ID, "test-1")).toBeNull();
  });

  it.each([
    ["another request's", (text: string) => text.replace('"id":7', '"id":8')],
    ["an error beside it", (text: string) => text.replace('"id":7', '"id":7,"error":{"code":1}')],
    ["a second result", (text: string) => text.replace(/\}$/, ',"result":{}}')],
    ["cut off", (text: string) => text.slice(0, -1)],
    ["followed by more", (text: string) => `${text}{}`],
    ["with a comma at the end", (text: string) => text.replace("]}}", ",]}}")],
    ["with spaces", (text: string) => text.replace(",", ", ")],
  ])("are left to JSON.parse and the CosmJS client in an answer %s", (_, change) => {
    const text = textOf(resultOf([metaOf(9), metaOf(8)]));
    expect(plainHeaders(`${text}\n`, ID)).toHaveLength(2);
    expect(plainHeaders(change(text), ID)).toBeNull();
  });

  it("may be none", () => {
    expect(plainHeaders(textOf(resultOf([])), ID)).toEqual([]);
  });

  it("never differ from the CosmJS client, whatever one value was changed to", async () => {
    const places = [
      "block_id.hash",
      "block_size",
      "num_txs",
      "header.height",
      "header.time",
      "header.proposer_address",
      "header.last_block_id.hash",
    ];
    const odd = fc.oneof(
      fc.string({ maxLength: 70 }),
      fc.integer(),
      fc.constantFrom(
        null,
        true,
        {},
        [],
        "",
        "0",
        "-0",
        "01",
        "1e3",
        "9".repeat(17),
        "2026-03-01T00:00:00.000000001Z",
        "2024-02-29T23:59:60Z",
      ),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), odd, fc.integer({ min: 2, max: 2_000_000 }), async (place, value, height) => {
        const meta = metaOf(height);
        const result = resultOf([put(meta, place.split("."), value)]);
        const plain = plainHeaders(textOf(result), ID);
        if (plain !== null) expect(plain).toEqual(await byCosmJs(result));
      }),
      { numRuns: 3000 },
    );
  });
});

function put(value: object, [key = "", ...rest]: string[], leaf: unknown): object {
  const inner: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return { ...value, [key]: rest.length > 0 && typeof inner === "object" && inner !== null ? put(inner, rest, leaf) : leaf };
}

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  it.each(["blockchain.json", "blockchain@minHeight=319&maxHeight=344.json", "blockchain@minHeight=821&maxHeight=846.json"])(
    "of a real node, %s: read as text, to the rows of the CosmJS client",
    async (file) => {
      const text = readBytes(`localnet/rpc/${file}`).toString().replace('"id":-1', `"id":${ID}`);
      const rows = plainHeaders(text, ID, "gonka-localnet-1");
      expect(rows?.length).toBeGreaterThan(0);
      expect(rows).toEqual(await byCosmJs(z.object({ result: z.unknown() }).parse(JSON.parse(text)).result));
    },
  );
});
