import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { Need } from "../../indicators/method.ts";
import { METHODS } from "../../indicators/methods/index.ts";
import { DEFAULTS, type SimulationOptions } from "../../simulator/network/options.ts";
import { type Simulation, startSimulation } from "../../simulator/server.ts";
import { openStorage } from "../../storage/open.ts";
import { count, NOW, queryRows } from "../../storage/read/query.ts";
import { catchUp, differences, linesOf } from "../network/catch-up.ts";
import { envOf, runCommand, startCommand } from "../network/command.ts";

/** 20 in the test; GONKA_TEST_KILLS=100 for more. */
const KILLS = Number(process.env["GONKA_TEST_KILLS"] ?? 20);
const BACKFILL = ["backfill", "--epochs", "1-3", "--blocks", "1-200"];

/** By the wall's clock, as `start` lives, with epochs of 40 s. */
const NETWORK: SimulationOptions = {
  ...DEFAULTS,
  hosts: 8,
  historyEpochs: 4,
  blockMs: 500,
  epoch: { length: 80, pocStage: 8, exchange: 0, validationDelay: 2, validationDuration: 8, setNewValidatorsDelay: 6 },
  endMs: Date.now(),
  speed: 0,
};

const folder = mkdtempSync(join(tmpdir(), "gonka-live-kill-"));
let simulation: Simulation;
beforeAll(async () => {
  simulation = await startSimulation(NETWORK, { basePort: null, truth: null });
});
afterAll(async () => {
  await simulation.close();
  rmSync(folder, { recursive: true, force: true });
});

const env = (dataDir: string) => envOf(simulation, dataDir);

/**
 * What is looked for every four minutes in a window of seconds (the PoC's powers), or once an hour (grants), while an epoch here is 40 s
 * long: of which epochs a run met it, is chance.
 */
const MET_BY_CHANCE = ["poc_snapshot", "poc_delegations", "grants"] as const;
/** Hosts list a session for some minutes here, and have dropped it when a service that was killed for longer asks. */
const LISTED_BRIEFLY: readonly Need[] = ["sessions", "host_epoch_stats"];
const TABLES_MET_BY_CHANCE = ["poc_snapshots", "poc_voting_powers", "poc_delegations", "grants", "granters"];
/** Topics whose answers are counts or sights of the moment. */
const NOT_COMPARED = ["tally", ...MET_BY_CHANCE].map((topic) => `'${topic}'`).join(", ");

/** Indicators that rest on what hosts and the sandbox answered when they were looked at. */
const BY_THE_MOMENT: readonly Need[] = [
  "probes",
  "reports",
  "sandbox",
  "counters",
  "mlnode_counters",
  ...MET_BY_CHANCE,
  ...LISTED_BRIEFLY,
];
const LOOKED_AT = METHODS.filter(({ needs, anyOf = [], history }) =>
  [...needs, ...anyOf.flat(), ...history.flatMap((one) => one.needs)].some((need) => BY_THE_MOMENT.includes(need)),
).map(({ indicator }) => indicator);

/**
 * What must be equal: what the sources agree on, what is fixed by its height, and the values. Left out is what depends on when it was
 * looked at: polls of heads, rounds of probes, hosts' own reports, which blocks were sampled for signatures, the tallies of votes that were
 * under way (they are counts of that moment), how many of the sources told something (one that is slow for a moment isn't asked for ever),
 * how the service itself ran, and the values that rest on those.
 */
const AS_OF = `chain = '${NETWORK.chainId}', as_of = '${NOW}'`;
const COMPARED: Readonly<Record<string, string>> = {
  votes: `SELECT topic, epoch, subject, verdict, content_hash, final FROM votes(${AS_OF}) WHERE topic NOT IN (${NOT_COMPARED})`,
  blocks: "SELECT chain_id, height, hash, time, last_block_hash, proposer, num_txs, block_size FROM blocks FINAL",
  transactions:
    "SELECT chain_id, height, tx_index, hash, time, code, signers, on_behalf_of, fee_granter, message_types FROM transactions FINAL",
  slashes: "SELECT chain_id, height, event_index, address, amount, reason FROM slashes FINAL",
  "block intervals": "SELECT * FROM block_intervals_hourly",
  // A row that was withdrawn is none to a reader, whatever it said before.
  values: `SELECT indicator, method, axis, bucket, labels,
      argMax((value, numerator, denominator, coverage, samples, state, note), published_at)
    FROM indicator_values WHERE indicator NOT IN (${LOOKED_AT.map((indicator) => `'${indicator}'`).join(", ")})
      -- What hosts told of sessions in the moment that they were asked.
      AND labels NOT LIKE '%validations%'
    GROUP BY indicator, method, axis, bucket, labels HAVING NOT argMax(withdrawn, published_at)`,
};

const rows = z.object({ rows: count });

it(
  `equals an uninterrupted run after ${KILLS} × kill -9 of live collection and backfill`,
  async () => {
    const [whole, killed] = [join(folder, "whole"), join(folder, "killed")];
    // Both begin with the same history: where a store begins depends on when it first met the network.
    for (const dataDir of [whole, killed]) await catchUp(env(dataDir));
    simulation.setSpeed(1);
    const uninterrupted = startCommand(["start"], env(whole));
    let hit = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      const args = kill % 4 === 3 ? BACKFILL : ["start"];
      const { child, ended, said } = startCommand(args, { ...env(killed), GONKA_LOG_LEVEL: "info" });
      // Every other one of the service's comes when it collects, however slow the machine: kills at its start alone would prove little.
      if (kill % 2 === 0) await said('"collecting"');
      await sleep(Math.random() * (kill % 2 === 0 ? 2000 : 5000));
      child.kill("SIGKILL");
      if ((await ended).signal === "SIGKILL") hit++;
    }
    // A kill that comes after the end proves nothing.
    expect(hit).toBeGreaterThan(KILLS / 2);
    expect(uninterrupted.child.exitCode).toBeNull();

    // The network stands still, so that both see the same of it at the end.
    simulation.setSpeed(0);
    uninterrupted.child.kill("SIGINT");
    expect(await uninterrupted.ended).toMatchObject({ code: 0 });
    for (const dataDir of [whole, killed]) {
      const filled = await runCommand(BACKFILL, env(dataDir));
      expect(filled, filled.stderr).toMatchObject({ code: 0 });
      // After the backfill: which escrows expired is known where their blocks are stored.
      await catchUp(env(dataDir));
      const evaluated = await runCommand(["evaluate"], { ...env(dataDir), GONKA_NOW: "head" });
      expect(evaluated, evaluated.stderr).toMatchObject({ code: 0 });
    }

    expect(await cutOff(killed)).toBeGreaterThan(KILLS / 10);
    expect(await cutOff(whole)).toBe(0);
    const compared = await comparedOf(whole);
    const [expected, found] = [await linesOf(whole, compared), await linesOf(killed, compared)];
    // Equal only where there is something: the faster services start, the fewer epochs pass between the kills.
    for (const what of ["blocks", "transactions", "votes", "values"]) expect(expected.get(what)?.size, what).toBeGreaterThan(50);
    expect(differences(expected, found)).toEqual([]);
  },
  300_000 + KILLS * 20_000,
);

/** Jobs and backfills that began and never ended: the kills that hit work. */
async function cutOff(dataDir: string): Promise<number> {
  const storage = await openStorage({ dataDir });
  try {
    const query = `SELECT count() AS rows FROM (
      SELECT run_id FROM runs WHERE kind != 'service' GROUP BY run_id HAVING countIf(outcome != 'running') = 0)`;
    return (await queryRows(storage.client, rows, query))[0]?.rows ?? 0;
  } finally {
    await storage.close();
  }
}

const tableName = z.object({ table: z.string() });

/** Everything that is compared of a store. */
async function comparedOf(dataDir: string): Promise<Readonly<Record<string, string>>> {
  const storage = await openStorage({ dataDir });
  try {
    const told = await queryRows(
      storage.client,
      tableName,
      "SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'content_hash' AND position > 1 AND table IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree') AND table NOT IN ('answers', 'tallies')",
    );
    const agreed = `content_hash IN (SELECT content_hash FROM votes(${AS_OF}) WHERE verdict = 'agreed')`;
    const facts = told
      .filter(({ table }) => !TABLES_MET_BY_CHANCE.includes(table))
      .map(({ table }) => [table, `SELECT * FROM ${table} FINAL WHERE ${agreed}`]);
    return { ...Object.fromEntries(facts), ...COMPARED };
  } finally {
    await storage.close();
  }
}
