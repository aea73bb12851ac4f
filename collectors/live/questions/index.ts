import type { LiveQuestion } from "../pinned.ts";
import { proposals } from "./governance.ts";
import { hardware } from "./hardware.ts";
import { modelCapacities } from "./model-capacities.ts";
import { models } from "./models.ts";
import { participants } from "./participants.ts";
import { preservedNodes } from "./preserved-nodes.ts";
import { settleAmounts } from "./settle-amounts.ts";
import { tokenomics } from "./tokenomics.ts";
import { upgradePlan } from "./upgrade-plan.ts";

/** What is asked of the running epoch, every ten minutes. */
export const EPOCH_QUESTIONS: readonly LiveQuestion[] = [participants, hardware, tokenomics, settleAmounts, preservedNodes];

/** What is asked of an epoch's last state alone: nobody needs it sooner, and every request counts against a node's limit. */
export const CLOSING_QUESTIONS: readonly LiveQuestion[] = [modelCapacities];

/** What governance keeps, whatever the epoch: asked hourly. */
export const REGISTRY_QUESTIONS: readonly LiveQuestion[] = [models, proposals, upgradePlan];
