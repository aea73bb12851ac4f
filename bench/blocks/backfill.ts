import { availableParallelism } from "node:os";
import { collectBlocks, REQUESTS_PER_SOURCE } from "../../collectors/blocks.ts";
import type { CollectContext } from "../../collectors/context.ts";
import { createHttpClient, type HttpClient } from "../../collectors/http/client.ts";
import { parseSources, type Source } from "../../collectors/http/source.ts";
import { HEADERS_PER_CALL } from "../../collectors/inquiries/comet.ts";
import { Notebook } from "../../collectors/notebook.ts";
import type { Storage } from "../../storage/open.ts";
import { startChild } from "../child.ts";
import type { BenchOptions, Figure } from "../figure.ts";
import { interleaved, median } from "../stats.ts";

const CHAIN = "bench-1";

/** A node that reads and decodes its blocks takes some milliseconds to answer; told beside the figure, which has the fastest node there is. */
const SLOW_NODE_MS = 2;

/** Backfill of blocks from a node in another process, against asking it for the same answers and throwing them away. */
export async function benchBackfill(storage: Storage, options: BenchOptions): Promise<Figure[]> {
  return [await backfillFrom(storage, options, 0), await backfillFrom(storage, options, SLOW_NODE_MS)];
}

async function backfillFrom({ client }: Storage, { blocks, runs, say }: BenchOptions, answerMs: number): Promise<Figure> {
  const name = `block backfill, ${blocks} blocks${answerMs > 0 ? `, each answer ${answerMs} ms late` : ""}`;
  say(`${name}: ${runs} runs of each side`);
  const node = await startChild("./blocks/node.js", [String(blocks), String(answerMs)]);
  const log = { info: () => {}, warn: (fields: object, message: string) => say(`${message} ${JSON.stringify(fields)}`) };
  const notebook = new Notebook(log, "bench");
  const http = createHttpClient({ rateLimit: false, onRequest: (event) => notebook.request(event) });
  try {
    const sources = parseSources(`http://127.0.0.1:${node.port}`);
    const [source] = sources;
    if (!source) throw new Error("no source");
    const context: CollectContext = {
      http,
      sources,
      client,
      notebook,
      log,
      signal: new AbortController().signal,
      onProgress: () => {},
    };
    const cpu: number[] = [];
    const ours = async () => {
      await client.command({ query: "TRUNCATE TABLE blocks" });
      const before = process.cpuUsage();
      const started = performance.now();
      const { rows_written, missing, broken_links } = await collectBlocks(context, CHAIN, sources, { from: 1, to: blocks });
      const seconds = (performance.now() - started) / 1000;
      if (rows_written !== blocks || missing.length > 0 || broken_links.length > 0) throw new Error("the backfill is not whole");
      const { user, system } = process.cpuUsage(before);
      cpu.push((user + system) / 1e6 / seconds);
      return blocks / seconds;
    };
    const seen = await interleaved(runs, ours, () => fetchAndDiscard(http, source, blocks));
    return {
      name,
      unit: "blocks/s",
      ours: median(seen.ours),
      baseline: {
        what: "fetching the same answers with the same client and concurrency, discarding the bytes",
        value: median(seen.baseline),
      },
      goals:
        answerMs > 0
          ? []
          : [
              { of: "ratio", atLeast: 0.7 },
              { of: "value", atLeast: 500 },
            ],
      limitedBy:
        answerMs > 0
          ? "the node's pause, with as many requests under way as the collector allows itself"
          : `processor: of ${availableParallelism()} cores our process used ${median(cpu).toFixed(2)}, beside the node's and the engine's; reading, checking, writing out and inserting 20 headers costs more than fetching them from memory`,
    };
  } finally {
    await http.close();
    await node.stop();
    await client.command({ query: "TRUNCATE TABLE blocks" });
  }
}

async function fetchAndDiscard(http: HttpClient, source: Source, blocks: number): Promise<number> {
  const started = performance.now();
  let next = 1;
  const line = async () => {
    while (next <= blocks) {
      const from = next;
      next += HEADERS_PER_CALL;
      const params = { minHeight: String(from), maxHeight: String(Math.min(next - 1, blocks)) };
      const request = { jsonrpc: "2.0", id: from, method: "blockchain", params };
      const outcome = await http.post(source, "/chain-rpc/", request, { route: "chain-rpc/blockchain" });
      if (outcome.kind !== "answered") throw new Error(`the node of the benchmark answered ${outcome.kind}`);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_PER_SOURCE }, line));
  return blocks / ((performance.now() - started) / 1000);
}
