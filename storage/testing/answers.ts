import type { ClickHouseClient } from "@clickhouse/client";
import type { EpochRow } from "../facts/rows.ts";
import { BLOCKS, EPOCH_MEMBERS, EPOCHS, type FactTable } from "../facts/tables.ts";
import type { Question, Topic } from "../facts/topics.ts";
import { type Answer, AnswerLog, type AnswerRows } from "../write/answer-log.ts";
import { blockRow, headerHash } from "./rows.ts";

export const question = (topic: Topic, epoch: number, subject = ""): Question => ({ topic, epoch, subject });

export const rowsOf = (table: FactTable, ...rows: readonly object[]): AnswerRows => ({ table, rows });

/** A source's answer with rows. */
export const told = (
  asked: Question,
  source: string,
  rows: readonly AnswerRows[],
  { height = 1000, final = true, hash }: { height?: number | null; final?: boolean; hash?: string } = {},
): Answer => ({ ...asked, source, outcome: "told", rows, height, final, ...(hash === undefined ? {} : { hash }) });

export const absent = (asked: Question, source: string, final = true): Answer => ({
  ...asked,
  source,
  outcome: "absent",
  height: 1000,
  final,
});

export const unknown = (asked: Question, source: string, detail = "503"): Answer => ({
  ...asked,
  source,
  outcome: "unknown",
  detail,
});

/** A root group with members. */
export const rootAnswer = (source: string, root: EpochRow, members: readonly object[] = [], final = true): Answer =>
  told(question("epoch_group", root.epoch), source, [rowsOf(EPOCHS, root), rowsOf(EPOCH_MEMBERS, ...members)], { final });

/** A block header. */
export function headerAnswer(source: string, height: number, time: string, salt = "0"): Answer {
  const block = blockRow(height, time, salt);
  return told(question("header", 0, String(height)), source, [rowsOf(BLOCKS, block)], { height, hash: headerHash(block) });
}

/** Stores answers as one run of the collector would. */
export async function record(client: ClickHouseClient, chain: string, answers: readonly Answer[]): Promise<AnswerLog["count"]> {
  const log = await AnswerLog.open(client, chain, [...new Set(answers.map(({ epoch }) => epoch))]);
  for (const answer of answers) await log.record(answer);
  await log.flush();
  return log.count;
}
