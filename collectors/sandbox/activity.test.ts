import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { createClient } from "@clickhouse/client";
import { toBech32 } from "@cosmjs/encoding";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { sandboxActivityRow } from "../../storage/facts/observed-rows.ts";
import type { CollectContext } from "../context.ts";
import { readBytes, readJson } from "../decode/testing/recordings.ts";
import { createSandboxClient } from "../hosts/clients.ts";
import type { HttpClient } from "../http/client.ts";
import type { Source } from "../http/source.ts";
import { Notebook } from "../notebook.ts";
import { hasLocalnet, type Localnet, localnetTitle, startLocalnet } from "../transactions/testing/localnet.ts";
import { collectSandboxActivity } from "./activity.ts";

const CHAIN = "gonka-localnet-1";
const line = z.object({ url: z.string(), body: z.string() });
const decodedTxs = z.object({
  txs: z.array(
    z.object({
      auth_info: z.object({ signer_infos: z.array(z.object({ public_key: z.object({ key: z.string() }).nullable() })) }),
    }),
  ),
});
const group = z.object({
  epoch_group_data: z.object({ validation_weights: z.array(z.object({ member_address: z.string(), weight: z.string() })) }),
});

const digest = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest();

describe.skipIf(!hasLocalnet)(localnetTitle, () => {
  // Never connected: nothing is stored here.
  const client = createClient();
  let localnet: Localnet;
  let http: HttpClient;
  let context: CollectContext;
  let source: Source;
  /** `height address` of every signer, from the public keys as the chain's own REST gateway decoded them. */
  let signed: string[];

  beforeAll(async () => {
    localnet = await startLocalnet();
    const [first] = localnet.sources;
    if (!first) throw new Error("no node");
    source = first;
    http = createSandboxClient({
      rateLimit: false,
      log: { debug: () => undefined, warn: () => undefined },
      onRequest: () => undefined,
    });
    const log = { info: () => undefined, warn: () => undefined };
    context = {
      ...{ http, client, log, sources: localnet.sources, notebook: new Notebook(log, "run") },
      signal: new AbortController().signal,
      onProgress: () => undefined,
    };
    const lines = gunzipSync(readBytes("localnet/blocks.ndjson.gz")).toString().trim().split("\n");
    signed = lines.flatMap((text) => {
      const { url, body } = line.parse(JSON.parse(text));
      const height = /\/txs\/block\/(\d+)/.exec(url)?.[1];
      if (height === undefined) return [];
      return decodedTxs.parse(JSON.parse(body)).txs.flatMap(({ auth_info }) =>
        auth_info.signer_infos.flatMap(({ public_key }) => {
          if (public_key === null) return [];
          const account = digest("ripemd160", digest("sha256", Buffer.from(public_key.key, "base64")));
          return [`${height} ${toBech32("gonka", account)}`];
        }),
      );
    });
  }, 60_000);

  afterAll(async () => {
    localnet?.stop();
    await http?.close();
    await client.close();
  });

  const signedIn = (from: number, to: number) =>
    [...new Set(signed)].filter((text) => Number(text.split(" ")[0]) >= from && Number(text.split(" ")[0]) <= to).sort();
  const accountsOf = (rows: readonly { kind: string; height: number; address: string }[]) =>
    rows.flatMap(({ kind, height, address }) => (kind === "account" ? [`${height} ${address}`] : [])).sort();

  it("finds every account that signed in the new blocks, and the hosts of the effective epoch", async () => {
    const { rows, upTo } = await collectSandboxActivity(context, { source, chain: CHAIN, after: 300, head: 420 });
    expect(upTo).toBe(420);
    expect(signedIn(301, 420).length).toBeGreaterThan(20);
    expect(accountsOf(rows)).toEqual(signedIn(301, 420));
    const file = "localnet/rest/productscience__inference__inference__current_epoch_group_data.json";
    const members = group.parse(readJson(file)).epoch_group_data.validation_weights.filter(({ weight }) => weight !== "0");
    const hosts = rows.filter(({ kind }) => kind === "host");
    expect(hosts.map(({ address }) => address).sort()).toEqual(members.map(({ member_address }) => member_address).sort());
    expect(hosts.every(({ height }) => height === 420)).toBe(true);
    for (const row of rows) expect(sandboxActivityRow.parse(row)).toEqual(row);
  }, 30_000);

  it("begins with the newest blocks, and says the same again", async () => {
    const once = await collectSandboxActivity(context, { source, chain: CHAIN, after: null, head: 848 });
    expect(accountsOf(once.rows)).toEqual(signedIn(729, 848));
    expect(await collectSandboxActivity(context, { source, chain: CHAIN, after: null, head: 848 })).toEqual(once);
  }, 60_000);

  it("goes on where it stopped, so many blocks at a time", async () => {
    const first = await collectSandboxActivity(context, { source, chain: CHAIN, after: 300, head: 500 });
    expect(first.upTo).toBe(420);
    const second = await collectSandboxActivity(context, { source, chain: CHAIN, after: first.upTo, head: 500 });
    expect(second.upTo).toBe(500);
    expect(accountsOf([...first.rows, ...second.rows])).toEqual(signedIn(301, 500));
  }, 30_000);

  it("stops where a block can't be read, and reads nothing of another chain", async () => {
    const beyond = await collectSandboxActivity(context, { source, chain: CHAIN, after: 820, head: 900 });
    expect(beyond.upTo).toBe(840);
    expect(accountsOf(beyond.rows)).toEqual(signedIn(821, 840));
    expect(await collectSandboxActivity(context, { source, chain: "another", after: 300, head: 320 })).toEqual({
      rows: [],
      upTo: 300,
    });
    expect(await collectSandboxActivity(context, { source, chain: CHAIN, after: 500, head: 500 })).toEqual({
      rows: [],
      upTo: 500,
    });
  }, 30_000);
});
