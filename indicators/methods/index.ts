import type { Method } from "../method.ts";
import { settledTokens } from "./aux.settled_tokens.v1.ts";
import { h100eConfirmed } from "./cap.h100e_confirmed.v1.ts";
import { hostsActive } from "./cap.hosts_active.v1.ts";
import { hostsNetNew30d } from "./cap.hosts_net_new_30d.v1.ts";
import { weightTop3Share } from "./cap.weight_top3_share.v1.ts";
import { groupLosses } from "./mdl.group_losses.v1.ts";
import { hostsPerModel } from "./mdl.hosts_per_model.v1.ts";
import { rewardWorkCorr } from "./mkm.reward_work_corr.v1.ts";
import { hostFailureRate } from "./rel.host_failure_rate.v1.ts";
import { confirmationRatioP10 } from "./ret.confirmation_ratio_p10.v1.ts";
import { exclusionRate } from "./ret.exclusion_rate.v1.ts";
import { hostRetention30d } from "./ret.host_retention_30d.v1.ts";
import { weightRetention30d } from "./ret.weight_retention_30d.v1.ts";
import { modelsActive } from "./scl.models_active.v1.ts";

/** Every method of every indicator. */
export const METHODS: readonly Method[] = [
  h100eConfirmed,
  hostsActive,
  hostsNetNew30d,
  weightTop3Share,
  hostRetention30d,
  weightRetention30d,
  exclusionRate,
  confirmationRatioP10,
  hostFailureRate,
  modelsActive,
  hostsPerModel,
  groupLosses,
  rewardWorkCorr,
  settledTokens,
];

/** The methods of one indicator, oldest first. */
export const methodsOf = (indicator: string, methods: readonly Method[] = METHODS): readonly Method[] =>
  methods.filter((method) => method.indicator === indicator).sort((a, b) => a.version - b.version);

/** The method that holds at an epoch: the newest that is valid there, else the oldest (whose value is then `not_enough_data`). */
export function methodAt(indicator: string, epoch: number, methods: readonly Method[] = METHODS): Method | undefined {
  const all = methodsOf(indicator, methods);
  return all.findLast(({ validFromEpoch }) => validFromEpoch <= epoch) ?? all[0];
}
