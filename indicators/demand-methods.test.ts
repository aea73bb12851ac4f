import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOf } from "../storage/testing/made-up-network.ts";
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
import { DEMAND, EPOCHS } from "./testing/demand-facts.ts";
import { storeDemand } from "./testing/store-demand.ts";
import { DEMAND_TRUTH } from "./testing/truth-demand.ts";

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
