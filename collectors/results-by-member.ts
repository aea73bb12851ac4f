import { z } from "zod";
import type { EpochResultRow, ParamsRow } from "../storage/facts/rows.ts";
import { EPOCH_RESULTS } from "../storage/facts/tables.ts";
import { AT, at, count, NOW, queryRows } from "../storage/read/query.ts";
import type { AnswerLog } from "../storage/write/answer-log.ts";
import type { CollectContext } from "./context.ts";
import { finalityOf } from "./finality.ts";
import type { Source } from "./http/source.ts";
import { epochResultOf } from "./inquiries/epoch-results.ts";
import { ask } from "./inquiry.ts";
import type { ChainNow } from "./network.ts";
import { heightOf } from "./record.ts";

const MEMBERS_AT_ONCE = 4;

/**
 * The results of an epoch put together from one answer a member, asked only where no source gives the whole, and of each source no further
 * than its first "can't tell". Participants that are no members have no row here, so that a whole answer, once there is one, outranks it.
 *
 * @returns whether any source told all.
 */
export async function collectResultsByMember(
  context: CollectContext,
  log: AnswerLog,
  sources: readonly Source[],
  now: ChainNow,
  params: ParamsRow | null,
  epoch: number,
): Promise<boolean> {
  const chain = { ...at(log.chainId, NOW), epoch };
  const root = z.object({ poc_start_height: count, last_height: count });
  const [group] = await queryRows(
    context.client,
    root,
    `SELECT poc_start_height, last_height FROM agreed_epochs(${AT}) WHERE epoch = {epoch:UInt32}`,
    chain,
  );
  const member = z.object({ address: z.string() });
  const members = await queryRows(
    context.client,
    member,
    `SELECT address FROM agreed_members(${AT}) WHERE epoch = {epoch:UInt32} ORDER BY address`,
    chain,
  );
  if (!group || members.length === 0) return false;
  const addresses = members.map(({ address }) => address);
  const final = finalityOf(now, params, group);
  const told = await Promise.all(
    sources.map((source) => collectFrom(context, log, source, now, epoch, addresses, final.results)),
  );
  await log.flush();
  return told.includes(true);
}

async function collectFrom(
  context: CollectContext,
  log: AnswerLog,
  source: Source,
  now: ChainNow,
  epoch: number,
  addresses: readonly string[],
  isFinal: (height: number | null) => boolean,
): Promise<boolean> {
  const question = { topic: "epoch_results_by_member" as const, epoch, subject: "" };
  const last = log.last(question, source.name);
  if (last?.final) {
    log.skip(question, source.name);
    return true;
  }
  const rows: EpochResultRow[] = [];
  let height: number | null = null;
  // The first alone: a source that can't tell this way either is asked just once.
  const batches = [addresses.slice(0, 1), ...chunks(addresses.slice(1), MEMBERS_AT_ONCE)];
  for (const batch of batches) {
    const replies = await Promise.all(batch.map((address) => ask(context, source, epochResultOf(epoch, address))));
    for (const reply of replies) {
      if (reply.outcome === "unknown") {
        await log.record({ ...question, source: source.name, outcome: "unknown", detail: reply.detail });
        return last?.outcome === "told";
      }
      const seen = heightOf(now, source, reply.height);
      height = height === null || (seen !== null && seen < height) ? seen : height;
      if (reply.outcome === "told") rows.push(reply.value);
    }
  }
  if (rows.length === 0) {
    await log.record({
      ...question,
      source: source.name,
      outcome: "unknown",
      detail: "no member has a result where results were due",
    });
    return false;
  }
  await log.record({
    ...question,
    source: source.name,
    outcome: "told",
    rows: [{ table: EPOCH_RESULTS, rows }],
    height,
    final: isFinal(height),
  });
  return true;
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
