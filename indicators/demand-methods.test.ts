import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOf } from "../storage/testing/made-up-network.ts";
import { paramsRow } from "../storage/testing/rows.ts";
import { type TestStore, temporaryStore } from "../storage/testing/store.ts";
import { checkMethods } from "./evaluator/check-methods.ts";
import { evaluate } from "./evaluator/evaluate.ts";
import { readPublished, type VersionedRow } from "./evaluator/published.ts";
import { sessionOutcomes } from "./methods/aux.session_outcomes.v1.ts";
import { spendPerPayer } from "./methods/aux.spend_per_payer.v1.ts";
import { repeatUsage } from "./methods/dev.repeat_usage.v1.ts";
import { altQualityPass } from "./methods/hw.alt_quality_pass.v1.ts";
import { newModelTokenShare } from "./methods/mdl.new_model_token_share.v1.ts";
import { capacityFollowsDemand } from "./methods/mkm.capacity_follows_demand.v1.ts";
import { gamingFlags } from "./methods/mkm.gaming_flags.v1.ts";
import { triggerDays } from "./methods/mkm.trigger_days.v1.ts";
import { validationSettlement } from "./methods/rel.validation_settlement.v1.ts";
import { capacityTps } from "./methods/scl.capacity_tps.v1.ts";
import { pocRealCorr } from "./methods/scl.poc_real_corr.v1.ts";
import { throughputPerH100e } from "./methods/scl.throughput_per_h100e.v1.ts";
import { utilization } from "./methods/scl.utilization.v1.ts";
import { activePayers } from "./methods/use.active_payers.v1.ts";
import { newDevsActivated } from "./methods/use.new_devs_activated.v1.ts";
import { valueFlowHost } from "./methods/use.value_flow_host.v1.ts";
import { attemptsOf, DEMAND, EPOCHS, ESCROWS, HOSTS, hostOf, payoutOf, resultOf, validationsOf } from "./testing/demand-facts.ts";
import { storeDemand } from "./testing/store-demand.ts";
import {
  coverageOf,
  DEMAND_TRUTH,
  payersWithin,
  readShareOf,
  sharesOf,
  spearman,
  tokensOf,
  usedOf,
} from "./testing/truth-demand.ts";

const METHODS = [
  activePayers,
  newDevsActivated,
  repeatUsage,
  valueFlowHost,
  validationSettlement,
  gamingFlags,
  spendPerPayer,
  sessionOutcomes,
  capacityTps,
  throughputPerH100e,
  pocRealCorr,
  utilization,
  triggerDays,
  newModelTokenShare,
  capacityFollowsDemand,
  altQualityPass,
];

let store: TestStore;
let published: VersionedRow[];
beforeAll(async () => {
  store = await temporaryStore("demand-methods");
  await storeDemand(store.client);
  await evaluate(store.client, { chain: DEMAND.chain, now: startOf(DEMAND, DEMAND.last + 1), methods: METHODS });
  published = await readPublished(store.client, DEMAND.chain, { axis: "epoch" });
}, 120_000);
afterAll(() => store?.remove());

const at = (indicator: string, epoch: number, labels: Readonly<Record<string, string>> = {}) =>
  published.find((row) => row.indicator === indicator && row.bucket === epoch && row.labels === JSON.stringify(labels));

it("every method fits the schema", () => checkMethods(store.client, METHODS));

describe.each(METHODS)("$indicator", ({ indicator }) => {
  it("is what the facts give, computed without SQL", () => {
    const truth = DEMAND_TRUTH[indicator];
    if (!truth) throw new Error("no truth");
    let numbers = 0;
    for (const epoch of EPOCHS) {
      const row = at(indicator, epoch);
      if (row?.note.startsWith("needs every epoch")) continue;
      const { value, numerator, denominator } = truth(epoch);
      const about = `${indicator} at ${epoch}: ${row?.state} ${row?.note}`;
      expect(row?.state, about).toMatch(value === null ? /not_enough_data/ : /ok|provisional/);
      for (const [is, should] of [
        [row?.value, value],
        ...(numerator === undefined ? [] : [[row?.numerator, value === null ? null : numerator]]),
        ...(denominator === undefined ? [] : [[row?.denominator, value === null ? null : denominator]]),
      ] as const)
        if (should === null || should === undefined) expect(is, about).toBeNull();
        else expect((is ?? Number.NaN) / (should || 1), about).toBeCloseTo(should === 0 ? 0 : 1, 9);
      if (value !== null) numbers++;
    }
    expect(numbers, indicator).toBeGreaterThan(0);
  });
});

const DAY_MS = 86_400_000;
const endOf = (epoch: number) => startOf(DEMAND, epoch + 1).getTime();
const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);

describe("the rows beside the network-wide ones", () => {
  it("count payers of 1, 7 and 30 days, and say that payers are gateways", () => {
    for (const days of [1, 7, 30])
      expect(at("use.active_payers", 8, { window: `${days}d` })).toMatchObject({
        value: payersWithin(endOf(8) - days * DAY_MS, endOf(8)).size,
        note: expect.stringContaining("payers are gateways, not end users"),
      });
  });

  it("say of how many settlements the payer is not known", () => {
    const row = at("use.active_payers", 8);
    const window = ESCROWS.filter(({ settled }) => settled !== null).length - 2;
    expect(row?.note).toMatch(/of 1 settlements the payer is not known/);
    expect(row?.coverage).toBeCloseTo(1 - 1 / ((row?.samples ?? 0) || 1), 12);
    expect(row?.samples).toBeLessThanOrEqual(window);
  });

  it("give users' part of the income of hosts", () => {
    const rewarded = sum(HOSTS.map((host) => resultOf(4, host).rewarded)) / 1e9;
    const paid = at("use.value_flow_host", 4)?.numerator ?? 0;
    expect(at("use.value_flow_host", 4, { measure: "share_of_host_income" })?.value).toBeCloseTo(paid / (paid + rewarded), 12);
  });

  it("weigh settlement by what was locked, and tell validations as the host that saw most of each does", () => {
    const due = ESCROWS.filter(({ epoch }) => epoch === 4);
    const kept = sum(due.filter(({ settled }) => settled !== null).map(({ amount }) => amount));
    expect(at("rel.validation_settlement", 5, { measure: "value" })).toMatchObject({
      numerator: kept,
      denominator: sum(due.map(({ amount }) => amount)),
    });
    const told = due.flatMap((escrow) => validationsOf(escrow) ?? []);
    expect(at("rel.validation_settlement", 5, { measure: "validations" })).toMatchObject({
      numerator: sum(told.map(({ completed }) => completed)),
      denominator: sum(told.map(({ required }) => required)),
      coverage: told.length / due.length,
    });
    expect(at("rel.validation_settlement", 5)?.note).toBe("1 expired without a settlement");
  });

  it("name each payer's spending, and what payers pay to slots of their own", () => {
    const mine = ESCROWS.filter(
      ({ creator, settled }) => creator === hostOf(1) && settled !== null && settled > 325 && settled < 425,
    );
    expect(at("aux.spend_per_payer", 3, { payer: hostOf(1) })?.value).toBeCloseTo(sum(mine.map(payoutOf)) / 1e9, 12);
    const own = sum(mine.flatMap(({ costs, slots }) => costs.filter((_, slot) => slots[slot] === hostOf(1))));
    expect(at("mkm.gaming_flags", 3, { measure: "own_slots" })?.numerator).toBe(own);
    expect(own).toBeGreaterThan(0);
  });

  it("split attempts by what became of them", () => {
    const all = ESCROWS.filter(({ epoch, read }) => epoch === 5 && read).flatMap(attemptsOf);
    const counts = {
      started: all.length,
      confirmed: all.filter(({ confirmedAt }) => confirmedAt !== null).length,
      finished: all.filter(({ completion }) => completion !== null).length,
      refused: all.filter(({ timeout }) => timeout === 1).length,
      timed_out: all.filter(({ timeout }) => timeout === 2).length,
      unfinished: all.filter(({ timeout, completion }) => timeout === null && completion === null).length,
      challenged: all.filter(({ challenged }) => challenged > 0).length,
      invalidated: all.filter(({ votesAgainst }) => votesAgainst > 2).length,
    };
    for (const [outcome, count] of Object.entries(counts)) {
      expect(at("aux.session_outcomes", 5, { outcome })?.value, outcome).toBe(count);
      expect(count, outcome).toBeGreaterThan(0);
    }
    const models = published.filter(
      (row) => row.indicator === "aux.session_outcomes" && row.bucket === 5 && row.labels.includes("model_id"),
    );
    expect(sum(models.filter(({ labels }) => labels.includes('"finished"')).map(({ value }) => value ?? 0))).toBe(
      counts.finished,
    );
  });

  it("give each model's utilization, and the blocks that proof of compute took", () => {
    for (const { id, value, capacity } of usedOf(6)) {
      expect(((at("scl.utilization", 6, { model_id: id })?.value ?? -1) + 1) / (value + 1)).toBeCloseTo(1, 9);
      expect(at("scl.capacity_tps", 6, { model_id: id })?.value).toBeCloseTo(capacity, 6);
    }
    const { poc_stage_duration, poc_exchange_duration, poc_validation_delay, poc_validation_duration } = paramsRow();
    const stages = poc_stage_duration + poc_exchange_duration + poc_validation_delay + poc_validation_duration;
    // Of an epoch of 100 blocks without a confirmation PoC.
    expect(at("scl.utilization", 6, { measure: "poc_overhead" })).toMatchObject({ value: stages / 100, samples: 0, coverage: 1 });
  });

  it("say which model is how much of the tokens", () => {
    const tokens = tokensOf(3);
    const all = sum([...tokens.values()]);
    for (const [model_id, own] of tokens)
      expect(at("mdl.new_model_token_share", 3, { model_id })).toMatchObject({ value: own / all, note: "new" });
  });

  it("follow the changes of four weeks", () => {
    // Epochs last five days: the one of 28 days before the eighth began is the second.
    const [now, then] = [sharesOf(8), sharesOf(2)];
    const moved = [...now.demand.keys()].map((id): [number, number] => [
      (now.demand.get(id) ?? 0) - (then.demand.get(id) ?? 0),
      (now.capacity.get(id) ?? 0) - (then.capacity.get(id) ?? 0),
    ]);
    expect(at("mkm.capacity_follows_demand", 8, { measure: "change_4_weeks" })?.value).toBeCloseTo(
      spearman(moved) ?? Number.NaN,
      9,
    );
    expect(at("mkm.capacity_follows_demand", 3, { measure: "change_4_weeks" })).toMatchObject({ value: null });
  });
});

describe("what was not seen", () => {
  it("lowers the coverage, and below the floor the value stays provisional", () => {
    for (const epoch of EPOCHS) {
      expect(at("aux.session_outcomes", epoch)?.coverage, `${epoch}`).toBeCloseTo(readShareOf(epoch), 12);
      const row = at("scl.utilization", epoch);
      expect(row?.coverage, `${epoch}`).toBeCloseTo(coverageOf(epoch), 12);
      if (coverageOf(epoch) < 0.8) expect(row?.state, `${epoch} ${row?.note}`).toBe("provisional");
    }
  });

  it("is nothing of an epoch whose sessions were read to their end", () => {
    expect(at("scl.utilization", 5)).toMatchObject({ state: "ok", note: expect.stringMatching(/5 of 5 sessions read/) });
  });

  it("is no history: without 30 days of settlements there is no count of their payers", () => {
    for (const indicator of ["use.active_payers", "use.new_devs_activated"])
      expect(at(indicator, 3)).toMatchObject({
        value: null,
        state: "not_enough_data",
        note: expect.stringMatching(/30 days before/),
      });
  });

  it("ends a row of busy days as unknown, not as 0", () => {
    expect(at("mkm.trigger_days", 2)).toMatchObject({ value: null, state: "not_enough_data" });
    expect(at("mkm.trigger_days", 7)).toMatchObject({ note: "estimate: since an epoch below 0.4" });
    expect(at("mkm.trigger_days", 7)?.value).toBeCloseTo(10, 9);
  });

  it("ends it as 0 where utilization is low, and says how low", () => {
    const low = EPOCHS.filter((epoch) => at("mkm.trigger_days", epoch)?.value === 0);
    expect(low.length).toBeGreaterThan(0);
    for (const epoch of low) {
      const used = at("scl.utilization", epoch)?.value ?? 0;
      expect(used).toBeGreaterThan(0);
      expect(at("mkm.trigger_days", epoch)?.note).toBe(`estimate: utilization ${Number(used.toFixed(6))}, below 0.4`);
    }
  });
});
