import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { readConfig } from "../../cli/config.ts";
import { scheduleByWall } from "../../cli/service/schedule.ts";
import { openService, type Service } from "../../cli/service/service.ts";
import { WALL } from "../../collectors/live/clock.ts";
import { DEFAULTS, SHORT_EPOCHS } from "../../simulator/network/options.ts";
import { type Simulation, startSimulation } from "../../simulator/server.ts";
import { queryRows } from "../../storage/read/query.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { NO_EXPORTER } from "./no-exporter.ts";

/** In real time, by the real schedule: about a minute and a half. */
const LONGEST_MS = 150_000;
const haltRow = z.object({ height: z.coerce.number(), over: z.coerce.boolean(), sources: z.array(z.string()) });

let simulation: Simulation;
let store: TestStore;
let service: Service;
const stopping = new AbortController();
const said: { msg: string; at: number }[] = [];

beforeAll(async () => {
  simulation = await startSimulation(
    { ...DEFAULTS, hosts: 3, historyEpochs: 2, ...SHORT_EPOCHS, blockMs: 5300, endMs: Date.now(), speed: 1 },
    { basePort: null, truth: null },
  );
  store = await temporaryStore("halt");
  const log = pino({ level: "info" }, { write: (line: string) => void said.push({ msg: JSON.parse(line).msg, at: Date.now() }) });
  service = await openService({
    config: { ...readConfig({}), nodes: simulation.sources.join(","), allowPrivateHosts: true },
    log,
    signal: stopping.signal,
    client: store.client,
    exporter: NO_EXPORTER,
    clock: WALL,
    blockDays: 1,
  });
}, 120_000);
afterAll(async () => {
  stopping.abort();
  await service?.close();
  await store?.remove();
  await simulation?.close();
});

const halts = () =>
  queryRows(store.client, haltRow, "SELECT height, over_at IS NOT NULL AS over, sources FROM chain_halts FINAL ORDER BY height");

/** Waits for a line of the log. @returns the wall's milliseconds at which it was written. */
async function heard(words: string): Promise<number> {
  for (const end = Date.now() + LONGEST_MS; Date.now() < end; await sleep(50)) {
    const line = said.find(({ msg }) => msg.includes(words));
    if (line) return line.at;
  }
  throw new Error(`nothing was said of "${words}"`);
}

it(
  "a halt is seen 60 to 75 s after the last block, and its end when blocks come again",
  async () => {
    const heads = service.jobs.filter(({ name }) => name === "heads");
    const stop = scheduleByWall(heads, service.run, pino({ level: "silent" }));
    // The service has seen blocks come before they stop.
    await sleep(8000);
    const fault = simulation.faults.switchOn({ kind: "halt" });
    const last = simulation.clock.height();
    const lastBlockAt = simulation.clock.timeOf(last);
    simulation.requests.reset();
    expect(await halts()).toEqual([]);

    const seen = (await heard("the chain stands still")) - lastBlockAt;
    expect(seen).toBeGreaterThanOrEqual(60_000);
    expect(seen).toBeLessThanOrEqual(75_000);
    await sleep(500);
    const [halt, ...others] = await halts();
    expect(others).toEqual([]);
    expect(halt).toMatchObject({ height: last, over: false });
    expect(halt?.sources.length).toBeGreaterThanOrEqual(2);
    expect(service.watch.halt).toMatchObject({ height: last });
    // Polls 5 s apart over all sources together are 4 a minute of each.
    for (const [place, classes] of Object.entries(simulation.requests.report()))
      if (place.startsWith("source:")) expect(classes["chain-rpc"]?.total, place).toBeLessThanOrEqual(6);

    simulation.faults.switchOff(fault);
    await heard("the chain goes on");
    await sleep(500);
    expect(await halts()).toMatchObject([{ height: last, over: true }]);
    expect(service.watch.halt).toBeNull();
    await stop();
  },
  LONGEST_MS + 60_000,
);
