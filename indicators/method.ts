/** A kind of fact that the nodes tell of an epoch in one answer, judged by the vote on it. */
export type ToldNeed =
  | "participants"
  | "participant_stats"
  | "hardware"
  | "validators"
  /** Of the PoC that formed the epoch. */
  | "poc_snapshot"
  /** Told in the epoch whose members vote: the one before. */
  | "poc_delegations"
  /** Confirmation PoCs of the epoch. */
  | "poc_events"
  | "grants"
  | "maintenance"
  /** What the chain takes for the models' capacity. */
  | "model_capacities"
  /** Classic on-chain inference, asked of epochs before v0.2.14: elsewhere there is no bucket. */
  | "classic_stats";

/** A kind of fact that this service observed itself. */
export type ObservedNeed =
  /** A valid round of probes within the epoch. */
  | "probes"
  /** What hosts said of themselves within the epoch. */
  | "reports"
  /** Every block of an epoch that is over. */
  | "blocks"
  /** The transactions of every stored block that has any. */
  | "transactions"
  /** Probes of the sandbox within the epoch. */
  | "sandbox"
  /** The transactions of the epoch's blocks, and a row of every escrow they opened. */
  | "escrows"
  /** The transactions of the epoch's blocks, and rows of every escrow they settled. */
  | "settlements"
  /** What the chain says of hosts that worked in the epoch's settled escrows. */
  | "host_epoch_stats"
  /** Diffs of the epoch's sessions; with it what hosts and the chain told of them beside: details, settlements, and that they expired. */
  | "sessions"
  /** What devshard hosts counted, asked within the epoch. */
  | "counters"
  /** What ML nodes counted, asked within the epoch. */
  | "mlnode_counters";

/** A kind of fact that a method reads; the evaluator knows whether it is complete for an epoch. */
export type Need =
  /** Root group: members and their weights. */
  | "members"
  /** Every model group that the root names, with ML nodes. */
  | "model_groups"
  | "results"
  | "exclusions"
  | "params"
  /** Governance proposals: one list that grows, as the parameters are one line of versions. */
  | "proposals"
  /** Block times of the epoch's first block, and of the next epoch's where there is one. */
  | "times"
  | ToldNeed
  | ObservedNeed;

/** What a method reads beside the bucket's own epoch. Where it is incomplete the value is `not_enough_data`. */
export type History =
  | { readonly kind: "epochs"; readonly back: number; readonly needs: readonly Need[] }
  /** Every epoch from the one that was effective `days` before this epoch began. */
  | { readonly kind: "days"; readonly days: number; readonly needs: readonly Need[] }
  /** Every epoch since the chain's first. */
  | { readonly kind: "all"; readonly needs: readonly Need[] }
  /** Of the epoch itself: what the value is calibrated or restricted by, not what it is about. */
  | { readonly kind: "calibration"; readonly needs: readonly Need[] };

/**
 * What the SQL takes where it is there, beyond what the value needs: it says itself where that is incomplete, and the bucket is computed
 * again when it changes. Of the epochs of the days before, or of those from one to another, counted from the bucket's own.
 */
export type AlsoRead =
  | { readonly days: number; readonly needs: readonly Need[] }
  | { readonly from: number; readonly to: number; readonly needs: readonly Need[] };

/** Parts of the chain that it has off, or not at all, until governance switches them on. */
export type Switch = "maintenance_enabled";

/**
 * Estimators of which a method takes one for each bucket. They count different things: where another one is taken than in the bucket before,
 * the series breaks.
 */
export interface Picks {
  /** The label of the row that names the estimator of a bucket. */
  readonly label: string;
  /** What each counts, in words; the first that saw `minCoverage` of the bucket is taken, else the one that saw most. */
  readonly estimators: Readonly<Record<string, string>>;
  /**
   * SQL with the same parameters as `sql`, over its {buckets}: `bucket, estimator, value, coverage, samples, note, chosen Bool`, a row for each
   * estimator whose facts are whole in the bucket.
   */
  readonly candidates: string;
}

/**
 * One version of how an indicator is computed. Both versions of a change stay: the chart shows the break, `reason` says why.
 *
 * `sql` takes {chain:String}, {as_of:DateTime64(6)}, {first:UInt32} and {last:UInt32} (the first and last epoch wanted), also
 * {buckets:Array(UInt32)}, {starts:Array(Int64)} and {ends:Array(Int64)} (those of them that are over, in unix nanoseconds), and returns
 * `epoch, labels Map(String, String), value, numerator, denominator, coverage, samples, note`, one row with empty labels an epoch (the
 * network-wide row) and any number of label rows. It never decides a state: a null value says why in `note`, a number names there what
 * it assumes. Ratios are 0–1; coverage is the share of reality seen, null where the whole is unknown.
 */
export interface Method {
  readonly indicator: string;
  readonly version: number;
  /** First epoch at which the method holds. */
  readonly validFromEpoch: number;
  /**
   * The method replaces one that does without facts which were not always collected: on each chain it holds from the first epoch, at or
   * after `validFromEpoch`, for which all it reads was collected, and has no bucket before. Later gaps are gaps.
   */
  readonly startsWithFacts?: true;
  /** The value is null by nature while the chain has this off. */
  readonly measurable?: Switch;
  /** The bucket comes to be when its epoch is over. */
  readonly waitsForEnd?: true;
  /** Why this version exists, in one sentence. */
  readonly reason: string;
  /** How it is computed, in one sentence for people. */
  readonly summary: string;
  readonly estimate: boolean;
  readonly needs: readonly Need[];
  /** Of these one is enough, beside `needs`: the SQL takes what is there, and says in `note` what it took. */
  readonly anyOf?: readonly (readonly Need[])[];
  readonly history: readonly History[];
  /** Every table that the SQL names holds facts of `needs`, `anyOf`, `history` or of these: a test sees to it. */
  readonly alsoReads?: readonly AlsoRead[];
  /** Fewest samples with which the network-wide row is a number. */
  readonly minSamples: number;
  readonly picks?: Picks;
  /** The value stays provisional while it saw less of reality than this share. */
  readonly minCoverage?: number;
  readonly sql: string;
  /**
   * For what has a UTC day's own number: as `sql`, with `day` (days since 1970-01-01) in place of `epoch`, and {first_day:UInt32} and
   * {last_day:UInt32} in place of the epochs, whose spans are those of the days. Without it a day's value is that of the epoch effective at its end. The day needs the facts of
   * every epoch that it has a part of; with `waitsForEnd` it has no bucket until it is over.
   */
  readonly daySql?: string;
}
