import { randomUUID } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import type { z } from "zod";
import { WRITTEN } from "../migrations/index.ts";
import { substituted, viewsOf } from "../migrations/views.ts";
import { AT, at, queryRows } from "./query.ts";

/** Views that are small, and read by most queries: computed once and kept. Each rests on those before it. */
const KEPT = ["votes", "agreed", "agreed_epochs", "epoch_times", "epoch_params"] as const;

/** Where not all columns of a kept view can be a table's. */
const COLUMNS: Readonly<Record<string, string>> = {
  votes: "topic, epoch, subject, tellers, top, verdict, content_hash, final, agreeing, odd, cannot_tell",
};

const views = viewsOf(WRITTEN);
const keptName = (view: string) => `standing_${view}`;

/** A query on the views of one moment, with what is kept in their place; the text of the other views stands where they were named. */
export const onKept = (query: string, kept: readonly string[] = KEPT): string =>
  substituted(query, (view) => {
    if (kept.includes(view)) return keptName(view);
    const select = views.get(view);
    return select === undefined ? undefined : `(${onKept(select, kept)})`;
  });

/**
 * What stood at one moment, for many queries about it: votes, epochs and parameters are worked out once and kept as temporary tables of a
 * session, while a view works them out wherever a query names it, and planning that takes most of the query's time. The numbers are those
 * of the same SQL on the views, which anybody can run. One query at a time: an engine refuses two of one session. The engine forgets a session a minute after its last query.
 */
export class Standing {
  readonly #client: ClickHouseClient;
  readonly #chain: string;
  readonly #asOf: string;
  #session: Promise<string> | null = null;

  constructor(client: ClickHouseClient, chain: string, asOf: string) {
    this.#client = client;
    this.#chain = chain;
    this.#asOf = asOf;
  }

  /** Runs a query on the views with the arguments `AT`, and checks every row. @throws as `queryRows` does. */
  async rows<Row extends z.ZodType>(row: Row, query: string, params: Record<string, unknown>): Promise<z.infer<Row>[]> {
    this.#session ??= this.#keep();
    const session = await this.#session;
    return queryRows(this.#client, row, onKept(query), { ...at(this.#chain, this.#asOf), ...params }, session);
  }

  async #keep(): Promise<string> {
    const session_id = randomUUID();
    for (const [index, view] of KEPT.entries()) {
      await this.#client.command({
        query: `CREATE TEMPORARY TABLE ${keptName(view)} ENGINE = Memory AS ${onKept(`SELECT ${COLUMNS[view] ?? "*"} FROM ${view}(${AT})`, KEPT.slice(0, index))}`,
        query_params: at(this.#chain, this.#asOf),
        session_id,
      });
    }
    return session_id;
  }
}
