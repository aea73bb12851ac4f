import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHttpClient } from "./client.ts";
import { cometClient } from "./comet.ts";
import { parseJson } from "./json.ts";
import { parseSources, type Source } from "./source.ts";
import { freePorts } from "./testing/free-ports.ts";

const replay = fileURLToPath(new URL("../../../shared/replay/replay.mjs", import.meta.url));
const missing = !existsSync(replay);
const title = missing
  ? "recorded mainnet answers (skipped: the recordings folder is not beside the repository)"
  : "recorded mainnet answers";

describe.skipIf(missing)(title, () => {
  let child: ChildProcess;
  let sources: Source[];
  const http = createHttpClient({ retry: { maxRetries: 1, initialDelayMs: 1, maxDelayMs: 5, maxRetryAfterMs: 0 } });

  beforeAll(async () => {
    const port = await freePorts(3);
    child = spawn(process.execPath, [replay, "--port", String(port)], { stdio: ["ignore", "pipe", "inherit"] });
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on("data", (text: Buffer) => text.toString().includes("node2 http") && resolve());
      child.on("exit", () => reject(new Error("the replay ended")));
    });
    sources = parseSources([0, 1, 2].map((offset) => `http://127.0.0.1:${port + offset}`).join(","));
  });

  afterAll(async () => {
    child?.kill();
    await http.close();
  });

  const node = (index: number): Source => {
    const source = sources[index];
    if (source === undefined) throw new Error("no such node");
    return source;
  };

  test("Comet38Client reads /status and /blockchain", async () => {
    const comet = cometClient(http, node(0));
    const { nodeInfo, syncInfo } = await comet.status();
    expect(nodeInfo.network).toBe("gonka-mainnet");
    expect(syncInfo.latestBlockHeight).toBeGreaterThan(4_000_000);
    const { lastHeight, blockMetas } = await comet.blockchain(syncInfo.latestBlockHeight - 4, syncInfo.latestBlockHeight);
    expect(lastHeight).toBe(syncInfo.latestBlockHeight);
    expect(blockMetas.map(({ header }) => lastHeight - header.height)).toEqual([0, 1, 2, 3, 4]);
  });

  test("reads epoch_group_data/247, and tells what wasn't recorded from what doesn't exist", async () => {
    const get = (epoch: number) =>
      http.get(node(0), `/chain-api/productscience/inference/inference/epoch_group_data/${epoch}`, {
        route: "epoch_group_data/{epoch}",
      });
    const parsed = parseJson(await get(247));
    expect(parsed).toMatchObject({ ok: true, value: { epoch_group_data: { epoch_index: "247" } } });
    expect(await get(1)).toMatchObject({ kind: "cannot_tell", reason: "rate_limited" });
  });

  test("the third node refuses connections", async () => {
    expect(await http.get(node(2), "/v1/status", { route: "v1/status" })).toMatchObject({ reason: "refused" });
  });
});
