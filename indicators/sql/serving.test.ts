import { afterAll, beforeAll, it } from "vitest";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { checkMethods } from "../evaluator/check-methods.ts";
import { sessionOutcomes } from "../methods/aux.session_outcomes.v1.ts";
import { altQualityPass } from "../methods/hw.alt_quality_pass.v1.ts";
import { newModelTokenShare } from "../methods/mdl.new_model_token_share.v1.ts";
import { capacityFollowsDemand } from "../methods/mkm.capacity_follows_demand.v1.ts";
import { triggerDays } from "../methods/mkm.trigger_days.v1.ts";
import { capacityTps } from "../methods/scl.capacity_tps.v1.ts";
import { pocRealCorr } from "../methods/scl.poc_real_corr.v1.ts";
import { throughputPerH100e } from "../methods/scl.throughput_per_h100e.v1.ts";
import { utilization } from "../methods/scl.utilization.v1.ts";

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("serving");
}, 60_000);
afterAll(() => store?.remove());

it.each([
  sessionOutcomes,
  capacityTps,
  throughputPerH100e,
  pocRealCorr,
  altQualityPass,
  utilization,
  triggerDays,
  newModelTokenShare,
  capacityFollowsDemand,
])("$indicator fits the schema", async (method) => {
  await checkMethods(store.client, [method]);
});
