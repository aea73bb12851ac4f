import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { indicatorById, roadmap } from "../roadmap/index.ts";
import { ConfigurationError } from "../storage/errors.ts";
import { type AnswerOnRecord, readAnswersOf } from "../storage/read/answers.ts";
import { readObserved } from "../storage/read/observed.ts";
import { NOW, queryRows } from "../storage/read/query.ts";
import { type Epoch, readEpochs, readVotes, type Vote } from "../storage/read/votes.ts";
import { FactsInventory } from "./evaluator/completeness.ts";
import { type DayBucket, dateOf, dayBuckets, dayOf } from "./evaluator/days.ts";
import { filledQuery } from "./evaluator/method-sql.ts";
import { readMethodStarts } from "./evaluator/method-starts.ts";
import { readPublished, type VersionedRow } from "./evaluator/published.ts";
import { daySpan, epochSpan, spanParams } from "./evaluator/spans.ts";
import { readSwitches } from "./evaluator/switches.ts";
import { type Evidence, readEvidence } from "./evidence/evidence.ts";
import type { Method, Need } from "./method.ts";
import { firstEpochOf, methodAt, methodsOf } from "./methods/index.ts";

/** Which value to explain: an epoch's, a UTC day's, or the newest that has a number. */
export interface ExplainRequest {
  readonly chain: string;
  readonly indicator: string;
  readonly epoch: number | null;
  /** `YYYY-MM-DD`. */
  readonly day: string | null;
  readonly method: number | null;
  readonly now: Date;
  /** Of sessions and of hosts so many are listed at most. */
  readonly most: number;
}

/** A question that the value rests on: what holds, who said so, and at which heights. */
export interface ExplainedQuestion extends Vote {
  readonly answers: readonly AnswerOnRecord[];
}

/** Everything a stranger needs to compute a value again. */
export interface Explanation {
  readonly chain_id: string;
  readonly indicator: {
    readonly id: string;
    readonly name: string;
    readonly definition: string;
    readonly unit: string;
    readonly source: string;
  };
  readonly axis: "epoch" | "day";
  readonly epoch: number;
  readonly day: string | null;
  readonly epoch_starts_at: string | null;
  readonly epoch_ends_at: string | null;
  readonly method: Pick<
    Method,
    "version" | "summary" | "reason" | "validFromEpoch" | "estimate" | "minSamples" | "needs" | "history"
  >;
  readonly rows: readonly VersionedRow[];
  /** Of the facts of the bucket itself, and of the earlier epochs the method reads. */
  readonly completeness: { readonly own: string; readonly history: string };
  readonly questions: readonly ExplainedQuestion[];
  /** Null where the value rests on no sessions or hosts' counters, or where its bucket has no end yet. */
  readonly evidence: Evidence | null;
  /** Moment of the facts that the value was computed from (UTC). */
  readonly as_of: string;
  readonly sql: string;
}

/** The topics that hold the facts of a need. */
const TOPICS_OF: Readonly<Record<Need, readonly string[]>> = {
  members: ["epoch_group"],
  model_groups: ["epoch_group", "model_group"],
  results: ["epoch_results", "epoch_results_by_member"],
  exclusions: ["exclusions"],
  params: ["params"],
  times: ["epoch_group", "header"],
  proposals: ["proposals"],
  participants: ["participants"],
  participant_stats: ["participant_stats"],
  hardware: ["hardware"],
  validators: ["validators"],
  poc_snapshot: ["poc_snapshot"],
  poc_delegations: ["poc_delegations"],
  poc_events: ["poc_events"],
  grants: ["grants"],
  maintenance: ["maintenance"],
  model_capacities: ["model_capacities"],
  classic_stats: ["classic_stats"],
  // Observed, not told: nothing was asked and nobody voted.
  probes: [],
  reports: [],
  blocks: [],
  transactions: [],
  sandbox: [],
  escrows: [],
  settlements: [],
  host_epoch_stats: [],
  sessions: [],
  counters: [],
  mlnode_counters: [],
};

/** Explains one value. @throws ConfigurationError when there is no such indicator, method or bucket; the message says which there are. */
export async function explain(client: ClickHouseClient, request: ExplainRequest): Promise<Explanation> {
  const { chain, indicator } = request;
  const definition = indicatorById(indicator) ?? roadmap.auxiliary.find(({ id }) => id === indicator);
  if (!definition) throw new ConfigurationError(`there is no indicator ${indicator}`);
  if (methodsOf(indicator).length === 0)
    throw new ConfigurationError(`${indicator} has no method yet: there is nothing to explain`);
  const [epochs, votes, switches, starts] = await Promise.all([
    readEpochs(client, chain),
    readVotes(client, chain),
    readSwitches(client, chain, NOW),
    readMethodStarts(client, chain),
  ]);
  const axis = request.day === null ? "epoch" : "day";
  const day = request.day === null ? null : dayAt(request.day, epochs, request.now);
  const epoch = day?.epoch ?? request.epoch ?? (await newestEpoch(client, request));
  const method =
    request.method === null
      ? methodAt(indicator, epoch, starts)
      : methodsOf(indicator).find(({ version }) => version === request.method);
  if (!method) throw new ConfigurationError(`${indicator} has no method ${request.method}`);
  const bucket = day?.day ?? epoch;
  // A day that has its own number rests on every epoch that has a part of it.
  const ownDay = method.daySql === undefined ? null : day;
  const rows = await readPublished(client, chain, {
    indicator,
    axis,
    method: method.version,
    firstBucket: bucket,
    lastBucket: bucket,
  });
  const [network] = rows;
  if (!network)
    throw new ConfigurationError(`${indicator} has no value at ${axis} ${request.day ?? epoch}: it was never evaluated there`);
  const asOf = await lastPublished(client, chain, network);
  const inventory = new FactsInventory({ votes, epochs, observed: await readObserved(client, chain, NOW, epochs), switches });
  const known = inventory.epoch(epoch);
  const { version, summary, reason, estimate, minSamples, needs, history } = method;
  const spans = spanParams([ownDay ? daySpan(bucket) : known ? epochSpan(known) : null]);
  const validFromEpoch = firstEpochOf(method, starts) ?? method.validFromEpoch;
  return {
    chain_id: chain,
    indicator: {
      id: indicator,
      name: definition.name,
      definition: definition.definition,
      unit: definition.unit,
      source: "source" in definition ? definition.source : "",
    },
    axis,
    epoch,
    day: request.day,
    epoch_starts_at: known?.starts_at ?? null,
    epoch_ends_at: known?.ends_at ?? null,
    method: { version, summary, reason, validFromEpoch, estimate, minSamples, needs, history },
    rows,
    completeness: {
      own: words(ownDay ? inventory.ownOfDay(method, ownDay) : inventory.own(method, epoch)),
      history:
        method.history.length === 0
          ? "reads none"
          : words(ownDay ? inventory.historyOfDay(method, ownDay) : inventory.history(method, epoch)),
    },
    questions: (
      await Promise.all(
        (ownDay?.epochs ?? [epoch]).map((one) => questionsOf(client, chain, method, one, votes, inventory.epoch(one))),
      )
    ).flat(),
    evidence:
      spans.buckets.length === 0 ? null : await readEvidence(client, method, { chain, as_of: asOf, ...spans }, request.most),
    as_of: asOf,
    sql: filledQuery(method, {
      chain,
      as_of: asOf,
      ...spans,
      ...(ownDay ? { first_day: bucket, last_day: bucket } : { first: epoch, last: epoch }),
    }),
  };
}

/**
 * When any row of the bucket was last published or withdrawn: rows that had not changed by then are older, but still what the method gave.
 */
async function lastPublished(client: ClickHouseClient, chain: string, row: VersionedRow): Promise<string> {
  const { indicator, method, axis, bucket } = row;
  const query = `SELECT toString(max(published_at)) AS moment FROM indicator_values WHERE chain_id = {chain:String}
    AND indicator = {indicator:String} AND method = {method:UInt16} AND axis = {axis:String} AND bucket = {bucket:UInt32}`;
  const [newest] = await queryRows(client, z.object({ moment: z.string() }), query, { chain, indicator, method, axis, bucket });
  return newest?.moment ?? row.published_at;
}

/** What is read of the bucket's own epoch: its facts, and what they are calibrated by. */
const needsAt = ({ needs, anyOf = [], history }: Method): readonly Need[] => [
  ...needs,
  ...anyOf.flat(),
  ...history.flatMap((one) => (one.kind === "calibration" ? one.needs : [])),
];

const words = (facts: ReturnType<FactsInventory["own"]>) =>
  facts.kind === "complete" ? `complete${facts.final ? ", final" : ", may still change"}` : `${facts.kind}: ${facts.detail}`;

async function newestEpoch(client: ClickHouseClient, { chain, indicator }: ExplainRequest): Promise<number> {
  const rows = await readPublished(client, chain, { indicator, axis: "epoch", networkOnly: true });
  const newest = rows.findLast(({ value }) => value !== null) ?? rows.at(-1);
  if (!newest) throw new ConfigurationError(`${indicator} has no value yet: run \`npm run gonka-kpi -- evaluate\``);
  return newest.bucket;
}

function dayAt(day: string, epochs: readonly Epoch[], now: Date): DayBucket {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || Number.isNaN(Date.parse(day)))
    throw new ConfigurationError("--date takes a UTC day such as 2026-05-14");
  const buckets = dayBuckets(epochs, now);
  const found = buckets.find((bucket) => bucket.day === dayOf(Date.parse(day)));
  if (found?.epoch != null) return found;
  const [first, last] = [buckets[0], buckets.at(-1)];
  const known =
    first && last ? `days from ${dateOf(first.day)} to ${dateOf(last.day)} are known, with gaps` : "no day is known yet";
  throw new ConfigurationError(`no collected epoch was effective at the end of ${day}; ${known}`);
}

async function questionsOf(
  client: ClickHouseClient,
  chain: string,
  method: Method,
  epoch: number,
  votes: readonly Vote[],
  known: ReturnType<FactsInventory["epoch"]>,
): Promise<ExplainedQuestion[]> {
  const topics = new Set(needsAt(method).flatMap((need) => TOPICS_OF[need]));
  const heights = known ? [String(known.effective_height), String(known.last_height + 1)] : [];
  const relevant = votes.filter(
    (vote) =>
      topics.has(vote.topic) &&
      (vote.epoch === epoch || (vote.epoch === 0 && (vote.topic !== "header" || heights.includes(vote.subject)))),
  );
  const answers = await readAnswersOf(client, chain, [...topics], [0, epoch]);
  return relevant
    .sort((a, b) => (a.topic + a.subject < b.topic + b.subject ? -1 : 1))
    .map((vote) => ({
      ...vote,
      answers: answers.filter((one) => one.topic === vote.topic && one.epoch === vote.epoch && one.subject === vote.subject),
    }));
}
