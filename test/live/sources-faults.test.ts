import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { count } from "../../storage/read/query.ts";
import { readVotes } from "../../storage/read/votes.ts";
import { BRISK, openWorld, type World } from "./world.ts";

const EPOCH_MS = 100_000;
const LAST = 5;
const JOBS = ["epochs", "registry", "blocks", "transactions", "rollups"];
const MEMBERSHIP = ["cap.hosts_active", "cap.weight_top3_share"];

const rowsOf = z.object({ rows: count });

/** How many rows each table of facts has; what is noted of the service itself, and what sources could not tell, is no fact. */
async function facts(world: World): Promise<ReadonlyMap<string, number>> {
  const tables = await world.rows(
    z.object({ fact: z.string(), columns: z.array(z.string()) }),
    `SELECT table AS fact, groupArray(name) AS columns FROM system.columns
     WHERE database = currentDatabase() AND table IN (SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree%')
     GROUP BY table ORDER BY table`,
  );
  const noted = new Set([
    "runs",
    "source_health",
    "head_polls",
    "schema_migrations",
    "evaluations",
    "indicator_values",
    "rejected_answers",
  ]);
  const counted = await Promise.all(
    tables
      .filter(({ fact, columns }) => !noted.has(fact) && columns.includes("chain_id"))
      .map(async ({ fact }) => {
        const told = fact === "answers" ? "WHERE outcome != 'unknown' AND NOT silent" : "";
        const [row] = await world.rows(rowsOf, `SELECT count() AS rows FROM ${fact} ${told}`);
        return [fact, row?.rows ?? 0] as const;
      }),
  );
  return new Map(counted);
}

const countWhere = async (world: World, table: string, condition: string) =>
  (await world.rows(rowsOf, `SELECT count() AS rows FROM ${table} WHERE ${condition}`))[0]?.rows;

describe("sources that all answer 503", () => {
  let world: World;
  /** Values of the day that began after the sources were lost. */
  let daysLost: readonly (readonly [string, string])[] = [];
  beforeAll(async () => {
    world = await openWorld({ ...BRISK, endMs: Date.UTC(2026, 10, 22, 23, 50) });
    await world.leap(20_000, ...JOBS);
    await world.leap(EPOCH_MS, ...JOBS);
    await world.evaluate(...MEMBERSHIP);
  }, 120_000);
  afterAll(() => world?.close());

  it("are lost: nothing stored changes, earlier values stay, and new buckets have no number", async () => {
    const [before, values] = [await facts(world), await world.values()];
    expect(before.get("epoch_members")).toBeGreaterThan(10);
    const fault = world.simulation.faults.switchOn({ kind: "unavailable", at: "sources" });
    await world.leap(900_000, ...JOBS);
    await world.evaluate(...MEMBERSHIP);
    expect(await facts(world)).toEqual(before);
    const after = await world.values();
    for (const [key, content] of values) if (key.includes("|epoch|")) expect(after.get(key), key).toBe(content);
    expect([...after.keys()].filter((key) => key.includes("|epoch|") && !values.has(key))).toEqual([]);
    await world.service.flush();
    const runs = await world.rows(
      z.object({ kind: z.string(), outcome: z.string(), detail: z.string() }),
      "SELECT DISTINCT kind, outcome, detail FROM runs WHERE outcome = 'failed' ORDER BY kind",
    );
    expect(runs).toEqual([
      { kind: "epochs", outcome: "failed", detail: "no source tells the epoch clock" },
      { kind: "registry", outcome: "failed", detail: "no source tells the epoch clock" },
    ]);
    daysLost = [...after].filter(([key]) => !values.has(key));
    world.simulation.faults.switchOff(fault);
    await world.leap(EPOCH_MS, ...JOBS);
    expect((await facts(world)).get("epoch_members")).toBeGreaterThan(before.get("epoch_members") ?? 0);
  }, 120_000);

  it("leave a new day without a number", () => {
    expect(daysLost.filter(([, content]) => /"(ok|provisional)"/.test(content))).toEqual([]);
  });
});

describe("a source that does not offer routes", () => {
  it("is asked each of them once, it is said once, and the others carry on", async () => {
    const world = await openWorld(
      BRISK,
      ({ faults }) => void faults.switchOn({ kind: "route_missing", at: "source:1", route: "/chain-api/productscience" }),
    );
    try {
      await world.leap(20_000, "epochs");
      const said = world.logged.filter(({ msg }) => msg.includes("does not offer this route"));
      const routes = new Set(said.map(({ source, route }) => `${source} ${route}`));
      expect(said.length).toBeGreaterThan(5);
      expect(routes.size).toBe(said.length);
      expect(said.every(({ source }) => source === world.nameOf(1))).toBe(true);
      world.simulation.requests.reset();
      // As often as an hour has them; `poc` meets a route that `epochs` doesn't ask.
      for (let times = 0; times < 6; times++) await world.leap(10_000, "epochs", "poc", "poc", "poc");
      const { "source:0": honest, "source:1": lacking } = world.simulation.requests.report();
      expect(honest?.["chain-api"]?.total).toBeGreaterThan(100);
      expect(lacking?.["chain-api"]?.total ?? 0).toBeLessThanOrEqual(2);
      const saidNow = world.logged.filter(({ msg }) => msg.includes("does not offer this route"));
      expect(saidNow.length - said.length).toBe(lacking?.["chain-api"]?.total ?? 0);
      await world.evaluate(...MEMBERSHIP);
      for (const indicator of MEMBERSHIP)
        expect(await world.value(indicator, 3), indicator).toMatchObject({ state: "ok", sources: 2 });
    } finally {
      await world.close();
    }
  }, 120_000);
});

describe("an upgrade that changes a shape", () => {
  it("is rejected and counted at the node that has it, and the others carry on; at all nodes there is no number", async () => {
    const world = await openWorld(BRISK);
    try {
      await world.leap(20_000, ...JOBS);
      const upgrade = (place: string, field: string, change: "renamed" | "removed" | "number") =>
        world.simulation.faults.switchOn({
          kind: "shape",
          at: place,
          route: "/chain-api/productscience/inference/inference/epoch_group_data",
          fromHeight: 0,
          field,
          change,
        });
      const first = upgrade("source:1", "validation_weights", "renamed");
      await world.leap(EPOCH_MS, ...JOBS);
      await world.evaluate(...MEMBERSHIP);
      for (const indicator of MEMBERSHIP)
        expect(await world.value(indicator, LAST), indicator).toMatchObject({ state: "provisional", sources: 2 });
      await world.service.flush();
      const rejected = await countWhere(world, "rejected_answers", `topic = 'epoch_group' AND source = '${world.nameOf(1)}'`);
      expect(rejected).toBeGreaterThan(0);
      expect(await countWhere(world, "rejected_answers", `source != '${world.nameOf(1)}'`)).toBe(0);
      expect(world.logged.filter(({ msg }) => msg.includes("rejected whole")).length).toBeGreaterThan(0);

      world.simulation.faults.switchOff(first);
      const everywhere = upgrade("sources", "validation_weights", "renamed");
      await world.leap(EPOCH_MS, ...JOBS);
      await world.evaluate(...MEMBERSHIP);
      for (const indicator of MEMBERSHIP)
        expect(await world.value(indicator, LAST + 1), indicator).toMatchObject({ state: "source_lost", value: null });

      world.simulation.faults.switchOff(everywhere);
      upgrade("sources", "weight", "number");
      await world.leap(10_000, "epochs");
      await world.evaluate(...MEMBERSHIP);
      for (const indicator of MEMBERSHIP)
        expect(await world.value(indicator, LAST + 1), indicator).toMatchObject({ state: "provisional", sources: 3 });
    } finally {
      await world.close();
    }
  }, 120_000);
});

describe("a node that serves another chain", () => {
  /** Tables with a column `source` that hold anything of a node. */
  const toldBy = async (world: World, name: string) => {
    const tables = await world.rows(
      z.object({ table: z.string() }),
      "SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'source' AND table NOT IN ('source_health') ORDER BY table",
    );
    const found: string[] = [];
    for (const { table } of tables) {
      const told = table === "head_polls" ? " AND told" : table === "answers" ? " AND outcome != 'unknown'" : "";
      if (table.startsWith("agreed_") || table.includes("latest") || table === "votes") continue;
      if ((await countWhere(world, table, `source = '${name}'${told}`)) ?? 0) found.push(table);
    }
    return found;
  };

  it("is refused from the start: none of its answers is stored", async () => {
    const world = await openWorld(
      BRISK,
      ({ faults }) => void faults.switchOn({ kind: "other_chain", source: 1, chainId: "gonka-elsewhere" }),
    );
    try {
      await world.leap(20_000, ...JOBS, "signatures", "poc");
      expect(world.service.chainId).toBe(world.simulation.network.chainId);
      expect(await toldBy(world, world.nameOf(1))).toEqual([]);
      expect(await toldBy(world, world.nameOf(0))).toEqual(expect.arrayContaining(["answers", "blocks", "head_polls"]));
      expect(
        world.logged.filter(({ msg, source }) => msg.includes("refused") && source === world.nameOf(1)).length,
      ).toBeGreaterThan(0);
      const votes = await readVotes(world.store.client, world.service.chainId);
      expect(votes.find(({ topic, epoch }) => topic === "epoch_group" && epoch === 3)).toMatchObject({
        verdict: "agreed",
        tellers: 2,
      });
    } finally {
      await world.close();
    }
  }, 120_000);

  it("is refused when it changes, asked nothing but its status, and taken back when it returns", async () => {
    const world = await openWorld(BRISK);
    try {
      await world.leap(20_000, ...JOBS);
      const stored = await countWhere(world, "answers", `source = '${world.nameOf(1)}'`);
      const fault = world.simulation.faults.switchOn({ kind: "other_chain", source: 1, chainId: "gonka-elsewhere" });
      world.simulation.requests.reset();
      await world.leap(EPOCH_MS, ...JOBS);
      expect(await countWhere(world, "answers", `source = '${world.nameOf(1)}'`)).toBe(stored);
      const asked = world.simulation.requests.report()["source:1"];
      expect(asked?.["chain-api"]).toBeUndefined();
      expect(asked?.["chain-rpc"]?.total).toBe(1);
      world.simulation.faults.switchOff(fault);
      await world.leap(1000, ...JOBS);
      expect(await countWhere(world, "answers", `source = '${world.nameOf(1)}'`)).toBeGreaterThan(stored ?? 0);
    } finally {
      await world.close();
    }
  }, 120_000);
});
