import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { openStorage, type Storage } from "../../storage/open.ts";
import { count, queryRows } from "../../storage/read/query.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import { readBytes } from "../decode/testing/recordings.ts";
import { createHttpClient, type HttpClient } from "../http/client.ts";
import { QUICK_RETRY } from "../http/testing/server.ts";
import { Notebook } from "../notebook.ts";
import type { KnownBlock } from "./block-answer.ts";
import { collectTransactions } from "./collect.ts";
import { hasLocalnet, type Localnet, localnetTitle, startLocalnet } from "./testing/localnet.ts";

const CHAIN = "gonka-localnet-1";

/** The chain's own decoding, as its REST gateway wrote it down: a second reading of the same bytes that shares no code with ours. */
const message = z.looseObject({ "@type": z.string(), msgs: z.array(z.looseObject({ "@type": z.string() })).optional() });
const decodedTxs = z.object({
  txs: z.array(
    z.object({
      body: z.object({ messages: z.array(message) }),
      auth_info: z.object({ fee: z.object({ granter: z.string() }), signer_infos: z.array(z.unknown()) }),
    }),
  ),
});
const header = z.object({
  result: z.object({ block: z.object({ header: z.object({ height: z.string(), time: z.string() }) }) }),
});
const results = z.object({ result: z.object({ txs_results: z.array(z.object({ code: z.number().default(0) })).nullable() }) });
const foundTx = z.object({ result: z.object({ hash: z.string(), height: z.string(), index: z.number() }) });
const line = z.object({ url: z.string(), body: z.string() });
const listed = z.array(z.object({ url: z.string(), status: z.number(), base: z.string(), file: z.string() }));

const row = z.object({
  height: count,
  tx_index: z.number(),
  hash: z.string(),
  time: z.string(),
  code: z.number().nullable(),
  signers: z.array(z.string()),
  on_behalf_of: z.array(z.string()),
  fee_granter: z.string().nullable(),
  message_types: z.array(z.string()),
});

describe.skipIf(!hasLocalnet)(localnetTitle, () => {
  const dir = mkdtempSync(join(tmpdir(), "gonka-transactions-"));
  const warnings: object[] = [];
  let storage: Storage;
  let http: HttpClient;
  let localnet: Localnet;
  let blocks: KnownBlock[];
  let bodies: ReadonlyMap<string, string>;
  let stored: z.infer<typeof row>[];
  let told: { done: number[]; failed: number[] };

  beforeAll(async () => {
    storage = await openStorage({ dataDir: dir });
    localnet = await startLocalnet();
    http = createHttpClient({ rateLimit: false, retry: QUICK_RETRY });
    const lines = gunzipSync(readBytes("localnet/blocks.ndjson.gz")).toString().trim().split("\n");
    bodies = new Map(lines.map((text) => line.parse(JSON.parse(text))).map(({ url, body }) => [url, body]));
    blocks = [...bodies].flatMap(([url, body]) => {
      if (!url.startsWith("/chain-rpc/block?")) return [];
      const { height, time } = header.parse(JSON.parse(body)).result.block.header;
      return [{ height: Number(height), time }];
    });
    const log = { info: () => undefined, warn: (fields: object) => warnings.push(fields) };
    const context: CollectContext = {
      http,
      log,
      sources: localnet.sources,
      client: storage.client,
      notebook: new Notebook(log, "run"),
      signal: new AbortController().signal,
      onProgress: () => undefined,
    };
    const writer = new ObservationWriter(storage.client, CHAIN);
    told = await collectTransactions(context, writer, localnet.sources, blocks);
    await writer.flush();
    stored = await queryRows(
      storage.client,
      row,
      `SELECT * REPLACE (toString(time) AS time) FROM transactions FINAL WHERE chain_id = {chain:String} ORDER BY height, tx_index`,
      { chain: CHAIN },
    );
  }, 120_000);

  afterAll(async () => {
    localnet?.stop();
    await http?.close();
    await storage?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test("every block is told, and nothing in it was refused", () => {
    expect(blocks.length).toBe(848);
    expect(told.failed).toEqual([]);
    expect(told.done.toSorted((a, b) => a - b)).toEqual(blocks.map(({ height }) => height));
    expect(warnings).toEqual([]);
  });

  test("types, fee granters, codes and those acted for are as the chain itself decoded them", () => {
    const expected = blocks.flatMap(({ height }) => {
      const decoded = bodies.get(`/chain-api/cosmos/tx/v1beta1/txs/block/${height}?pagination.limit=100`);
      if (decoded === undefined) return [];
      const codes = results.parse(JSON.parse(bodies.get(`/chain-rpc/block_results?height=${height}`) ?? "")).result.txs_results;
      return decodedTxs.parse(JSON.parse(decoded)).txs.map(({ body, auth_info }, tx_index) => {
        const inner = body.messages.flatMap(({ msgs }) => msgs ?? []);
        const all = body.messages.flatMap((outer) => [outer, ...(outer.msgs ?? [])]);
        const creators = inner.map((each) => each["creator"] ?? each["from_address"]);
        return {
          height,
          tx_index,
          code: codes?.[tx_index]?.code,
          fee_granter: auth_info.fee.granter === "" ? null : auth_info.fee.granter,
          message_types: [...new Set(all.map((each) => each["@type"]))],
          on_behalf_of: [...new Set(creators)],
        };
      });
    });
    expect(expected.length).toBe(404);
    expect(
      stored.map(({ height, tx_index, code, fee_granter, message_types, on_behalf_of }) => ({
        height,
        tx_index,
        code,
        fee_granter,
        message_types,
        on_behalf_of,
      })),
    ).toEqual(expected);
    expect(expected.filter(({ on_behalf_of }) => on_behalf_of.length > 0).length).toBeGreaterThan(300);
  });

  test("hashes are those by which the chain finds the transactions", () => {
    const found = listed
      .parse(JSON.parse(readBytes("localnet/index.json").toString()))
      .filter(({ base, url, status }) => base === "rpc" && url.startsWith("/tx?hash=") && status === 200)
      .map(({ file }) => foundTx.parse(JSON.parse(readBytes(`localnet/${file}`).toString())).result);
    expect(found.length).toBeGreaterThan(30);
    const hashes = new Map(stored.map(({ height, tx_index, hash }) => [`${height}/${tx_index}`, hash]));
    for (const { hash, height, index } of found) expect(hashes.get(`${height}/${index}`), `${height}/${index}`).toBe(hash);
  });

  test("who signed is who the messages say, where one says so", () => {
    const grantees = blocks.flatMap(({ height }) => {
      const decoded = bodies.get(`/chain-api/cosmos/tx/v1beta1/txs/block/${height}?pagination.limit=100`);
      if (decoded === undefined) return [];
      return decodedTxs.parse(JSON.parse(decoded)).txs.map(({ body: { messages } }, tx_index) => {
        const [first] = messages;
        return { key: `${height}/${tx_index}`, by: first?.["grantee"] ?? first?.["creator"] ?? first?.["granter"], first };
      });
    });
    const signers = new Map(stored.map(({ height, tx_index, signers }) => [`${height}/${tx_index}`, signers]));
    const known = grantees.filter(({ first }) => first?.["@type"] === "/cosmos.authz.v1beta1.MsgExec");
    expect(known.length).toBeGreaterThan(300);
    for (const { key, by } of known) expect(signers.get(key), key).toEqual([by]);
    for (const { signers: each } of stored) expect(each).toHaveLength(1);
  });

  test("slashes of collateral, at the end of a block and inside a settlement", async () => {
    const slash = z.object({ height: count, address: z.string(), amount: z.string(), reason: z.string() });
    const rows = await queryRows(
      storage.client,
      slash,
      "SELECT height, address, toString(amount) AS amount, reason FROM slashes FINAL",
      {},
    );
    expect(rows).toEqual([
      { height: 572, address: "gonka18hg4gmjhx4za0tpl8ttemsddphs2z8lyqn7x06", amount: "40000000", reason: "downtime" },
      { height: 741, address: "gonka18hg4gmjhx4za0tpl8ttemsddphs2z8lyqn7x06", amount: "36000000", reason: "downtime" },
    ]);
  });
});
