import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BlockRow } from "../../storage/facts/rows.ts";
import { BLOCKS, HEADS } from "../../storage/facts/tables.ts";
import { encodeRow } from "../../storage/write/encode.ts";
import { CHAIN, metaOf } from "../blocks/testing/node.ts";
import type { CollectContext } from "../context.ts";
import type { HttpClient } from "../http/client.ts";
import { parseSources } from "../http/source.ts";
import { Notebook } from "../notebook.ts";
import { askHeaders, askStatus } from "./comet.ts";

const RUNS = Number(process.env["FC_RUNS"] ?? 1000);
const [source] = parseSources("http://node.test:26657");
if (!source) throw new Error("no source");

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** A context whose node answers every request with this result, changed as JSON text. */
function answering(result: unknown, change: (text: string) => string = (text) => text): CollectContext {
  const post: HttpClient["post"] = async (_source, _path, request) => {
    const id = typeof request === "object" && request !== null && "id" in request ? request.id : 0;
    const body = change(JSON.stringify({ jsonrpc: "2.0", id, result }));
    return { kind: "answered", status: 200, body, bytes: body.length, headers: { height: null } };
  };
  const http: HttpClient = {
    post,
    get: async () => ({ kind: "absent", status: 404, detail: "", headers: { height: null } }),
    close: async () => {},
  };
  const log = { info: () => {}, warn: () => {} };
  const signal = new AbortController().signal;
  // Neither of the two asks the store.
  const client: CollectContext["client"] = Object.create(null);
  return { http, sources: [], client, notebook: new Notebook(log, ""), log, signal, onProgress: () => {} };
}

const headers = { last_height: "9", block_metas: [9, 8, 7].map((height) => metaOf(height)) };
const status = {
  node_info: {
    protocol_version: { p2p: "8", block: "11", app: "0" },
    id: "aa".repeat(20),
    listen_addr: "tcp://0.0.0.0:26656",
    network: CHAIN,
    version: "0.38.21",
    channels: "40",
    moniker: "m",
    other: { tx_index: "on", rpc_address: "tcp://0.0.0.0:26657" },
  },
  sync_info: {
    latest_block_hash: "AB".repeat(32),
    latest_app_hash: "AB".repeat(32),
    latest_block_height: "900",
    latest_block_time: "2026-05-01T00:00:00.123456789Z",
    earliest_block_hash: "AB".repeat(32),
    earliest_app_hash: "AB".repeat(32),
    earliest_block_height: "1",
    earliest_block_time: "2025-08-22T08:42:00Z",
    catching_up: false,
  },
  validator_info: {
    address: "AB".repeat(20),
    pub_key: { type: "tendermint/PubKeyEd25519", value: Buffer.alloc(32, 1).toString("base64") },
    voting_power: "1",
  },
};

/** Every place in a JSON value, as a path. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => places(inner, [...path, name]))].filter(
    (one) => one.length > 0,
  );
}

type Damage = { readonly path: (string | number)[]; readonly how: "drop" | "rename" | "put"; readonly value: Json };

function damaged(value: unknown, { path, how, value: put }: Damage): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(value));
  let at: unknown = copy;
  for (const step of path.slice(0, -1)) at = Object(at)[step];
  const last = path.at(-1) ?? "";
  const holder: Record<string | number, unknown> = Object(at);
  const before = holder[last];
  if (how === "put") holder[last] = put;
  else delete holder[last];
  if (how === "rename") holder[`${last}_`] = before;
  return copy;
}

const ODD: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  null,
  true,
  {},
  [],
  "",
  "-1",
  "1e5",
  1.5,
  "99999999999999999999999",
  "0001-01-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
  "not a time",
);
const damage = (value: unknown): fc.Arbitrary<Damage> =>
  fc.record({
    path: fc.constantFrom(...places(value)),
    how: fc.constantFrom("drop" as const, "rename" as const, "put" as const),
    value: ODD,
  });

describe("answers of CometBFT", () => {
  it("are read when they are whole", async () => {
    const reply = await askHeaders(answering(headers), source, 7, 9, CHAIN);
    expect(reply).toMatchObject({ outcome: "told", value: [{ height: 7 }, { height: 8 }, { height: 9 }] });
    expect(await askStatus(answering(status), source)).toMatchObject({
      outcome: "told",
      value: { network: CHAIN, head: { height: 900 } },
    });
  });

  it("that are damaged tell nothing, or only what the store can hold; never does one throw", async () => {
    await fc.assert(
      fc.asyncProperty(damage(headers), async (change) => {
        const reply = await askHeaders(answering(damaged(headers, change)), source, 7, 9, CHAIN);
        if (reply.outcome !== "told") return;
        // Fields that are not kept may be damaged, and a kept one may be another right value: the rows must still be storable.
        for (const row of reply.value) encodeRow(BLOCKS, row);
        expect(reply.value.map(({ height }: BlockRow) => height)).toEqual([7, 8, 9]);
      }),
      { numRuns: RUNS },
    );
    await fc.assert(
      fc.asyncProperty(damage(status), async (change) => {
        const reply = await askStatus(answering(damaged(status, change)), source);
        if (reply.outcome === "told") encodeRow(HEADS, reply.value.head);
      }),
      { numRuns: RUNS },
    );
  });

  it("that are cut off tell nothing", async () => {
    for (const [value, asks] of [
      [headers, (context: CollectContext) => askHeaders(context, source, 7, 9, CHAIN)],
      [status, (context: CollectContext) => askStatus(context, source)],
    ] as const) {
      const { length } = JSON.stringify({ jsonrpc: "2.0", id: 0, result: value });
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: length - 2 }), async (at) => {
          expect((await asks(answering(value, (text) => text.slice(0, at)))).outcome).toBe("unknown");
        }),
        { numRuns: Math.min(RUNS, 200) },
      );
    }
  });

  it.each([
    ["more transactions than a column holds", { num_txs: "4294967296" }],
    ["a time before there were blockchains", { header: { ...metaOf(7).header, time: "0001-01-01T00:00:00Z" } }],
    ["a time beyond the store's", { header: { ...metaOf(7).header, time: "9999-01-01T00:00:00Z" } }],
  ])("with %s tell nothing: a node's lie must not end the run", async (_, lie) => {
    const reply = await askHeaders(answering({ last_height: "9", block_metas: [{ ...metaOf(7), ...lie }] }), source, 7, 7, CHAIN);
    expect(reply.outcome).toBe("unknown");
  });
});
