import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, clickhouseTime, count, isoTime, NOW, queryRows } from "./query.ts";

/**
 * What the service noted of things that went wrong, for whoever looks into it. Times of these rows are the wall's; each query reads a short
 * stretch before `now`, so that it stays quick on a long history.
 */

const moment = z.string().transform(isoTime);
const OURS = "chain_id = {chain:String}";

const outcome = z.object({ source: z.string(), route: z.string(), outcome: z.string(), requests: count });
/** Requests to one route of a source that ended alike: `answered`, `absent`, or why nothing can be said. */
export type RouteOutcome = z.infer<typeof outcome>;

const OUTCOMES = `
  SELECT source, route, outcome, sum(requests) AS requests FROM source_health
  WHERE ${OURS} AND observed_at > {since:DateTime64(3)} GROUP BY source, route, outcome ORDER BY source, route, outcome`;

const unreadable = z.object({ source: z.string(), topic: z.string(), answers: count, reason: z.string(), newest: moment });
/** Answers of a source that were rejected whole, with the newest one's reason. */
export type Rejected = z.infer<typeof unreadable>;

const REJECTED = `
  SELECT source, topic, count() AS answers, argMax(reason, answer.observed_at) AS reason, toString(max(answer.observed_at)) AS newest
  FROM rejected_answers AS answer FINAL WHERE ${OURS} AND answer.observed_at > {since:DateTime64(3)}
  GROUP BY source, topic ORDER BY topic, source`;

const unknown = z.object({ topic: z.string(), path: z.string(), sources: z.array(z.string()) });
/** A field that no decoder knows, and who sends it. */
export type UnknownField = z.infer<typeof unknown>;

const UNKNOWN = `
  SELECT topic, path, arraySort(groupUniqArray(source)) AS sources FROM unknown_fields AS field FINAL
  WHERE ${OURS} AND field.observed_at > {since:DateTime64(3)} GROUP BY topic, path ORDER BY topic, path`;

const quarrel = z.object({
  topic: z.string(),
  epoch: z.int(),
  subject: z.string(),
  verdict: z.enum(["agreed", "absent", "disputed", "lost"]),
  agreeing: z.array(z.string()),
  odd: z.array(z.string()),
  /** When each source's answer was first told as it is now. */
  told_at: z.array(z.tuple([z.string(), moment])),
});
/** A question on which the sources differ. */
export type Quarrel = z.infer<typeof quarrel>;

/**
 * Of the last two epochs, the one that forms and what belongs to none, the latter where somebody said something new lately. Heads and clocks
 * are left out: they are never told twice alike, and are judged by other rules.
 */
const QUARRELS = `
  SELECT vote.topic AS topic, vote.epoch AS epoch, vote.subject AS subject, vote.verdict AS verdict, vote.agreeing AS agreeing,
    vote.odd AS odd, said.told_at AS told_at
  FROM votes(${AT}) AS vote
  INNER JOIN (
    SELECT topic, epoch, subject, max(observed_at) AS newest, groupArray(tuple(source, toString(observed_at))) AS told_at
    FROM latest_answers(${AT}) WHERE outcome != 'unknown' AND topic NOT IN ('head', 'clock') GROUP BY topic, epoch, subject
  ) AS said ON said.topic = vote.topic AND said.epoch = vote.epoch AND said.subject = vote.subject
  WHERE (vote.verdict = 'disputed' OR notEmpty(vote.odd))
    AND if(vote.epoch > 0, vote.epoch + 1 >= (SELECT ifNull(max(epoch), 0) FROM agreed_epochs(${AT}) WHERE effective_height > 0),
      said.newest > {since:DateTime64(3)})
  ORDER BY vote.epoch DESC, topic, subject`;

const start = z.object({ kind: z.string(), started_at: z.array(moment) });
/** When the runs of a kind began. */
export type RunStarts = z.infer<typeof start>;

const STARTS = `
  SELECT kind, groupUniqArray(toString(started_at)) AS started_at FROM runs AS run
  WHERE ${OURS} AND run.started_at > {since:DateTime64(3)} GROUP BY kind`;

const sighting = z.object({
  source: z.string(),
  same: count.nullable().transform((n) => n ?? 0),
  other: count.nullable().transform((n) => n ?? 0),
  newest: moment,
});
/** How many block headers a source told that are the stored ones, and how many that are not. */
export type Sighting = z.infer<typeof sighting>;

const SIGHTINGS = `
  SELECT source, sumIf(to_height - from_height + 1, sighting.same) AS same, sumIf(to_height - from_height + 1, NOT sighting.same) AS other,
    toString(max(sighting.recorded_at)) AS newest
  FROM block_sightings AS sighting FINAL WHERE ${OURS} AND sighting.recorded_at > {since:DateTime64(3)}
  GROUP BY source ORDER BY source`;

const sandbox = z.object({
  source: z.string(),
  observed_at: moment,
  api_ok: z.boolean().nullable(),
  chain_ok: z.boolean().nullable(),
  detail: z.string(),
});
/** The newest probe of a sandbox node. */
export type SandboxProbe = z.infer<typeof sandbox>;

const SANDBOX = `
  SELECT source, toString(newest.1) AS observed_at, newest.2 AS api_ok, newest.3 AS chain_ok, newest.4 AS detail FROM (
    SELECT source, argMax(tuple(observed_at, api_ok, chain_ok, detail), probe.recorded_at) AS newest FROM sandbox_probes AS probe
    WHERE ${OURS} AND probe.recorded_at > {since:DateTime64(3)} GROUP BY source
  ) ORDER BY source`;

const run = z.object({ kind: z.string(), asked: z.string(), started_at: moment, ended: z.boolean() });
/** The newest run of a kind: what it was asked for (`due by <cron>` for a job), when it began, and whether it is over. */
export type LastRun = z.infer<typeof run>;

const LAST_RUNS = `
  SELECT kind, newest.1 AS asked, toString(newest.2) AS started_at, toBool(newest.3 IS NOT NULL) AS ended FROM (
    SELECT kind, argMax(tuple(asked, started_at, ended_at), recorded_at) AS newest FROM runs AS run
    WHERE ${OURS} AND run.recorded_at > {since:DateTime64(3)} GROUP BY kind
  ) ORDER BY kind`;

const poll = z.object({ observed_at: moment, recorded_at: moment });
/** The newest poll of any source: on the injected clock, and on the wall's. */
export type LastPoll = z.infer<typeof poll>;

const LAST_POLL = `
  SELECT toString(argMax(poll.observed_at, poll.recorded_at)) AS observed_at, toString(max(poll.recorded_at)) AS recorded_at
  FROM head_polls AS poll WHERE ${OURS} HAVING count() > 0`;

const change = z.object({ epoch: z.int(), before: count, gone: count, joined: count });
/** How the members with weight of the newest effective epoch differ from those of the epoch before it. */
export type MembershipChange = z.infer<typeof change>;

const MEMBERSHIP = `
  WITH newest AS (SELECT max(epoch) AS epoch FROM agreed_epochs(${AT}) WHERE effective_height > 0),
    sets AS (
      SELECT groupUniqArrayIf(address, epoch = (SELECT epoch FROM newest)) AS now_in,
        groupUniqArrayIf(address, epoch + 1 = (SELECT epoch FROM newest)) AS were_in
      FROM agreed_members(${AT}) WHERE weight > 0 AND epoch + 1 >= (SELECT epoch FROM newest)
    )
  SELECT assumeNotNull((SELECT epoch FROM newest)) AS epoch, length(were_in) AS before,
    length(arrayFilter(a -> NOT has(now_in, a), were_in)) AS gone, length(arrayFilter(a -> NOT has(were_in, a), now_in)) AS joined
  FROM sets WHERE notEmpty(now_in) AND notEmpty(were_in)`;

/** All that went wrong lately. */
export interface Troubles {
  readonly outcomes: readonly RouteOutcome[];
  readonly rejected: readonly Rejected[];
  readonly unknownFields: readonly UnknownField[];
  readonly quarrels: readonly Quarrel[];
  /** Of two days: as old as the newest answers to anything about the last two epochs. */
  readonly starts: readonly RunStarts[];
  readonly sightings: readonly Sighting[];
  readonly sandbox: readonly SandboxProbe[];
  readonly runs: readonly LastRun[];
  /** Null where nothing ever polled. */
  readonly poll: LastPoll | null;
  readonly membership: MembershipChange | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How far back sources' health is looked at. */
export const HEALTH_MINUTES = 15;

/**
 * Reads what went wrong before `now` (the wall's clock): sources' health of 15 minutes; rejected answers, unknown fields, odd block headers
 * and sandbox probes of an hour; disputes of the newest epochs and of the last hour; starts of runs of two days; each kind's newest run of a week.
 *
 * @throws the store's own error when it can't be read.
 */
export async function readTroubles(client: ClickHouseClient, chain: string, now: Date): Promise<Troubles> {
  const rows = <Row extends z.ZodType>(row: Row, query: string, back: number) =>
    queryRows(client, row, query, { ...at(chain, NOW), since: clickhouseTime(new Date(now.getTime() - back)) });
  const [outcomes, rejected, unknownFields, quarrels, starts, sightings, probes, runs, [last], [membership]] = await Promise.all([
    rows(outcome, OUTCOMES, HEALTH_MINUTES * MINUTE_MS),
    rows(unreadable, REJECTED, HOUR_MS),
    rows(unknown, UNKNOWN, HOUR_MS),
    rows(quarrel, QUARRELS, HOUR_MS),
    rows(start, STARTS, 48 * HOUR_MS),
    rows(sighting, SIGHTINGS, HOUR_MS),
    rows(sandbox, SANDBOX, HOUR_MS),
    rows(run, LAST_RUNS, 7 * 24 * HOUR_MS),
    rows(poll, LAST_POLL, 0),
    rows(change, MEMBERSHIP, 0),
  ]);
  return {
    outcomes,
    rejected,
    unknownFields,
    quarrels,
    starts,
    sightings,
    sandbox: probes,
    runs,
    poll: last ?? null,
    membership: membership ?? null,
  };
}
