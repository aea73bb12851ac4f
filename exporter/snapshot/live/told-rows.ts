import type { z } from "zod";
import { queryRows } from "../../../storage/read/query.ts";
import type { Vote } from "../../../storage/read/votes.ts";
import type { Store } from "../../store.ts";
import { remembered } from "../remembered.ts";

/** Where rows of an agreed answer are. */
export interface ToldRows<Row extends z.ZodType> {
  readonly table: string;
  readonly row: Row;
  /** The columns of `row`, in SQL; `fact` is the table. */
  readonly columns: string;
  readonly where?: string;
}

/**
 * Reads the rows of an answer by its hash. Rows under a hash never change, so that the last answer is read once, however often it is asked
 * for; null where the vote is not an agreed one.
 */
export function toldRows<Row extends z.ZodType>({ table, row, columns, where = "true" }: ToldRows<Row>) {
  const lastRead = remembered<readonly z.infer<Row>[]>();
  const epochOf = table === "params" ? "true" : "fact.epoch = {epoch:UInt32}";
  return async ({ client, chain }: Store, vote: Vote | undefined): Promise<readonly z.infer<Row>[] | null> => {
    if (vote?.verdict !== "agreed") return null;
    const { epoch, content_hash } = vote;
    return await lastRead(`${chain} ${epoch} ${content_hash}`, () =>
      queryRows(
        client,
        row,
        `SELECT DISTINCT ${columns} FROM ${table} AS fact
         WHERE fact.chain_id = {chain:String} AND ${epochOf} AND fact.content_hash = {content_hash:String} AND ${where}`,
        { chain, epoch, content_hash },
      ),
    );
  };
}
