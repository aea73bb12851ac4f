import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import type { EpochRow, ParamsRow } from "../storage/facts/rows.ts";
import { BLOCKS } from "../storage/facts/tables.ts";
import type { Question } from "../storage/facts/topics.ts";
import { count, queryRows } from "../storage/read/query.ts";
import type { AnswerLog } from "../storage/write/answer-log.ts";
import type { CollectContext } from "./context.ts";
import { type EpochFinality, finalityOf } from "./finality.ts";
import type { Source } from "./http/source.ts";
import { askHeaders } from "./inquiries/comet.ts";
import { epochGroup } from "./inquiries/epoch-group.ts";
import { epochResults } from "./inquiries/epoch-results.ts";
import { exclusions } from "./inquiries/exclusions.ts";
import { modelGroup } from "./inquiries/model-group.ts";
import { pocEvents } from "./inquiries/poc-events.ts";
import { ask, type Inquiry, type Reply } from "./inquiry.ts";
import type { Pin } from "./live/pinned.ts";
import type { ChainNow } from "./network.ts";
import { heightOf, recordReply } from "./record.ts";

/** The part of a root group that says what else there is to ask of its epoch. */
export type Root = Pick<EpochRow, "epoch" | "poc_start_height" | "effective_height" | "last_height" | "models">;

/** What one source told of an epoch: by topic and subject, what was asked and what was told. `root` is null where it told none. */
export interface SourceEpoch {
  readonly root: Root | null;
  readonly asked: ReadonlySet<string>;
  readonly told: ReadonlySet<string>;
}

export interface EpochTask {
  readonly context: CollectContext;
  readonly log: AnswerLog;
  readonly source: Source;
  readonly now: ChainNow;
  readonly params: ParamsRow | null;
  /** Root groups that are stored already, by epoch and content. */
  readonly roots: ReadonlyMap<string, Root>;
  /** The running epoch is asked about at one height, so that honest nodes a block apart say the same; null: nothing is pinned. */
  readonly pin: Pin | null;
}

/** The height that an epoch is to be asked about, or null for the newest. */
const pinnedHeight = ({ pin }: EpochTask, epoch: number): number | null => (pin?.epoch === epoch ? pin.height : null);

const keyOf = ({ topic, subject }: Question) => (subject ? `${topic} ${subject}` : topic);

/** Asks one source everything about an epoch, and records what it said; what it told for good before is not asked again. */
export async function collectEpochFrom(task: EpochTask, epoch: number): Promise<SourceEpoch> {
  const { context, log, source, now, params } = task;
  const asked = new Set<string>();
  const told = new Set<string>();
  const root = await rootOf(task, epoch);
  if (root === "absent" || root === "forming") return { root: null, asked, told };
  const final = root ? finalityOf(now, params, root) : withoutRoot(now, epoch);

  const collect = async <T>(
    inquiry: Inquiry<T>,
    isFinal: (height: number | null) => boolean,
    refine = (reply: Reply<T>) => reply,
  ) => {
    asked.add(keyOf(inquiry.question));
    const last = log.last(inquiry.question, source.name);
    if (last?.final && last.outcome !== "unknown") log.skip(inquiry.question, source.name);
    else {
      const reply = refine(await ask(context, source, inquiry, pinnedHeight(task, epoch)));
      const height = reply.outcome === "unknown" ? null : heightOf(now, source, reply.height);
      await recordReply(log, source, now, inquiry, reply, isFinal(height));
    }
    // What was told before still stands when the source can't tell now.
    const standing = log.last(inquiry.question, source.name);
    if (standing && standing.outcome !== "unknown") told.add(keyOf(inquiry.question));
  };

  const work = [
    ...(root?.models ?? []).map((model) => collect(modelGroup(epoch, model), final.membership)),
    collect(exclusions(epoch), final.membership),
    collect(pocEvents(epoch), final.membership),
    ...(root ? boundaryHeights(root) : []).map((height) => collectHeader(task, height, asked, told)),
  ];
  if (final.resultsDue) work.push(collect(epochResults(epoch), final.results, (reply) => refuseEmpty(reply, final)));
  await Promise.all(work);
  return { root, asked, told };
}

/** The first block of the epoch, and of the next one where it has begun: what its times rest on. */
const boundaryHeights = ({ effective_height, last_height }: Root) =>
  last_height > 0 ? [effective_height, last_height + 1] : [effective_height];

/** A settled epoch has a row for each participant: an empty list is a node that can't tell, not an epoch without work. */
function refuseEmpty<T>(reply: Reply<T>, { resultsDue }: EpochFinality): Reply<T> {
  const empty = reply.outcome === "told" && Array.isArray(reply.value) && reply.value.length === 0;
  return empty && resultsDue ? { outcome: "unknown", detail: "an empty list where results were due" } : reply;
}

/** Where a source can't tell the root group, what it says of the rest can't be called final: when the epoch began is not known. */
function withoutRoot({ clock }: ChainNow, epoch: number): EpochFinality {
  return {
    membership: () => false,
    results: () => false,
    resultsDue: clock.kind !== "agreed" || epoch < clock.value.effective_epoch,
  };
}

/** The root group a source tells, null where it can't; "forming" is an epoch that is none yet. */
async function rootOf(task: EpochTask, epoch: number): Promise<Root | "absent" | "forming" | null> {
  const { context, log, source, now, params, roots } = task;
  const inquiry = epochGroup(epoch);
  const last = log.last(inquiry.question, source.name);
  const stored = last?.final ? roots.get(`${epoch}|${last.content_hash}`) : undefined;
  if (stored) {
    log.skip(inquiry.question, source.name);
    return stored;
  }
  const reply = await ask(context, source, inquiry, pinnedHeight(task, epoch));
  // An epoch that is still being formed answers without members: it is no epoch yet.
  if (reply.outcome === "told" && reply.value.group.effective_height === 0) return "forming";
  const height = reply.outcome === "unknown" ? null : heightOf(now, source, reply.height);
  const final = reply.outcome === "told" && finalityOf(now, params, reply.value.group).membership(height);
  await recordReply(log, source, now, inquiry, reply, final);
  if (reply.outcome === "told") return reply.value.group;
  if (reply.outcome === "absent") return "absent";
  return last?.outcome === "told" ? (roots.get(`${epoch}|${last.content_hash}`) ?? null) : null;
}

/** A header is fixed from its block on; hash and time are what sources are compared by. */
async function collectHeader(
  { context, log, source }: EpochTask,
  height: number,
  asked: Set<string>,
  told: Set<string>,
): Promise<void> {
  const question = { topic: "header" as const, epoch: 0, subject: String(height) };
  asked.add(keyOf(question));
  const last = log.last(question, source.name);
  if (last?.outcome === "told") log.skip(question, source.name);
  else {
    const reply = await askHeaders(context, source, height, height);
    const [block] = reply.outcome === "told" ? reply.value : [];
    if (!block) {
      await log.record({
        ...question,
        source: source.name,
        outcome: "unknown",
        detail: reply.outcome === "unknown" ? reply.detail : "no header",
      });
      return;
    }
    const hash = `${block.hash} ${clickhouseNanoseconds(block.time)}`;
    const rows = [{ table: BLOCKS, rows: [block] }];
    await log.record({ ...question, source: source.name, outcome: "told", rows, height, final: true, hash });
  }
  told.add(keyOf(question));
}

/** A block time as ClickHouse prints it, to compare hashes in SQL: `2026-05-15 12:00:00.123456789`. */
function clickhouseNanoseconds(time: string): string {
  const [seconds = "", fraction = ""] = time.replace("Z", "").replace("T", " ").split(".");
  return `${seconds}.${fraction.padEnd(9, "0")}`;
}

const rootRow = z.object({
  content_hash: z.string(),
  epoch: z.int(),
  poc_start_height: count,
  effective_height: count,
  last_height: count,
  models: z.array(z.string()),
});

/** The root groups that are stored, by epoch and content. */
export async function readStoredRoots(client: ClickHouseClient, epochs: readonly number[]): Promise<Map<string, Root>> {
  const query = `SELECT DISTINCT content_hash, epoch, poc_start_height, effective_height, last_height, models FROM epochs
    WHERE epoch IN {epochs:Array(UInt32)}`;
  const rows = await queryRows(client, rootRow, query, { epochs: [...epochs] });
  return new Map(rows.map((row) => [`${row.epoch}|${row.content_hash}`, row]));
}
