import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import type { FactTable } from "../facts/tables.ts";
import { EPOCHLESS, type Question, questionKey, TOPICS } from "../facts/topics.ts";
import { count } from "../read/query.ts";
import { BatchWriter } from "./batch-writer.ts";
import { microsecondClock } from "./clock.ts";
import { type Cell, contentHash, encodeRow } from "./encode.ts";

/** The rows of one table that an answer holds. */
export interface AnswerRows {
  readonly table: FactTable;
  readonly rows: readonly object[];
}

/** What one source said to one question. */
export type Answer = Question & { readonly source: string } & (
    | {
        readonly outcome: "told";
        readonly rows: readonly AnswerRows[];
        /** State the answer speaks of. */
        readonly height: number | null;
        readonly final: boolean;
        /** For answers that are compared by something else than their rows. */
        readonly hash?: string;
      }
    | { readonly outcome: "absent"; readonly height: number | null; readonly final: boolean }
    | { readonly outcome: "unknown"; readonly detail: string }
  );

const known = z.object({
  topic: z.enum(TOPICS),
  epoch: z.int(),
  subject: z.string(),
  source: z.string(),
  outcome: z.enum(["told", "absent", "unknown"]),
  content_hash: z.string(),
  row_count: z.int(),
  height: count.nullable(),
  final: z.boolean(),
  silent: z.boolean(),
});
type Known = Pick<z.infer<typeof known>, "outcome" | "content_hash" | "row_count" | "height" | "final" | "silent">;

const ANSWER_COLUMNS = [
  "chain_id",
  "topic",
  "epoch",
  "subject",
  "source",
  "observed_at",
  "outcome",
  "content_hash",
  "row_count",
  "height",
  "final",
  "detail",
  "silent",
] as const;

/** How many rows (facts and answers) a run stored, and how many it met again. */
export interface RowCount {
  written: number;
  unchanged: number;
}

/**
 * Stores answers. The rows of a content are stored once, whoever says it; an answer is stored only when it differs from what the same
 * source said last, and only after its rows are: what a crash cut off is simply asked again.
 */
export class AnswerLog {
  /** One each table: their order doesn't matter, only that the answers come after all of them. */
  readonly #writers = new Map<string, BatchWriter>();
  readonly #client: ClickHouseClient;
  readonly chainId: string;
  readonly #latest: Map<string, Known>;
  /** Contents that are stored, or on their way into the writer's buffer. */
  readonly #contents = new Map<string, Promise<void>>();
  readonly #pending: Cell[][] = [];
  readonly count: RowCount = { written: 0, unchanged: 0 };

  private constructor(client: ClickHouseClient, chainId: string, latest: Map<string, Known>) {
    this.#client = client;
    this.chainId = chainId;
    this.#latest = latest;
    for (const [key, { outcome, content_hash }] of latest)
      if (outcome === "told") this.#contents.set(`${key.slice(0, key.lastIndexOf("|"))}|${content_hash}`, Promise.resolve());
  }

  /** Opens the log with what is known of these epochs, and of the questions that belong to none. */
  static async open(client: ClickHouseClient, chainId: string, epochs: readonly number[]): Promise<AnswerLog> {
    const answer = await client.query({
      query: `SELECT topic, epoch, subject, source, newest.1 AS outcome, newest.2 AS content_hash, newest.3 AS row_count,
          newest.4 AS height, newest.5 AS final, newest.6 AS silent
        FROM (SELECT topic, epoch, subject, source, argMax(tuple(outcome, content_hash, row_count, height, final, silent), observed_at) AS newest
          FROM answers WHERE chain_id = {chain:String} AND (epoch IN {epochs:Array(UInt32)} OR topic IN {epochless:Array(String)})
          GROUP BY topic, epoch, subject, source)`,
      query_params: { chain: chainId, epochs: [...epochs], epochless: [...EPOCHLESS] },
      format: "JSONEachRow",
    });
    const rows = z.array(known).parse(await answer.json());
    return new AnswerLog(client, chainId, new Map(rows.map((row) => [`${questionKey(row)}|${row.source}`, row])));
  }

  /** What the source said last to this question, or undefined. */
  last(question: Question, source: string): Known | undefined {
    return this.#latest.get(`${questionKey(question)}|${source}`);
  }

  /** Takes an answer. It is stored by the next `flush`. */
  async record(answer: Answer): Promise<void> {
    const key = `${questionKey(answer)}|${answer.source}`;
    const before = this.#latest.get(key);
    if (answer.outcome === "unknown") return this.#noteUnknown(answer, key, before, answer.detail);
    const { height, final } = answer;
    const isKnown = (outcome: string, hash: string) =>
      before?.outcome === outcome && before.content_hash === hash && (before.final || !final) && !before.silent;
    if (answer.outcome === "absent") {
      if (isKnown("absent", "")) {
        this.count.unchanged += 1;
        return;
      }
      return this.#note(answer, key, { outcome: "absent", content_hash: "", row_count: 0, height, final, silent: false });
    }
    const encoded = answer.rows.map(({ table, rows }) => ({ table, rows: rows.map((row) => encodeRow(table, row)) }));
    const hash = answer.hash ?? contentHash(encoded);
    const row_count = encoded.reduce((sum, { rows }) => sum + rows.length, 0);
    if (isKnown("told", hash)) {
      this.count.unchanged += row_count + 1;
      return;
    }
    const content = `${questionKey(answer)}|${hash}`;
    const stored = this.#contents.get(content);
    if (stored) this.count.unchanged += row_count;
    else this.count.written += row_count;
    // Whoever said it first, no answer may be noted before its rows are in the writer's buffer.
    const storing = stored ?? this.#store(encoded, answer.source, hash);
    this.#contents.set(content, storing);
    await storing;
    return this.#note(answer, key, { outcome: "told", content_hash: hash, row_count, height, final, silent: false });
  }

  /** "Can't tell" never takes back what was told, it takes its voice; and is one state whatever its error text. */
  #noteUnknown(asked: Question & { readonly source: string }, key: string, before: Known | undefined, detail: string): void {
    const nothing = { content_hash: "", row_count: 0, height: null, final: false, silent: false };
    if (!before) this.#note(asked, key, { outcome: "unknown", ...nothing }, detail);
    else if (before.outcome !== "unknown" && !before.final && !before.silent)
      this.#note(asked, key, { ...before, silent: true }, detail);
  }

  /** Counts rows that need not be asked for again. */
  skip(question: Question, source: string): void {
    this.count.unchanged += (this.last(question, source)?.row_count ?? 0) + 1;
  }

  /** Stores all that was taken: rows first, then the answers that make them count. */
  async flush(): Promise<void> {
    // Taken before the rows are flushed: an answer that comes while they are has rows that are not stored yet.
    const answers = this.#pending.splice(0);
    await Promise.all([...this.#writers.values()].map((writer) => writer.flush()));
    if (answers.length === 0) return;
    await this.#client.insert({ table: "answers", columns: [...ANSWER_COLUMNS], values: answers, format: "JSONCompactEachRow" });
  }

  async #store(
    contents: readonly { readonly table: FactTable; readonly rows: readonly Cell[][] }[],
    source: string,
    hash: string,
  ): Promise<void> {
    for (const { table, rows } of contents) await this.#writeRows(table, rows, source, hash);
  }

  #writeRows(table: FactTable, rows: readonly Cell[][], source: string, hash: string): Promise<void> {
    // A block is fixed by height and hash, whoever sent it; every other row belongs to the content it came in.
    const [column, value] = table.name === "blocks" ? ["source", source] : ["content_hash", hash];
    const writer = this.#writers.get(table.name) ?? new BatchWriter(this.#client);
    this.#writers.set(table.name, writer);
    return writer.write(
      table.name,
      ["chain_id", column, ...table.columns],
      rows.map((row) => [this.chainId, value, ...row]),
    );
  }

  #note(question: Question & { readonly source: string }, key: string, state: Known, detail = ""): void {
    this.#latest.set(key, state);
    this.count.written += 1;
    this.#pending.push([
      this.chainId,
      question.topic,
      question.epoch,
      question.subject,
      question.source,
      microsecondClock(),
      state.outcome,
      state.content_hash,
      state.row_count,
      state.height,
      state.final,
      detail.slice(0, 500),
      state.silent,
    ]);
  }
}
