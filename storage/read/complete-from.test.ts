import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BLOCKS, EXCLUSIONS } from "../facts/tables.ts";
import { openStorage } from "../open.ts";
import { AnswerLog } from "../write/answer-log.ts";
import { readCompleteFrom } from "./complete-from.ts";

const block = (height: number) => ({
  height,
  hash: height.toString(16).toUpperCase().padStart(64, "0"),
  time: "2026-01-01T00:00:00Z",
  last_block_hash: "",
  proposer: "",
  num_txs: 0,
  block_size: 0,
});

it("names the stretch without a hole that ends at the newest epoch or block", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "gonka-complete-"));
  const { client, close } = await openStorage({ dataDir });
  try {
    const before = await readCompleteFrom(client, "c");
    expect(before.every(({ from, to }) => from === null && to === null)).toBe(true);
    const log = await AnswerLog.open(client, "c", []);
    for (const epoch of [3, 4, 7, 8, 9]) {
      const rows = [{ table: EXCLUSIONS, rows: [{ epoch, address: "gonka1a", reason: "downtime", height: 5 }] }];
      await log.record({ topic: "exclusions", epoch, subject: "", source: "s", outcome: "told", rows, height: 1, final: true });
    }
    for (const height of [1, 2, 5, 6, 7]) {
      const rows = [{ table: BLOCKS, rows: [block(height)] }];
      await log.record({
        topic: "header",
        epoch: 0,
        subject: String(height),
        source: "s",
        outcome: "told",
        rows,
        height,
        final: true,
      });
    }
    await log.flush();
    const after = await readCompleteFrom(client, "c");
    expect(after).toContainEqual({ series: "exclusions", from: 7, to: 9, unit: "epoch" });
    expect(after).toContainEqual({ series: "epoch_results", from: null, to: null, unit: "epoch" });
    expect(after).toContainEqual({ series: "blocks", from: 5, to: 7, unit: "height" });
  } finally {
    await close();
    rmSync(dataDir, { recursive: true });
  }
});
