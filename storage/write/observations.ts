import type { ClickHouseClient } from "@clickhouse/client";
import type { z } from "zod";
import type { FactTable } from "../facts/tables.ts";
import { BatchWriter } from "./batch-writer.ts";

/**
 * Stores what was observed, rows checked whole against their schema. Each table is fixed by its natural key: observing the same again
 * replaces the row by itself.
 */
export class ObservationWriter {
  readonly #writer: BatchWriter;
  readonly #chainId: string;

  constructor(client: ClickHouseClient, chainId: string) {
    this.#writer = new BatchWriter(client);
    this.#chainId = chainId;
  }

  /** Takes rows; nothing counts as stored before `flush`. @throws TypeError for a row that isn't one of the table's. */
  write<Shape extends z.ZodObject>(table: FactTable<Shape>, rows: readonly z.infer<Shape>[]): Promise<void> {
    return this.#writer.writeRows(table, { chain_id: this.#chainId }, rows);
  }

  /** Rows stored so far. */
  get written(): number {
    return this.#writer.written;
  }

  /** Inserts what is left. @throws the first error of any insert. */
  flush(): Promise<void> {
    return this.#writer.flush();
  }
}
