import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sandboxProbeRow } from "../../storage/facts/observed-rows.ts";
import { createSandboxClient } from "../hosts/clients.ts";
import type { HttpClient } from "../http/client.ts";
import type { Source } from "../http/source.ts";
import { startServer, type TestServer } from "../http/testing/server.ts";
import { probeSandbox } from "./probe.ts";

const NOW = new Date("2026-11-22T12:00:00.000Z");
const SANDBOX = "gonka-sandbox-1";

/** CometBFT's `status`, as the recorded nodes write it. */
const statusOf = (network: string, secondsOld: number, height: number) => ({
  node_info: {
    protocol_version: { p2p: "8", block: "11", app: "0" },
    id: "0123456789abcdef0123456789abcdef01234567",
    listen_addr: "tcp://0.0.0.0:26656",
    network,
    version: "0.38.21",
    channels: "40202122233038606100",
    moniker: "sandbox",
    other: { tx_index: "on", rpc_address: "tcp://0.0.0.0:26657" },
  },
  sync_info: {
    latest_block_hash: "AB".repeat(32),
    latest_app_hash: "AB".repeat(32),
    latest_block_height: String(height),
    latest_block_time: new Date(NOW.getTime() - secondsOld * 1000).toISOString(),
    earliest_block_hash: "AB".repeat(32),
    earliest_app_hash: "AB".repeat(32),
    earliest_block_height: "1",
    earliest_block_time: "2026-01-01T00:00:00Z",
    catching_up: false,
  },
  validator_info: {
    address: "5DF3335DF2C20A20FA279C90E6E14E5D865CEAAB",
    pub_key: { type: "tendermint/PubKeyEd25519", value: Buffer.alloc(32, 1).toString("base64") },
    voting_power: "10",
  },
});

interface NodeOptions {
  readonly network?: string;
  readonly secondsOld?: number;
  readonly height?: number;
  /** Answers in place of the node's own, by path. */
  readonly instead?: Readonly<Record<string, (response: ServerResponse) => void>>;
}

async function answer(request: IncomingMessage, response: ServerResponse, options: NodeOptions): Promise<void> {
  const path = request.url ?? "";
  const instead = options.instead?.[path];
  if (instead) return instead(response);
  if (path === "/chain-rpc/") {
    let text = "";
    for await (const chunk of request) text += chunk;
    const result = statusOf(options.network ?? SANDBOX, options.secondsOld ?? 5, options.height ?? 100);
    return void response.end(JSON.stringify({ jsonrpc: "2.0", id: JSON.parse(text).id, result }));
  }
  if (path.endsWith("/syncing")) return void response.end('{"syncing":false}');
  if (path === "/v1/status") return void response.end('{"status":"ok"}');
  response.end("here");
}

const servers: TestServer[] = [];
let http: HttpClient;
beforeEach(() => {
  http = createSandboxClient({
    rateLimit: false,
    log: { debug: () => undefined, warn: () => undefined },
    onRequest: () => undefined,
  });
});
afterEach(async () => {
  await http.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function startNode(options: NodeOptions = {}): Promise<TestServer> {
  const server = await startServer((request, response) => void answer(request, response, options));
  servers.push(server);
  return server;
}

const dies = (response: ServerResponse) => void response.destroy();
const status = (code: number) => (response: ServerResponse) => void response.writeHead(code).end("no");
const SYNCING = "/chain-api/cosmos/base/tendermint/v1beta1/syncing";

async function probe(sources: readonly Source[], sandboxChain: string | null = SANDBOX, connected = true) {
  const control = await startNode({ instead: { "/control": connected ? (response) => void response.end("here") : dies } });
  return probeSandbox({
    ...{ http, sources, sandboxChain, observedAt: NOW, signal: new AbortController().signal },
    controlTargets: [new URL("/control", control.url)],
  });
}

/** The one row of a node that behaves so: api_ok, chain_ok, height, detail. */
async function rowOf(options: NodeOptions, connected = true) {
  const { source } = await startNode(options);
  const { rows, best } = await probe([source], SANDBOX, connected);
  const [row] = rows;
  expect(sandboxProbeRow.parse(row)).toEqual(row);
  return { told: [row?.api_ok, row?.chain_ok, row?.height], detail: row?.detail, best };
}

describe("probeSandbox", () => {
  it("finds a node well whose newest block is fresh and whose API answers", async () => {
    expect(await rowOf({})).toMatchObject({ told: [true, true, 100], detail: "", best: { height: 100 } });
  });

  it("finds a chain that stands still not well, from 60 s on", async () => {
    expect((await rowOf({ secondsOld: 60 })).told).toEqual([true, true, 100]);
    const old = await rowOf({ secondsOld: 75 });
    expect(old).toMatchObject({ told: [true, false, 100], detail: "chain: newest block is 75 s old", best: null });
    // Its answer was told, so that no doubt about the connection touches it.
    expect((await rowOf({ secondsOld: 75 }, false)).told).toEqual([true, false, 100]);
  });

  it("can't tell of a block from the future", async () => {
    expect((await rowOf({ secondsOld: -120 })).told).toEqual([true, null, 100]);
  });

  it("takes either API for enough", async () => {
    expect((await rowOf({ instead: { [SYNCING]: status(404) } })).told[0]).toBe(true);
    expect((await rowOf({ instead: { "/v1/status": status(404) } })).told[0]).toBe(true);
    expect((await rowOf({ instead: { [SYNCING]: status(404), "/v1/status": status(404) } })).told[0]).toBe(null);
    expect((await rowOf({ instead: { [SYNCING]: status(502), "/v1/status": status(404) } })).told[0]).toBe(false);
    const html = (response: ServerResponse) => void response.end("<html>");
    expect((await rowOf({ instead: { [SYNCING]: html, "/v1/status": html } })).told[0]).toBe(null);
  });

  it("can't tell of a rate limit", async () => {
    const limited = { "/chain-rpc/": status(503), [SYNCING]: status(503), "/v1/status": status(503) };
    expect((await rowOf({ instead: limited })).told).toEqual([null, null, null]);
  });

  it("finds a dead node not well, but only while its own connection is beyond doubt", async () => {
    const dead = { "/chain-rpc/": dies, [SYNCING]: dies, "/v1/status": dies };
    expect((await rowOf({ instead: dead })).told).toEqual([false, false, null]);
    const doubted = await rowOf({ instead: dead }, false);
    expect(doubted).toMatchObject({ told: [null, null, null], detail: expect.stringContaining("in doubt") });
  });

  it("learns nothing from a node of another chain", async () => {
    const { source } = await startNode({ network: "gonka-mainnet" });
    const { rows, best, chain } = await probe([source]);
    expect(rows[0]).toMatchObject({ sandbox_chain: SANDBOX, api_ok: null, chain_ok: null, height: null });
    expect(rows[0]?.detail).toBe(`serves chain gonka-mainnet, not ${SANDBOX}`);
    expect([best, chain]).toEqual([null, SANDBOX]);
  });

  it("takes the chain from the first node that answers, and reads on from the furthest", async () => {
    const nodes = [
      await startNode({ instead: { "/chain-rpc/": dies } }),
      await startNode({ height: 100 }),
      await startNode({ height: 102 }),
      await startNode({ network: "other", height: 500 }),
    ];
    const { rows, best, chain } = await probe(
      nodes.map(({ source }) => source),
      null,
    );
    expect(chain).toBe(SANDBOX);
    expect(best).toEqual({ source: nodes[2]?.source, height: 102 });
    expect(rows.map(({ sandbox_chain, chain_ok }) => [sandbox_chain, chain_ok])).toEqual([
      [SANDBOX, false],
      [SANDBOX, true],
      [SANDBOX, true],
      [SANDBOX, null],
    ]);
  });
});
