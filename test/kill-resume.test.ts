import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { backupTo } from "../storage/backup.ts";
import { openStorage } from "../storage/open.ts";
import { count, queryRows } from "../storage/read/query.ts";
import { runCommand, startCommand } from "./network/command.ts";
import { type SyntheticNode, startNode } from "./network/node.ts";
import { syntheticNetwork } from "./network/synthetic.ts";

/** 20 in the test; `npm run test:kill-100` runs 100. */
const KILLS = Number(process.env["GONKA_TEST_KILLS"] ?? 20);
const BACKFILL = ["backfill", "--epochs", "250-281", "--blocks", "26000-29000"];

const network = syntheticNetwork({ first: 250, last: 281, hosts: 40 });
const folder = mkdtempSync(join(tmpdir(), "gonka-kill-"));
let nodes: SyntheticNode[] = [];
beforeAll(async () => {
  nodes = await Promise.all([startNode(network), startNode(network), startNode(network)]);
  // Slow enough that a backfill takes several kills to get through.
  for (const node of nodes) node.delayMs = 60;
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  rmSync(folder, { recursive: true });
});

const env = (dataDir: string) => ({
  GONKA_DATA_DIR: dataDir,
  GONKA_NODES: nodes.map(({ url }) => url).join(","),
  GONKA_NOW: "head",
  GONKA_LOG_LEVEL: "error",
});

/** What must be equal: facts and values, without the moments they were observed or published at. */
const COMPARED: Readonly<Record<string, string>> = {
  answers: `SELECT topic, epoch, subject, source, argMax((outcome, content_hash, final, height), observed_at) FROM {db}.answers
    GROUP BY topic, epoch, subject, source`,
  ...Object.fromEntries(
    ["epochs", "epoch_members", "model_members", "epoch_nodes", "epoch_results", "exclusions", "params", "heads", "clocks"].map(
      (table) => [table, `SELECT * FROM {db}.${table} FINAL`],
    ),
  ),
  blocks: "SELECT chain_id, height, hash, time, last_block_hash, proposer, num_txs, block_size FROM {db}.blocks FINAL",
  "block intervals": "SELECT * FROM {db}.block_intervals_hourly",
  values: `SELECT indicator, method, axis, bucket, labels,
      argMax((value, numerator, denominator, coverage, samples, state, note, sources, withdrawn), published_at)
    FROM {db}.indicator_values GROUP BY indicator, method, axis, bucket, labels`,
};

it(`equals an uninterrupted run after ${KILLS} × kill -9 of backfill and evaluate`, async () => {
  const [whole, killed] = [join(folder, "whole"), join(folder, "killed")];
  expect(await runCommand(BACKFILL, env(whole))).toMatchObject({ code: 0 });
  expect(await runCommand(["evaluate"], env(whole))).toMatchObject({ code: 0 });

  let hit = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const { child, ended } = startCommand(kill % 4 === 3 ? ["evaluate"] : BACKFILL, env(killed));
    await sleep(150 + Math.random() * 1850);
    child.kill("SIGKILL");
    if ((await ended).signal === "SIGKILL") hit++;
  }
  // A kill that comes after the end proves nothing.
  expect(hit).toBeGreaterThan(KILLS / 2);
  const last = await runCommand(BACKFILL, env(killed));
  expect(last, last.stderr).toMatchObject({ code: 0 });
  expect(await runCommand(["evaluate"], env(killed))).toMatchObject({ code: 0 });

  const reference = await openStorage({ dataDir: whole });
  const backup = await backupTo(reference, whole, null);
  await reference.close();
  const storage = await openStorage({ dataDir: killed });
  try {
    const here = join(killed, "backups", "whole");
    mkdirSync(join(killed, "backups"), { recursive: true });
    cpSync(backup, here, { recursive: true });
    await storage.client.command({ query: `RESTORE DATABASE gonka AS whole FROM File('${here}')` });
    const rows = z.object({ rows: count });
    const number = async (sql: string) =>
      (await queryRows(storage.client, rows, `SELECT count() AS rows FROM (${sql})`))[0]?.rows;
    for (const [what, select] of Object.entries(COMPARED)) {
      const [a, b] = ["whole", "gonka"].map((database) => selectFrom(select, database));
      expect(await number(a ?? ""), what).toBeGreaterThan(0);
      expect(await number(`${a} EXCEPT ${b}`), `${what} lost by kills`).toBe(0);
      expect(await number(`${b} EXCEPT ${a}`), `${what} added by kills`).toBe(0);
      expect(await number(b ?? ""), what).toBe(await number(a ?? ""));
    }
  } finally {
    await storage.close();
  }
}, 600_000);

const selectFrom = (select: string, database: string) => select.replaceAll("{db}", database);
