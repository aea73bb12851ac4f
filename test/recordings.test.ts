import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { methodsOf } from "../indicators/methods/index.ts";
import { roadmap } from "../roadmap/index.ts";
import { jsonLines, runCommand, summaryOf } from "./network/command.ts";
import { collectRecorded, hasRecordings, RECORDED_SPANS, type Recorded, UNLESS_RECORDED } from "./network/recorded.ts";

/** Recorded epochs 247–253 and 269–271 of mainnet (May 2026), read independently of this product: 12 figures an epoch. */
const TABLE = [
  {
    epoch: 247,
    members: 117,
    weighted: 117,
    excluded: 25,
    active: 92,
    weight: 881_604n,
    top3: 0.373756,
    nodes: 384,
    completed: 46_563n,
    missed: 1097n,
    invalid: 205n,
    rate: 0.027319,
    rewarded: "253848.23",
    tokens: null,
  },
  {
    epoch: 251,
    members: 59,
    weighted: 57,
    excluded: 8,
    active: 49,
    weight: 709_500n,
    top3: 0.530094,
    nodes: 287,
    completed: 38_051n,
    missed: 1156n,
    invalid: 10n,
    rate: 0.02974,
    rewarded: "275283.46",
    tokens: null,
  },
  {
    epoch: 253,
    members: 57,
    weighted: 56,
    excluded: 2,
    active: 54,
    weight: 823_500n,
    top3: 0.431335,
    nodes: 282,
    completed: 195_087n,
    missed: 371n,
    invalid: 0n,
    rate: 0.001898,
    rewarded: "275402.94",
    tokens: 1_794_436_596.2,
  },
  {
    epoch: 270,
    members: 49,
    weighted: 48,
    excluded: 4,
    active: 44,
    weight: 717_467n,
    top3: 0.390017,
    nodes: 179,
    completed: 327_454n,
    missed: 863n,
    invalid: 548n,
    rate: 0.004298,
    rewarded: "265454.38",
    tokens: 3_376_189_597.9,
  },
] as const;
const RECORDED = [247, 248, 249, 250, 251, 252, 253, 269, 270, 271];
const GAP = Array.from({ length: 15 }, (_, index) => 254 + index);
/** Indicators that compare with the epoch before: no number at the first epoch of each stretch. */
const COMPARING = ["mdl.group_losses"];

describe.skipIf(!hasRecordings)(`recorded mainnet answers${UNLESS_RECORDED}`, () => {
  let recorded: Recorded;
  let env: Readonly<Record<string, string>>;
  beforeAll(async () => {
    recorded = await collectRecorded("recordings");
    const { collected, evaluated } = recorded;
    env = recorded.env;
    expect(collected, collected.stderr).toMatchObject({ code: 0 });
    expect(summaryOf(collected)).toMatchObject({ errors: 0 });
    expect(evaluated, evaluated.stderr).toMatchObject({ code: 0 });
  }, 120_000);
  afterAll(() => recorded?.remove());

  const exported = async (...args: string[]) => {
    const ended = await runCommand(["export", ...args], env);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
    return jsonLines(ended.stdout);
  };
  const networkRows = async (indicator: string) =>
    (await exported("--indicator", indicator)).filter(({ labels }) => JSON.stringify(labels) === "{}");

  it("gives the recorded epochs their values", async () => {
    const [members, nodes, results, exclusions] = await Promise.all(
      ["epoch_members", "epoch_nodes", "epoch_results", "exclusions"].map((table) => exported("--facts", table)),
    );
    const [active, top3, rate, tokens] = await Promise.all(
      ["cap.hosts_active", "cap.weight_top3_share", "rel.host_failure_rate", "aux.settled_tokens"].map(networkRows),
    );
    const of = (rows: Record<string, unknown>[] | undefined, epoch: number) =>
      (rows ?? []).filter((row) => row["epoch"] === epoch);
    const total = (rows: Record<string, unknown>[], column: string) =>
      rows.reduce((sum, row) => sum + BigInt(String(row[column])), 0n);
    for (const row of TABLE) {
      const [m, n, r] = [of(members, row.epoch), of(nodes, row.epoch), of(results, row.epoch)];
      expect(m).toHaveLength(row.members);
      expect(m.filter(({ weight }) => BigInt(String(weight)) > 0n)).toHaveLength(row.weighted);
      expect(of(exclusions, row.epoch)).toHaveLength(row.excluded);
      expect(total(m, "weight")).toBe(row.weight);
      expect(new Set(n.map(({ address, node_id }) => `${address} ${node_id}`)).size).toBe(row.nodes);
      expect(total(r, "inference_count")).toBe(row.completed);
      expect(total(r, "missed_requests")).toBe(row.missed);
      expect(total(r, "invalidated_inferences")).toBe(row.invalid);
      expect((Number(total(r, "rewarded_coins")) / 1e9).toFixed(2)).toBe(row.rewarded);
      expect(of(active, row.epoch)[0]).toMatchObject({ value: row.active, state: "ok" });
      expect(of(top3, row.epoch)[0]?.["value"]).toBeCloseTo(row.top3, 6);
      expect(of(top3, row.epoch)[0]).toMatchObject({ denominator: Number(row.weight) });
      expect(of(rate, row.epoch)[0]?.["value"]).toBeCloseTo(row.rate, 6);
      expect(of(rate, row.epoch)[0]).toMatchObject({
        numerator: Number(row.missed + row.invalid),
        denominator: Number(row.completed + row.missed),
      });
      expect(of(tokens, row.epoch)[0]).toMatchObject({
        value: row.tokens,
        state: row.tokens === null ? "not_enough_data" : "ok",
      });
    }
  }, 180_000);

  it("gives every indicator the state that the catalogue expects, and shows the gap", async () => {
    for (const indicator of roadmap.indicators.filter(({ id }) => methodsOf(id).length > 0)) {
      const rows = await networkRows(indicator.id);
      expect(rows.map(({ epoch }) => epoch)).toEqual([...RECORDED.slice(0, 7), ...GAP, ...RECORDED.slice(7)]);
      for (const { epoch, state, value } of rows) {
        const lacksHistory = COMPARING.includes(indicator.id) && (epoch === 247 || epoch === 269);
        const lacksMethod = indicator.id === "ret.confirmation_ratio_p10" && (epoch === 247 || epoch === 248);
        const expected = GAP.includes(Number(epoch))
          ? "no_data"
          : lacksHistory || lacksMethod
            ? "not_enough_data"
            : indicator.expect.recordings;
        expect({ id: indicator.id, epoch, state }).toEqual({ id: indicator.id, epoch, state: expected });
        expect(value === null).toBe(state !== "ok");
      }
    }
  }, 180_000);

  it("gives indicators without a method the state they deserve", async () => {
    for (const id of ["use.tokens_day", "ret.host_confidence_survey", "ent.tee_share"]) {
      const indicator = roadmap.indicators.find((one) => one.id === id);
      const states = new Set((await networkRows(id)).map(({ state }) => state));
      expect([...states]).toEqual([indicator?.expect.recordings]);
    }
  });

  it("writes no row when all is done again", async () => {
    expect(summaryOf(await runCommand(["backfill", "--epochs", RECORDED_SPANS], env))).toMatchObject({
      rows_written: 0,
      errors: 0,
    });
    expect(summaryOf(await runCommand(["evaluate"], env))).toMatchObject({ rows_written: 0, errors: 0 });
  }, 180_000);

  it("refuses unknown indicators, methods, epochs and tables as wrong usage", async () => {
    for (const args of [
      ["export", "--indicator", "cap.nothing"],
      ["export", "--indicator", "cap.hosts_active", "--method", "9"],
      ["export", "--facts", "secrets"],
      ["export"],
      ["backfill", "--epochs", "9-1"],
      ["explain", "--indicator", "cap.nothing"],
      ["nonsense"],
    ])
      expect(await runCommand(args, env), args.join(" ")).toMatchObject({ code: 2 });
    expect(await runCommand(["evaluate"], { ...env, GONKA_PORT: "high" })).toMatchObject({ code: 2 });
  }, 180_000);
});
