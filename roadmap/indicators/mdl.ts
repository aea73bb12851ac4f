import { EVERY_DAY, EVERY_EPOCH } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Models: launches, model groups and their votes. */
export const mdl: readonly IndicatorEntry[] = [
  {
    id: "mdl.launch_lead_time",
    name: "Model launch lead time",
    metric: "P",
    part: "live",
    definition:
      "governance proposal passed → first epoch with weight > 0 and ≥ 3 hosts " +
      "for the model (DeepSeek V4 Flash: passed 12 Aug, active 14 Aug 2026)",
    unit: "days",
    direction: "down",
    target: "none in the roadmap text",
    sourceClass: "A",
    source: "gov proposals; epoch_group_data",
    labels: ["model_id"],
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "mdl.launch_success",
    name: "Launch success and rollbacks",
    metric: "P",
    part: "live",
    definition: "bootstrap attempts that became active on the first try; removals/re-bootstraps (Kimi: epochs 306–307, 328–329)",
    unit: "%; count",
    direction: "up; down",
    target: "none in the roadmap text",
    sourceClass: "A",
    source: "sub_group_models transitions",
    labels: ["measure"],
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "mdl.new_model_token_share",
    name: "Token share of models younger than 60 d",
    metric: "P",
    part: "inference",
    definition: "tokens of new models ÷ all tokens",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A+C",
    source: "use.tokens_day by model",
    labels: ["model_id"],
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "mdl.hosts_per_model",
    name: "Hosts and H100e per model group",
    metric: "P",
    part: "spine",
    definition: "hosts with weight in the group; H100e; top-1 share",
    methodV1:
      "network-wide row: distinct hosts with weight in any model group; one row a model " +
      "beside it; H100e per group is a label row of its own and not part of the state",
    unit: "count",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A",
    source: "epoch_group_data?model_id",
    labels: ["model_id", "measure"],
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "ok" },
  },
  {
    id: "mdl.vote_margin",
    name: "PoC validation margin per model group",
    metric: "P",
    part: "live",
    definition:
      "per model group: voting power able to vote on its PoC (direct + delegated to a member) ÷ total " +
      "network weight − 2/3, in percentage points; refusals and absent delegations named beside it",
    unit: "% points",
    direction: "up",
    target: "none in the roadmap text (protocol threshold 2/3)",
    sourceClass: "A",
    source:
      "poc_validation_snapshot/{poc height}: model_voting_powers, total_network_weight (filled " +
      "at validationStart, deleted at setNewValidators: collect between them); " +
      "poc_delegation/{addr}; preserved_nodes_snapshot. Not the n² poc_v2_validations_for_stage",
    labels: ["model_id"],
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "mdl.group_losses",
    name: "Model groups lost",
    metric: "P",
    part: "spine",
    definition: "groups that lost their majority and were dropped",
    methodV1:
      "epoch axis: model groups with weight in epoch E−1 and none in E; the " +
      "sum per quarter is not_enough_data without the quarter's full history",
    unit: "count/quarter",
    direction: "down",
    target: "none in the roadmap text",
    sourceClass: "A",
    source: "sub_group_models transitions",
    labels: ["model_id", "period"],
    freshness: EVERY_EPOCH,
    expect: { simulator: "ok", recordings: "ok" },
  },
];
