import { UPGRADE_PLANS } from "../../../storage/facts/tables.ts";
import { decodeUpgradePlan } from "../../decode/governance.ts";
import { ask } from "../../inquiry.ts";
import type { LiveQuestion } from "../pinned.ts";
import { toldTo } from "./told.ts";

const question = { topic: "upgrade_plan" as const, epoch: 0, subject: "" };

/** The scheduled software upgrade: `cosmos/upgrade/v1beta1/current_plan`. None is an answer without rows. */
export const upgradePlan: LiveQuestion = {
  questions: () => [question],
  async ask(context, source, pin) {
    const inquiry = {
      question,
      route: "current_plan",
      path: "/chain-api/cosmos/upgrade/v1beta1/current_plan",
      decode: decodeUpgradePlan,
      rows: () => [],
    };
    const reply = await ask(context, source, inquiry, pin.height);
    return toldTo(reply, question, (plan) => [{ table: UPGRADE_PLANS, rows: plan === null ? [] : [plan] }]);
  },
};
