import { EVERY_DAY, EVERY_EPOCH } from "./freshness.ts";

/** A series that helps to read the 139 indicators and measures nothing of the roadmap by itself. Ids start with `aux.`. */
export interface AuxiliarySeries {
  readonly id: `aux.${string}`;
  readonly name: string;
  readonly definition: string;
  readonly unit: string;
  readonly labels: readonly string[];
  readonly freshness: number;
}

export const auxiliary: readonly AuxiliarySeries[] = [
  {
    id: "aux.settled_tokens",
    name: "Settled tokens per epoch (upper estimate)",
    definition:
      "Σ earned_coins ÷ token_price of an epoch whose inference was all devshard; an upper estimate, because earned coins also hold the sessions' fee shares",
    unit: "tokens/epoch",
    labels: [],
    freshness: EVERY_EPOCH,
  },
  {
    id: "aux.host_uptime",
    name: "Host uptime as probed",
    definition:
      "minutes up ÷ minutes up and down, over the verdicts of every vantage point: a verdict holds until the next one, at most 10 " +
      "minutes; unknown and maintenance are neither, their minutes stand beside",
    unit: "%",
    labels: ["address", "vantage"],
    freshness: EVERY_EPOCH,
  },
  {
    id: "aux.tokens_settled",
    name: "Tokens per day, settled (T1)",
    definition:
      "Σ host_stats.cost ÷ the escrow's token_price of the sessions settled in the bucket, by block time: what was paid for; usage lies " +
      "before it",
    unit: "tokens/day",
    labels: ["model_id"],
    freshness: EVERY_DAY,
  },
  {
    id: "aux.tokens_host_epoch_stats",
    name: "Tokens per day, by the chain's sums of hosts (T1')",
    definition:
      "Σ cost in devshard_host_epoch_stats over hosts ÷ token_price, of the settled escrows that were opened in the epoch",
    unit: "tokens/day",
    labels: [],
    freshness: EVERY_EPOCH,
  },
  {
    id: "aux.tokens_sessions",
    name: "Tokens per day, by the diffs of sessions (T2)",
    definition:
      "Σ prompt and completion tokens of the finished inferences in the diffs that hosts serve of their sessions, settled or not; inferences " +
      "served, not requests of users",
    unit: "tokens/day",
    labels: ["model_id", "kind"],
    freshness: EVERY_DAY,
  },
  {
    id: "aux.tokens_host_counters",
    name: "Tokens per day, by hosts' counters (T2b)",
    definition:
      "growth of devshard_mlnode_tokens_sum{path=execute} over hosts, restarts and replicas minded: executed work, also where its finish " +
      "never reached a diff",
    unit: "tokens/day",
    labels: ["kind"],
    freshness: EVERY_DAY,
  },
  {
    id: "aux.tokens_mlnodes",
    name: "Tokens per day, by ML nodes' counters (T3)",
    definition:
      "growth of vLLM's counters of prompt and generated tokens on the ML nodes that hosts expose: work for users, PoC and validation alike",
    unit: "tokens/day",
    labels: ["model_id", "kind"],
    freshness: EVERY_DAY,
  },
  {
    id: "aux.tokens_reconciliation",
    name: "Estimators of tokens against each other",
    definition:
      "T1 ÷ T2 and T2b ÷ T2 where both saw at least 0.8 of the bucket, of all hosts and of each; the network-wide row is the one farther " +
      "from 1",
    unit: "ratio",
    labels: ["pair", "address"],
    freshness: EVERY_DAY,
  },
  {
    id: "aux.session_outcomes",
    name: "Session attempts by what became of them",
    definition:
      "attempts started in the sessions of the epoch's escrows, beside it how many were confirmed, finished, refused, timed out, left " +
      "unfinished, challenged and invalidated; attempts are no user requests and finished ÷ started is no success rate: gateways race hosts",
    unit: "attempts/epoch",
    labels: ["outcome", "model_id"],
    freshness: EVERY_EPOCH,
  },
  {
    id: "aux.spend_per_payer",
    name: "Spend per payer",
    definition:
      "GNK that the settlements of the epoch paid out (Σ amount − remainder): the mean over payers, and each payer's; payers are gateways, not end users",
    unit: "GNK/epoch",
    labels: ["payer"],
    freshness: EVERY_EPOCH,
  },
  {
    id: "aux.tokens_classic",
    name: "Tokens per day, classic on-chain inference (T0, history)",
    definition:
      "prompt and completion tokens of the classic inferences that the chain's statistics count in an epoch before v0.2.14 (2026-07-23) ÷ its " +
      "days; history only, never part of tokens per day today",
    unit: "tokens/day",
    labels: ["model_id"],
    freshness: EVERY_EPOCH,
  },
  {
    id: "aux.busy_share",
    name: "Busy share of ML nodes",
    definition:
      "share of the moments asked at which an ML node had requests running (vllm:num_requests_running > 0), nodes by their GPUs; work for " +
      "users, validation and redundant answers alike",
    unit: "%",
    labels: ["model_id"],
    freshness: EVERY_DAY,
  },
  {
    id: "aux.chain_capacity",
    name: "Capacity as the chain says it (weight proxy)",
    definition:
      "Σ capacity in all_model_capacities: a proxy made of weights that the chain's pricing takes for tokens per second; the query is " +
      "reported broken and answers with an empty list",
    unit: "tokens/s as the chain calls it",
    labels: ["model_id"],
    freshness: EVERY_EPOCH,
  },
];
