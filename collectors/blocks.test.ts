import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { openStorage, type Storage } from "../storage/open.ts";
import { count, queryRows } from "../storage/read/query.ts";
import { blockHash, CHAIN, metaOf, startNode, type TestNode } from "./blocks/testing/node.ts";
import { collectBlocks } from "./blocks.ts";
import type { CollectContext } from "./context.ts";
import { createHttpClient, type HttpClient } from "./http/client.ts";
import { parseSources, type Source } from "./http/source.ts";
import { Notebook } from "./notebook.ts";

const dir = mkdtempSync(join(tmpdir(), "gonka-blocks-"));
let storage: Storage;
let http: HttpClient;
let nodes: TestNode[] = [];
let warnings: object[] = [];
beforeAll(async () => {
  storage = await openStorage({ dataDir: dir });
});
afterAll(async () => {
  await storage?.close();
  rmSync(dir, { recursive: true, force: true });
});
beforeEach(async () => {
  await storage.client.command({ query: "TRUNCATE TABLE blocks" });
  http = createHttpClient({ rateLimit: false, retry: { maxRetries: 1, initialDelayMs: 1, maxDelayMs: 2, maxRetryAfterMs: 10 } });
  warnings = [];
});
afterEach(async () => {
  await http.close();
  await Promise.all(nodes.map((node) => node.close()));
  nodes = [];
});

async function node(...[behaviour]: Parameters<typeof startNode>): Promise<TestNode> {
  const started = await startNode(behaviour);
  nodes.push(started);
  return started;
}

const sourcesOf = (...from: readonly TestNode[]): Source[] => from.map(({ source }) => source);

function contextOf(signal = new AbortController().signal, onProgress: CollectContext["onProgress"] = () => {}): CollectContext {
  const log = { info: () => {}, warn: (fields: object) => warnings.push(fields) };
  return { http, sources: [], client: storage.client, notebook: new Notebook(log, "run"), log, signal, onProgress };
}

const stored = z.object({
  height: count,
  hash: z.string(),
  time: z.string(),
  last_block_hash: z.string(),
  num_txs: count,
  source: z.string(),
});
const readBlocks = (chain = CHAIN) =>
  queryRows(
    storage.client,
    stored,
    "SELECT height, hash, time, last_block_hash, num_txs, source FROM blocks FINAL WHERE chain_id = {chain:String} ORDER BY height",
    { chain },
  );
const heights = async () => (await readBlocks()).map(({ height }) => height);
const from1To = (to: number) => Array.from({ length: to }, (_, index) => index + 1);

describe("collectBlocks", () => {
  it("stores a whole range with who said it, and the second time asks nothing and writes nothing", async () => {
    const [a, b] = [await node(), await node()];
    const progress: number[] = [];
    const context = contextOf(undefined, (done, of) => progress.push(done / of));
    const first = await collectBlocks(context, CHAIN, sourcesOf(a, b), { from: 1, to: 1000 });
    expect(first).toEqual({ rows_written: 1000, rows_unchanged: 0, missing: [], errors: 0, broken_links: [] });
    const blocks = await readBlocks();
    expect(blocks.map(({ height }) => height)).toEqual(from1To(1000));
    const meta = metaOf(400);
    expect(blocks[399]).toMatchObject({ hash: blockHash(400), last_block_hash: blockHash(399), num_txs: Number(meta.num_txs) });
    expect(Date.parse(`${blocks[399]?.time.replace(" ", "T").slice(0, 23)}Z`)).toBe(Date.parse(meta.header.time));
    expect(new Set(blocks.map(({ source }) => source))).toEqual(new Set([a.source.name, b.source.name]));
    expect(a.asked.length + b.asked.length).toBe(50);
    expect(progress.at(-1)).toBe(1);

    const again = await collectBlocks(context, CHAIN, sourcesOf(a, b), { from: 1, to: 1000 });
    expect(again).toEqual({ rows_written: 0, rows_unchanged: 1000, missing: [], errors: 0, broken_links: [] });
    expect(a.asked.length + b.asked.length).toBe(50);
  });

  it("asks only for chunks that are not stored whole, and writes only what is new", async () => {
    const a = await node();
    await collectBlocks(contextOf(), CHAIN, sourcesOf(a), { from: 101, to: 250 });
    a.asked.length = 0;
    const result = await collectBlocks(contextOf(), CHAIN, sourcesOf(a), { from: 1, to: 400 });
    expect(result).toMatchObject({ rows_written: 250, rows_unchanged: 150, missing: [] });
    // 101–240 are whole chunks of the new range; 241–260 is stored in part.
    expect(a.asked.map(({ from }) => from).sort((x, y) => x - y)).toEqual([
      1, 21, 41, 61, 81, 241, 261, 281, 301, 321, 341, 361, 381,
    ]);
    expect(await heights()).toEqual(from1To(400));
  });

  it("gives a chunk that one source can't tell to another, and stops asking a source that keeps failing", async () => {
    // On a busy machine the good one would be through before the bad one has failed often enough.
    const untilGivenUp = async () => {
      while (warnings.length === 0) await sleep(10);
    };
    const [bad, good] = [await node({ down: true }), await node({ head: 8000, before: untilGivenUp })];
    const result = await collectBlocks(contextOf(), CHAIN, sourcesOf(bad, good), { from: 1, to: 8000 });
    expect(result).toMatchObject({ rows_written: 8000, missing: [], errors: 0 });
    expect(new Set((await readBlocks()).map(({ source }) => source))).toEqual(new Set([good.source.name]));
    // Of the 400 chunks: how many are under way when it has failed often enough depends on the machine.
    expect(bad.asked.length).toBeLessThan(200);
    expect(warnings).toContainEqual(expect.objectContaining({ source: bad.source.name }));
  });

  it("fills what one source lacks from another, and names what nobody has", async () => {
    const a = await node({ lacks: (height) => height >= 100 && height < 140 });
    const b = await node({ lacks: (height) => (height >= 130 && height < 140) || height === 500 });
    const result = await collectBlocks(contextOf(), CHAIN, sourcesOf(a, b), { from: 1, to: 1000 });
    expect(result).toMatchObject({ rows_written: 980, missing: [{ from: 121, to: 140 }], errors: 1 });
  });

  it("asks a pruned node only for what it says it has, to the block", async () => {
    const a = await node({ earliest: 507 });
    const result = await collectBlocks(contextOf(), CHAIN, sourcesOf(a), { from: 1, to: 1000 });
    expect(result).toMatchObject({ rows_written: 494, missing: [{ from: 1, to: 506 }], broken_links: [] });
    expect(Math.min(...a.asked.map(({ from }) => from))).toBe(507);
    const whole = await node();
    const rest = await collectBlocks(contextOf(), CHAIN, sourcesOf(a, whole), { from: 1, to: 1000 });
    expect(rest).toMatchObject({ rows_written: 506, rows_unchanged: 494, missing: [] });
    expect(await heights()).toEqual(from1To(1000));
  });

  it("takes a pruned node's JSON-RPC error for can't tell, never for blocks", async () => {
    const a = await node({ earliest: 201, hidesPruning: true });
    const result = await collectBlocks(contextOf(), CHAIN, sourcesOf(a), { from: 1, to: 400 });
    expect(result).toMatchObject({ rows_written: 200, missing: [{ from: 1, to: 200 }], errors: 10 });
  });

  it("finds where stored blocks don't follow each other, with heights and sources", async () => {
    const lie = "A".repeat(64);
    const liar = await node({
      change: (meta) => (meta.header.height === "60" ? { ...meta, block_id: { ...meta.block_id, hash: lie } } : meta),
    });
    const result = await collectBlocks(contextOf(), CHAIN, sourcesOf(liar), { from: 1, to: 200 });
    expect(result.broken_links).toEqual([{ height: 61, kind: "parent", sources: [liar.source.name] }]);
    expect(warnings).toContainEqual(expect.objectContaining({ height: 61, kind: "parent" }));
  });

  it("rejects an answer whose own blocks don't follow each other", async () => {
    const liar = await node({
      change: (meta) => (meta.header.height === "50" ? { ...meta, block_id: { ...meta.block_id, hash: "B".repeat(64) } } : meta),
    });
    const result = await collectBlocks(contextOf(), CHAIN, sourcesOf(liar), { from: 1, to: 200 });
    expect(result).toMatchObject({ rows_written: 180, missing: [{ from: 41, to: 60 }] });
  });

  it("finds two times told for one height", async () => {
    const honest = await node();
    const liar = await node({
      change: (meta) =>
        meta.header.height === "95" ? { ...meta, header: { ...meta.header, time: "2026-03-02T00:00:00Z" } } : meta,
    });
    await collectBlocks(contextOf(), CHAIN, sourcesOf(honest), { from: 1, to: 95 });
    const result = await collectBlocks(contextOf(), CHAIN, sourcesOf(liar), { from: 1, to: 200 });
    expect(result.rows_written).toBe(106);
    expect(result.broken_links).toEqual([
      { height: 95, kind: "versions", sources: [honest.source.name, liar.source.name].sort() },
    ]);
  });

  it("refuses the headers of another chain", async () => {
    const stranger = await node({ chainId: "other-1" });
    const result = await collectBlocks(contextOf(), CHAIN, sourcesOf(stranger), { from: 1, to: 100 });
    expect(result).toMatchObject({ rows_written: 0, missing: [{ from: 1, to: 100 }] });
  });

  it("stores what was fetched when it is stopped, and goes on from there", async () => {
    const controller = new AbortController();
    const a = await node({
      before: ({ from }) => {
        if (from === 301) controller.abort(new Error("stop"));
      },
    });
    await expect(collectBlocks(contextOf(controller.signal), CHAIN, sourcesOf(a), { from: 1, to: 1000 })).rejects.toThrow("stop");
    const kept = (await heights()).length;
    expect(kept).toBeGreaterThan(200);
    expect(kept).toBeLessThan(400);
    a.asked.length = 0;
    const result = await collectBlocks(contextOf(), CHAIN, sourcesOf(a), { from: 1, to: 1000 });
    expect(result).toMatchObject({ rows_written: 1000 - kept, rows_unchanged: kept, missing: [] });
    expect(a.asked).toHaveLength((1000 - kept) / 20);
  });

  it("stores a range of many batches whole", async () => {
    const [a, b] = [await node({ head: 30_000 }), await node({ head: 30_000 })];
    const result = await collectBlocks(contextOf(), CHAIN, sourcesOf(a, b), { from: 1, to: 30_000 });
    expect(result).toMatchObject({ rows_written: 30_000, missing: [], broken_links: [] });
    expect((await readBlocks()).length).toBe(30_000);
  });
});

const replay = fileURLToPath(new URL("../../shared/replay/localnet.mjs", import.meta.url));
const title = existsSync(replay)
  ? "the recorded local network"
  : "the recorded local network: skipped, no ../shared/replay beside the repository";
describe.skipIf(!existsSync(replay))(title, () => {
  it("gives its blocks 1 to 848 from three hosts, linked throughout", { timeout: 60_000 }, async () => {
    const port = 20_000 + (process.pid % 20_000);
    const child = spawn(process.execPath, [replay, "--port", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      await new Promise<void>((up, failed) => {
        child.once("exit", (code) => failed(new Error(`the replay ended with ${code}`)));
        child.stdout.on("data", (text) => String(text).includes("host3") && up());
      });
      const sources = parseSources([0, 1, 2].map((host) => `http://127.0.0.1:${port + host}`).join(","));
      const result = await collectBlocks(contextOf(), "gonka-localnet-1", sources, { from: 1, to: 848 });
      expect(result).toEqual({ rows_written: 848, rows_unchanged: 0, missing: [], errors: 0, broken_links: [] });
      const blocks = await readBlocks("gonka-localnet-1");
      expect(blocks.map(({ height }) => height)).toEqual(from1To(848));
      expect(blocks[100]).toMatchObject({
        hash: "EF38E535D86B4517FDF021ABF110989141AB0E6300E732EC19232AED0A4342F1",
        time: "2026-11-22 14:38:57.334067693",
        num_txs: 5,
      });
    } finally {
      child.kill();
    }
  });
});
