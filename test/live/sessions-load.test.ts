import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DEFAULTS, type SimulationOptions } from "../../simulator/network/options.ts";
import { type Simulation, startSimulation } from "../../simulator/server.ts";
import { NOW } from "../../storage/read/query.ts";
import { catchUp, differences, linesOf } from "../network/catch-up.ts";
import { envOf, runCommand, startCommand } from "../network/command.ts";

const MINUTE_MS = 60_000;
const BLOCK_MS = 5000;
const SESSIONS = 50;
const INFERENCES = 1000;
const HOUR_BLOCKS = (60 * MINUTE_MS) / BLOCK_MS;
const KILLS = 3;

/** An epoch is an hour. The clock stands but where the test moves it, up to the wall's. */
const NETWORK: SimulationOptions = {
  ...DEFAULTS,
  hosts: 8,
  historyEpochs: 2,
  sources: 2,
  blockMs: BLOCK_MS,
  epoch: { length: HOUR_BLOCKS, pocStage: 8, exchange: 0, validationDelay: 2, validationDuration: 8, setNewValidatorsDelay: 6 },
  sessionsPerEpoch: SESSIONS,
  inferencesPerSession: INFERENCES,
  endMs: Date.now() - 120 * MINUTE_MS,
  speed: 0,
};

const folder = mkdtempSync(join(tmpdir(), "gonka-sessions-load-"));
let simulation: Simulation;
beforeAll(async () => {
  simulation = await startSimulation(NETWORK, { basePort: null, truth: null });
});
afterAll(async () => {
  await simulation?.close();
  rmSync(folder, { recursive: true, force: true });
});

const env = (dataDir: string) => envOf(simulation, dataDir);

/** Questions about sessions that hosts were asked: lists, details, pages of diffs, counters. */
const asked = () => Object.values(simulation.requests.report()).reduce((sum, { devshard }) => sum + (devshard?.total ?? 0), 0);

/** Lists and counters come first; a round of all sessions has more than 200 questions. */
const BEFORE_SESSIONS = 50;

/** Starts the service and kills it in the middle of a round of reading sessions. @returns whether it was still running. */
async function killAfter(questions: number, dataDir: string): Promise<boolean> {
  const before = asked();
  const { child, ended } = startCommand(["start"], env(dataDir));
  while (asked() < before + questions && child.exitCode === null) await sleep(2);
  child.kill("SIGKILL");
  return (await ended).signal === "SIGKILL";
}

/** Who was asked, and when, is left out: it depends on the moment. */
const ON_SESSIONS = ["aux.tokens_sessions", "aux.tokens_settled", "use.tokens_day"].map((id) => `'${id}'`).join(", ");
const COMPARED: Readonly<Record<string, string>> = {
  inferences: "SELECT * EXCEPT recorded_at FROM inferences FINAL",
  session_reads: "SELECT chain_id, escrow_id, epoch, version, nonce, finalized, fits_settlement, detail FROM session_reads FINAL",
  settlements: "SELECT * EXCEPT (recorded_at, source) FROM settlements FINAL",
  settlement_slots: "SELECT * EXCEPT recorded_at FROM settlement_slots FINAL",
  values: `SELECT indicator, method, axis, bucket, labels, value, numerator, denominator, coverage, samples, state
    FROM published(chain = '${NETWORK.chainId}', as_of = '${NOW}') WHERE indicator IN (${ON_SESSIONS})`,
};
/** What the inferences of settled sessions add up to, by epoch: the others may go on. */
const TOTALS: Readonly<Record<string, string>> = {
  tokens:
    "SELECT epoch, toUInt32(count()), toString(sum(ifNull(prompt_tokens, 0) + ifNull(completion_tokens, 0))) FROM inferences FINAL WHERE escrow_id IN (SELECT escrow_id FROM settlements) GROUP BY epoch",
};
/** Rounds of reading sessions that began and never ended. */
const CUT_OFF: Readonly<Record<string, string>> = {
  runs: "SELECT run_id FROM runs WHERE kind = 'sessions' GROUP BY run_id HAVING countIf(outcome != 'running') = 0",
};

it(`one hour of ${SESSIONS} sessions of ${INFERENCES} inferences: ${KILLS} × kill -9 while they are read loses and doubles nothing`, async () => {
  const [whole, killed] = [join(folder, "whole"), join(folder, "killed")];
  const epoch = NETWORK.historyEpochs;
  // The epoch that was forming has begun, and its sessions with it.
  simulation.advance(4 * MINUTE_MS);
  for (let kill = 0; kill < KILLS; kill++) {
    simulation.advance(8 * MINUTE_MS);
    expect(await killAfter(BEFORE_SESSIONS + 50 * kill, killed)).toBe(true);
  }
  // Hosts list their sessions until the next epoch forms: both have seen them all by then.
  simulation.advance(3 * MINUTE_MS);
  for (const dataDir of [whole, killed]) await catchUp(env(dataDir));
  // And then the late ones come to their end.
  simulation.advance(20 * MINUTE_MS);
  for (const dataDir of [whole, killed]) {
    await catchUp(env(dataDir));
    const evaluated = await runCommand(["evaluate"], { ...env(dataDir), GONKA_NOW: "head" });
    expect(evaluated, evaluated.stderr).toMatchObject({ code: 0 });
  }

  expect((await linesOf(killed, CUT_OFF)).get("runs")?.size).toBeGreaterThanOrEqual(KILLS - 1);
  expect((await linesOf(whole, CUT_OFF)).get("runs")?.size).toBe(0);
  const [expected, found] = [await linesOf(whole, COMPARED), await linesOf(killed, COMPARED)];
  expect(expected.get("inferences")?.size).toBeGreaterThanOrEqual(SESSIONS * INFERENCES);
  for (const what of ["session_reads", "settlements", "settlement_slots", "values"])
    expect(expected.get(what)?.size, what).toBeGreaterThan(2);
  expect(differences(expected, found)).toEqual([]);

  const head = simulation.clock.height();
  const settled = simulation.network
    .escrowsOf(epoch)
    .filter(({ settledHeight }) => settledHeight !== null && settledHeight <= head);
  const told = settled.flatMap((escrow) => simulation.network.session(escrow).inferences);
  const tokens = told.reduce((sum, one) => sum + (one.promptTokens ?? 0) + (one.completionTokens ?? 0), 0);
  expect(told.length).toBeGreaterThan((SESSIONS * INFERENCES) / 2);
  expect((await linesOf(killed, TOTALS)).get("tokens")).toContain(`[${epoch}, ${told.length}, "${tokens}"]`);
}, 600_000);
