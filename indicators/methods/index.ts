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

/** First epochs of the methods that start with their facts, by `startKey`; one that never started on the chain isn't in it. */
export type MethodStarts = ReadonlyMap<string, number>;
export const startKey = ({ indicator, version }: Pick<Method, "indicator" | "version">) => `${indicator} v${version}`;

/** The first epoch at which a method holds on a chain; null where it doesn't yet. */
export const firstEpochOf = (method: Method, starts: MethodStarts): number | null =>
  method.startsWithFacts ? (starts.get(startKey(method)) ?? null) : method.validFromEpoch;

/** The method that holds at an epoch: the newest that is valid there, else the oldest (whose value is then `not_enough_data`). */
export function methodAt(
  indicator: string,
  epoch: number,
  starts: MethodStarts,
  methods: readonly Method[] = METHODS,
): Method | undefined {
  const all = methodsOf(indicator, methods);
  const holds = (method: Method) => (firstEpochOf(method, starts) ?? Number.POSITIVE_INFINITY) <= epoch;
  return all.findLast(holds) ?? all[0];
}
