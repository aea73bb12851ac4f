/** The kinds of question that sources are asked. An answer is stored, voted on and found again by (topic, epoch, subject). */
export const TOPICS = [
  /** Root group of an epoch with its members. */
  "epoch_group",
  /** A model's group of an epoch with its members and ML nodes; subject: the model id. */
  "model_group",
  "epoch_results",
  /** The same, put together from one answer a member, where no source gives the whole. */
  "epoch_results_by_member",
  "exclusions",
  "poc_events",
  /** A block header that an epoch's times rest on; subject: the height. */
  "header",
  "params",
  "head",
  "clock",
  // Of the running network, at a pinned height; the last one before the epoch's end is final.
  "participants",
  "participant_stats",
  "hardware",
  "validators",
  "signing_infos",
  "supply",
  "community_pool",
  "tokenomics",
  "settle_amounts",
  /** Authz grants and feegrant allowances of the granters that are known. */
  "grants",
  /** `poc_validation_snapshot` of the epoch that the PoC forms. */
  "poc_snapshot",
  "poc_delegations",
  "preserved_nodes",
  "maintenance",
  "slashing_params",
  "models",
  "proposals",
  /** Subject: the proposal id. */
  "tally",
  "upgrade_plan",
  /** What the chain takes for the models' capacity. */
  "model_capacities",
  /** Classic on-chain inference, asked of epochs before v0.2.14 alone. */
  "classic_stats",
] as const;
export type Topic = (typeof TOPICS)[number];

/** Topics that belong to no epoch: the newest answer of each source speaks of now. */
export const EPOCHLESS: readonly Topic[] = [
  "header",
  "params",
  "head",
  "clock",
  "slashing_params",
  "models",
  "proposals",
  "tally",
  "upgrade_plan",
];

/** What is asked: `epoch` is 0 for a question about no epoch. */
export interface Question {
  readonly topic: Topic;
  readonly epoch: number;
  /** A model id, a height; empty where the epoch says it all. */
  readonly subject: string;
}

export const questionKey = ({ topic, epoch, subject }: Question) => `${topic}|${epoch}|${subject}`;
