import type { ClickHouseClient } from "@clickhouse/client";
import type { Cell } from "./encode.ts";

const BATCH_ROWS = 8192;

interface Buffered {
  readonly table: string;
  readonly columns: readonly string[];
  rows: Cell[][];
}

/**
 * Collects rows and inserts them in batches of up to 8,192. `write` waits while a batch of the same writer is under way, so that a fast
 * source can't fill memory; nothing counts as stored before `flush` has returned.
 */
export class BatchWriter {
  readonly #client: ClickHouseClient;
  readonly #buffers = new Map<string, Buffered>();
  #underWay: Promise<void> = Promise.resolve();
  #failure: Error | null = null;
  written = 0;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  async write(table: string, columns: readonly string[], rows: readonly Cell[][]): Promise<void> {
    const buffer = this.#buffers.get(table) ?? { table, columns, rows: [] };
    this.#buffers.set(table, buffer);
    for (const row of rows) buffer.rows.push(row);
    while (buffer.rows.length >= BATCH_ROWS) await this.#insert(buffer, buffer.rows.splice(0, BATCH_ROWS));
  }

  /** Inserts what is left. @throws the first error of any insert since the last flush. */
  async flush(): Promise<void> {
    for (const buffer of this.#buffers.values()) {
      if (buffer.rows.length > 0) await this.#insert(buffer, buffer.rows.splice(0));
    }
    await this.#underWay;
    if (this.#failure) throw this.#failure;
  }

  /** Starts an insert as soon as the one before it is done; returns when it has started. */
  async #insert(buffer: Buffered, rows: Cell[][]): Promise<void> {
    await this.#underWay;
    if (this.#failure) throw this.#failure;
    const columns: [string, ...string[]] = ["", ""];
    columns.splice(0, 2, ...buffer.columns);
    this.#underWay = this.#client
      .insert({ table: buffer.table, columns, values: rows, format: "JSONCompactEachRow" })
      .then(() => {
        this.written += rows.length;
      })
      .catch((error: unknown) => {
        this.#failure = error instanceof Error ? error : new Error(String(error));
      });
  }
}
