import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { collectEscrowHistory } from "../../collectors/escrows/history/collect.ts";
import { collectRunningEpochs } from "../../collectors/live/running-epochs.ts";
import type { Fault } from "../../simulator/faults/fault.ts";
import { SHORT_EPOCHS } from "../../simulator/network/options.ts";
import { truthOf } from "../../simulator/truth/index.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import { openWorld, type World } from "./world.ts";

/** Epochs as long as mainnet's in 100 blocks: 40 days of chain are 4,200 blocks. */
const DAYS_LONG = { ...SHORT_EPOCHS, blockMs: 815_000, hosts: 8, historyEpochs: 42, speed: 0 };
/** Of them a new store has the newest. */
const BLOCK_DAYS = 4;
/** The newest epoch that is over and settled. */
const EPOCH = 40;
const PAYERS = ["use.active_payers", "use.new_devs_activated", "dev.repeat_usage"];
const FOUND = ["escrow_openings", "settlements"];

const counted = z.object({ rows: z.coerce.number() });
const reached = z.object({ height: z.coerce.number() });
const row = z.object({ key: z.string() });

describe("escrows of 30 days in a store with 4 days of blocks", { timeout: 180_000 }, () => {
  let world: World;
  /** Its first stored block. */
  let first: number;
  /** Ids, heights and times of all that is found. */
  let whole: string[][] = [];

  beforeAll(async () => {
    world = await openWorld(DAYS_LONG, () => {}, {}, BLOCK_DAYS);
    const { context, chainId, watch } = world.service;
    const past = Array.from({ length: EPOCH + 1 }, (_, before) => before + 1);
    await collectRunningEpochs(context, chainId, watch, past);
    for (const job of ["blocks", "transactions", "escrows"]) await world.run(job);
    first = (await world.rows(reached, "SELECT min(from_height) AS height FROM block_sightings"))[0]?.height ?? 0;
  }, 300_000);
  afterAll(() => world?.close());

  /** Nothing was searched. */
  async function forget() {
    await world.store.client.command({ query: "TRUNCATE TABLE escrow_searches" });
    for (const table of FOUND) await world.store.client.command({ query: `DELETE FROM ${table} WHERE height < ${first}` });
  }
  beforeEach(async () => {
    world.simulation.faults.clear();
    await forget();
    for (const table of ["indicator_values", "evaluations"])
      await world.store.client.command({ query: `TRUNCATE TABLE ${table}` });
  });

  /** Runs the history under faults. */
  async function search(...faults: readonly Fault[]) {
    for (const fault of faults) world.simulation.faults.switchOn(fault);
    await world.run("escrow_history");
  }

  /** The rows of indicators computed anew, and what they have to be. */
  async function valuesOf(...indicators: readonly string[]) {
    await world.evaluate(...indicators);
    return Promise.all(indicators.map((indicator) => world.value(indicator, EPOCH)));
  }
  const truths = (...indicators: readonly string[]) =>
    indicators.map((indicator) => ({ state: "ok", ...truthOf(world.simulation.network, indicator, EPOCH) }));
  const countOf = async (table: string, only: string) =>
    (await world.rows(counted, `SELECT count() AS rows FROM ${table} FINAL WHERE ${only}`))[0]?.rows;
  const keysOf = async (table: string) =>
    (
      await world.rows(
        row,
        `SELECT concat(toString(escrow_id), ' ', toString(height), ' ', toString(time)) AS key FROM ${table} FINAL ORDER BY key`,
      )
    ).map(({ key }) => key);

  it("are what the chain had, found once", async () => {
    await search();
    expect(await valuesOf(...PAYERS)).toMatchObject(truths(...PAYERS));
    const { network } = world.simulation;
    const all = Array.from({ length: EPOCH }, (_, at) => at + 1).flatMap((epoch) => network.escrowsOf(epoch));
    const oldest = (await world.rows(reached, "SELECT min(from_height) AS height FROM escrow_searches"))[0]?.height ?? 0;
    expect(first - oldest).toBeGreaterThan(2700);
    const isWithin = (height: number | null) => height !== null && height >= oldest && height < first;
    const found = `height >= ${oldest} AND height < ${first}`;
    expect(await countOf("escrow_openings", found)).toBe(all.filter(({ createdHeight }) => isWithin(createdHeight)).length);
    expect(await countOf("settlements", found)).toBe(all.filter(({ settledHeight }) => isWithin(settledHeight)).length);
    expect(await countOf("escrow_searches", "NOT same")).toBe(0);
    expect(world.service.context.notebook.rejections).toBe(0);
    const spans = await countOf("escrow_searches", "true");
    await search();
    expect(await countOf("escrow_searches", "true")).toBe(spans);
    whole = await Promise.all(FOUND.map(keysOf));
    // An epoch of which only searches tell.
    await world.evaluate("rel.validation_settlement", "aux.spend_per_payer");
    for (const indicator of ["rel.validation_settlement", "aux.spend_per_payer"]) {
      const truth = truthOf(world.simulation.network, indicator, 20);
      expect(await world.value(indicator, 20), indicator).toMatchObject({ state: "ok", sources: 3, ...truth });
    }
  });

  it("come out the same in many short runs of which each stores what it has", async () => {
    const { context, chainId, watch } = world.service;
    const run = () =>
      collectEscrowHistory(
        context,
        new ObservationWriter(world.store.client, chainId),
        chainId,
        watch.usable(),
        new Date(world.simulation.clock.now()),
        12,
        new Set(),
      );
    let [runs, written] = [0, 1];
    for (; written > 0; runs++) written = (await run()).written;
    expect(runs).toBeGreaterThan(10);
    expect(await Promise.all(FOUND.map(keysOf))).toEqual(whole);
  });

  it("do without a source that has no index, or whose index begins late: that one is named", async () => {
    await search({ kind: "tx_index", source: 0, fromHeight: null });
    expect(await valuesOf("use.active_payers")).toMatchObject(truths("use.active_payers"));
    world.simulation.faults.clear();
    await forget();
    await search({ kind: "tx_index", source: 1, fromHeight: 3000 });
    expect(await valuesOf("use.active_payers")).toMatchObject(truths("use.active_payers"));
    expect(await countOf("escrow_searches", `NOT same AND source = '${world.nameOf(1)}'`)).toBeGreaterThan(10);
    expect(await countOf("escrow_searches", `NOT same AND source != '${world.nameOf(1)}'`)).toBe(0);
  });

  it("are what the chain settled while a third of the hosts are dark, others invent tokens and one source's index tells nonsense", async () => {
    await search(
      { kind: "devshard_dark", among: 0.3 },
      { kind: "inventing_tokens", at: "hosts", factor: 5 },
      { kind: "odd_answer", at: "source:2", route: "/chain-rpc", answer: "truncated" },
    );
    for (const job of ["sessions", "counters"]) await world.run(job);
    // They were met: hosts that didn't tell, sessions that don't fit what was settled, and a source that found nothing.
    expect(await countOf("counter_scrapes", "NOT told")).toBeGreaterThan(0);
    expect(await countOf("session_reads", "fits_settlement = 0")).toBeGreaterThan(0);
    expect(await countOf("escrow_searches", `source = '${world.nameOf(2)}'`)).toBe(0);
    expect(await countOf("escrow_searches", "same")).toBeGreaterThan(10);
    expect(await valuesOf(...PAYERS)).toMatchObject(truths(...PAYERS));
  });

  it.each([
    ["two sources have no index", [0, 1].map((source) => ({ kind: "tx_index", source, fromHeight: null }) as const)],
    ["the indices of two begin late", [0, 1].map((source) => ({ kind: "tx_index", source, fromHeight: 3000 }) as const)],
    ["those of all do", [0, 1, 2].map((source) => ({ kind: "tx_index", source, fromHeight: 3000 }) as const)],
    [
      "two have dropped their old blocks",
      [0, 1].map((source) => ({ kind: "pruned", source, keepStates: 1000, keepBlocks: 1000 }) as const),
    ],
  ])("are no number where %s", async (_, faults) => {
    await search(...faults);
    expect(await valuesOf("use.active_payers")).toMatchObject([{ state: "not_enough_data", value: null }]);
  });
});
