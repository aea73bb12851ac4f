import { comet38 } from "@cosmjs/tendermint-rpc";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { blockRowsFromMetas } from "../decode/block-meta.ts";
import { hasRecordings, readJson, recordedTitle } from "../decode/testing/recordings.ts";
import { plainHeaders } from "./plain-headers.ts";
import { type Meta, metaOf } from "./testing/node.ts";

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
    const rows = plainHeaders(result);
    expect(rows).toHaveLength(60);
    expect(rows).toEqual(await byCosmJs(result));
  });

  it.each<[string, (meta: Meta) => unknown]>([
    ["a hash in lower case", (meta) => ({ ...meta, block_id: { ...meta.block_id, hash: meta.block_id.hash.toLowerCase() } })],
    ["a short hash", (meta) => ({ ...meta, block_id: { ...meta.block_id, hash: meta.block_id.hash.slice(2) } })],
    ["a height as number", (meta) => ({ ...meta, header: { ...meta.header, height: 7 } })],
    ["30 February", (meta) => ({ ...meta, header: { ...meta.header, time: "2026-02-30T00:00:00Z" } })],
    ["hour 24", (meta) => ({ ...meta, header: { ...meta.header, time: "2026-02-20T24:00:00Z" } })],
    ["trailing zeros", (meta) => ({ ...meta, header: { ...meta.header, time: "2026-02-20T01:00:00.10Z" } })],
    ["another zone", (meta) => ({ ...meta, header: { ...meta.header, time: "2026-02-20T01:00:00+01:00" } })],
    ["no app hash", (meta) => ({ ...meta, header: { ...meta.header, app_hash: undefined } })],
    ["a negative count", (meta) => ({ ...meta, num_txs: "-1" })],
    ["a parent hash left out", (meta) => ({ ...meta, header: { ...meta.header, last_block_id: {} } })],
    ["another chain", (meta) => ({ ...meta, header: { ...meta.header, chain_id: "other-1" } })],
    ["an empty object", () => ({})],
  ])("are left to the CosmJS client with %s", (_, change) => {
    const meta = metaOf(7);
    expect(plainHeaders(resultOf([meta]), "test-1")).toHaveLength(1);
    expect(plainHeaders(resultOf([change(meta)]), "test-1")).toBeNull();
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
        const plain = plainHeaders(result);
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
    "of a real node, %s: read without the CosmJS client, to the same rows",
    async (file) => {
      const { result } = z.object({ result: z.unknown() }).parse(readJson(`localnet/rpc/${file}`));
      const rows = plainHeaders(result, "gonka-localnet-1");
      expect(rows?.length).toBeGreaterThan(0);
      expect(rows).toEqual(await byCosmJs(result));
    },
  );
});
