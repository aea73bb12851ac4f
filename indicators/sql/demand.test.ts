import { afterAll, beforeAll, it } from "vitest";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { checkMethods } from "../evaluator/check-methods.ts";
import { spendPerPayer } from "../methods/aux.spend_per_payer.v1.ts";
import { repeatUsage } from "../methods/dev.repeat_usage.v1.ts";
import { gamingFlags } from "../methods/mkm.gaming_flags.v1.ts";
import { validationSettlement } from "../methods/rel.validation_settlement.v1.ts";
import { activePayers } from "../methods/use.active_payers.v1.ts";
import { newDevsActivated } from "../methods/use.new_devs_activated.v1.ts";
import { valueFlowHost } from "../methods/use.value_flow_host.v1.ts";

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("demand");
}, 60_000);
afterAll(() => store?.remove());

it.each([activePayers, newDevsActivated, repeatUsage, valueFlowHost, validationSettlement, gamingFlags, spendPerPayer])(
  "$indicator fits the schema",
  async (method) => {
    await checkMethods(store.client, [method]);
  },
);
