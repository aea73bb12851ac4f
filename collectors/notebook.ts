import { createHash } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Question } from "../storage/facts/topics.ts";
import type { UnknownField } from "./decode/known.ts";
import type { RequestEvent } from "./http/client.ts";
import type { Logger } from "./logger.ts";

const MAX_KEPT_BODY = 1024 * 1024;

/** What nodes wrote may hold half a surrogate pair, which the store refuses with the whole insert. */
const storable = (row: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === "string" ? value.replaceAll(/\p{Surrogate}/gu, "\ufffd") : value,
    ]),
  );

interface Tally {
  requests: number;
  bytes: number;
  seconds: number;
}

/**
 * What could not be read, and how the sources behaved: fields nobody knows yet (kept as sent), rejected answers (kept whole), requests by
 * outcome. Each is logged once a process and stored at `flush`. None of it is a fact.
 */
export class Notebook {
  readonly #log: Logger;
  readonly #runId: string;
  readonly #logged = new Set<string>();
  readonly #tallies = new Map<string, Tally>();
  #unknown: object[] = [];
  #rejected: object[] = [];
  rejections = 0;

  constructor(log: Logger, runId: string) {
    this.#log = log;
    this.#runId = runId;
  }

  /** Give this to the HTTP client as `onRequest`. */
  request({ source, route, outcome, bytes, seconds }: RequestEvent): void {
    const key = `${source}|${route}|${outcome}`;
    const tally = this.#tallies.get(key) ?? { requests: 0, bytes: 0, seconds: 0 };
    this.#tallies.set(key, { requests: tally.requests + 1, bytes: tally.bytes + bytes, seconds: tally.seconds + seconds });
  }

  unknownFields(source: string, { topic }: Question, fields: readonly UnknownField[]): void {
    for (const { path, sample } of fields) {
      const first = this.#once(`unknown|${source}|${topic}|${path}`);
      if (!first) continue;
      this.#log.warn({ source, topic, path }, "a field that is not known yet: kept as sent, the rest is used");
      this.#unknown.push({ source, topic, path, sample });
    }
  }

  rejected(source: string, question: Question, reason: string, body: string): void {
    this.rejections += 1;
    if (this.#once(`rejected|${source}|${question.topic}|${reason}`))
      this.#log.warn({ source, ...question, reason }, "an answer could not be read and was rejected whole");
    const body_hash = createHash("sha256").update(body).digest("hex").slice(0, 32);
    this.#rejected.push({ source, ...question, body_hash, reason, body: body.slice(0, MAX_KEPT_BODY) });
  }

  async flush(client: ClickHouseClient, chainId: string): Promise<void> {
    const envelope = { chain_id: chainId, observed_at: new Date().toISOString() };
    const insert = (table: string, rows: readonly object[]) =>
      rows.length === 0
        ? Promise.resolve()
        : client.insert({ table, values: rows.map((row) => storable({ ...envelope, ...row })), format: "JSONEachRow" });
    const health = [...this.#tallies].map(([key, tally]) => {
      const [source, route, outcome] = key.split("|");
      return { run_id: this.#runId, source, route, outcome, ...tally };
    });
    this.#tallies.clear();
    const [unknown, rejected] = [this.#unknown.splice(0), this.#rejected.splice(0)];
    await Promise.all([insert("source_health", health), insert("unknown_fields", unknown), insert("rejected_answers", rejected)]);
  }

  #once(key: string): boolean {
    if (this.#logged.has(key)) return false;
    this.#logged.add(key);
    return true;
  }
}
