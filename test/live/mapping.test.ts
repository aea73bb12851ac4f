import { pino } from "pino";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../../cli/config.ts";
import { prepareHistory } from "../../cli/service/demo-history.ts";
import { BLOCK_DAYS, HISTORY_EPOCHS, HOST_BLOCKS, WATCHED_EPOCHS } from "../../cli/service/demo-network.ts";
import { openService, type Service } from "../../cli/service/service.ts";
import { type Exporter, startExporter } from "../../exporter/server.ts";
import { openPage, startBrowser } from "../../exporter/testing/browser.ts";
import { expectNoInventedNumber, expectWhatApiSays, numbersOf, pictured } from "../../exporter/testing/reading.ts";
import { hasTool } from "../../exporter/testing/tool.ts";
import { type PublishedRow, readPublished } from "../../indicators/evaluator/published.ts";
import { roadmap } from "../../roadmap/index.ts";
import { DEFAULTS } from "../../simulator/network/options.ts";
import { type Simulation, startSimulation } from "../../simulator/server.ts";
import { truthOf } from "../../simulator/truth/index.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { NO_EXPORTER } from "./no-exporter.ts";

const EPOCH_MS = DEFAULTS.epoch.length * DEFAULTS.blockMs;
/** Minutes come in steps of a round: a window of 2.7 hours is seen with up to one more or less at each end. */
const ROUNDED: Readonly<Record<string, number>> = { "mnt.protected_downtime": 0.15 };
/** What no indicator of these parts reads. */
const UNREAD = ["proofs", "rollups"];
const PARTS = ["spine", "live", "inference"];
const measured = roadmap.indicators
  .filter(({ part }) => PARTS.includes(part))
  .map(({ id, expect: { simulator } }) => [id, simulator] as const);
/** Series beside them: the chain may still settle escrows of the epoch, so that what it says of hosts isn't final. */
const BESIDE = [
  ["aux.tokens_sessions", "ok"],
  ["aux.tokens_settled", "ok"],
  ["aux.tokens_host_counters", "ok"],
  ["aux.tokens_host_epoch_stats", "provisional"],
  ["aux.session_outcomes", "ok"],
  ["aux.spend_per_payer", "ok"],
] as const;

const hasBrowser = hasTool("chromium", "chromium");
/** Every page of the portal; of those that are about something one, the host being any of the network's. */
const PAGES = [
  ["roadmap", "/"],
  ["now", "/now"],
  ["hosts", "/hosts"],
  ["models", "/models"],
  ["quality", "/quality"],
  ["metric", "/metrics/M1"],
  ["project", "/projects/T1P1"],
  ["indicator", "/indicators/use.tokens_day"],
  ["host", "/hosts/:address"],
] as const;

describe("at the end of the demo's prepared history", () => {
  let simulation: Simulation;
  let store: TestStore;
  let service: Service;
  let published: PublishedRow[];
  let exporter: Exporter;
  let browser: Browser | null = null;
  /** The newest epoch that is over and wholly settled. */
  const epoch = HISTORY_EPOCHS + WATCHED_EPOCHS - 1;

  beforeAll(async () => {
    const options = {
      ...DEFAULTS,
      historyEpochs: HISTORY_EPOCHS + 1,
      speed: 0,
      hostBlocks: HOST_BLOCKS,
      maintenanceEnabled: true,
    };
    simulation = await startSimulation(options, { basePort: null, truth: null });
    store = await temporaryStore("mapping");
    const config = {
      ...readConfig({}),
      nodes: simulation.sources.join(","),
      sandboxNodes: simulation.sandbox,
      probeControl: `${simulation.control}/control/target`,
      rateLimit: false,
      allowPrivateHosts: true,
    };
    const { signal } = new AbortController();
    const log = pino({ level: process.env["GONKA_LOG_LEVEL"] ?? "silent" });
    const clock = { now: () => new Date(simulation.clock.now()), followsWall: false };
    service = await openService({
      config,
      log,
      signal,
      client: store.client,
      exporter: NO_EXPORTER,
      clock,
      blockDays: BLOCK_DAYS,
    });
    const jobs = service.jobs.filter(({ name }) => !UNREAD.includes(name));
    await prepareHistory(
      { log, signal },
      { ...service, jobs },
      {
        clock,
        epochMs: EPOCH_MS,
        advance: async (ms) => simulation.advance(ms),
      },
    );
    published = await readPublished(store.client, service.chainId, {
      axis: "epoch",
      networkOnly: true,
      firstBucket: epoch,
      lastBucket: epoch,
    });
    exporter = await startExporter({
      ...{ port: 0, host: "127.0.0.1", log, now: clock.now },
      store: () => ({ client: store.client, chain: service.chainId }),
    });
    await exporter.refresh();
    if (hasBrowser) browser = await startBrowser();
  }, 2_700_000);
  afterAll(async () => {
    await browser?.close();
    await exporter?.close();
    await service?.close();
    await store?.remove();
    await simulation?.close();
  });

  it("has every indicator of the mapping's parts spine, live and inference", () => {
    expect(measured.length).toBe(45);
  });

  it.each([...measured, ...BESIDE])("%s is %s and what the network is", (id, state) => {
    const row = published.filter(({ indicator }) => indicator === id).sort((a, b) => b.method - a.method)[0];
    const truth = truthOf(simulation.network, id, epoch);
    expect(row, `${row?.note}`).toMatchObject({ state });
    if (truth === null || row === undefined) throw new Error("no truth, or no row");
    const close = (a: number | null, b: number | null) =>
      a === b || (a !== null && b !== null && Math.abs(a - b) <= (ROUNDED[id] ?? 1e-9) * Math.max(Math.abs(a), Math.abs(b)));
    const said = { value: row.value, numerator: row.numerator, denominator: row.denominator };
    // Null in the truth: there is none, or it depends on how often somebody asked.
    const known = {
      value: truth.value,
      numerator: truth.numerator ?? said.numerator,
      denominator: truth.denominator ?? said.denominator,
    };
    const same =
      close(said.value, known.value) && close(said.numerator, known.numerator) && close(said.denominator, known.denominator);
    expect(same ? known : said, row.note).toEqual(known);
  });

  describe.skipIf(!hasBrowser)("on the portal's pages", () => {
    it.each(PAGES)(
      "the page %s shows no number where its state has none, says SIMULATED, and logs no error",
      async (name, path) => {
        const [host] = simulation.network.hosts(simulation.clock.height());
        if (browser === null || host === undefined) throw new Error("no browser, or no host");
        const url = `http://127.0.0.1:${exporter.port}`;
        const at = url + path.replace(":address", host.address);
        const { page, errors } = await openPage(browser, at, { width: 1440, dark: false });
        await pictured(page, `demo-${name}`);
        expect(errors).toEqual([]);
        const shown = await numbersOf(page);
        expectNoInventedNumber(shown);
        if (name === "roadmap") {
          await expectWhatApiSays(url, shown);
          expect(shown.filter(({ value }) => value !== "none").length).toBeGreaterThan(measured.length / 2);
        }
        expect(await page.locator("body").textContent()).toContain("SIMULATED");
        await page.close();
      },
      60_000,
    );
  });
});
