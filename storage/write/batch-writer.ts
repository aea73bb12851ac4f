import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Cell } from "./encode.ts";

const BATCH_ROWS = 8192;
/** A caller that only encodes never lets the event loop turn: the insert under way would not be sent before it stops. */
const ROWS_PER_TURN = 64;

interface Buffered {
  readonly table: string;
  readonly columns: readonly string[];
  /** A row each, as JSON: written out while an insert is under way, which the client would only do after it. */
  lines: string[];
}

/**
 * Collects rows and inserts them in batches of up to 8,192, one insert at a time. `write` waits while a full batch stands behind the one
 * under way, so that fast sources, however many, can't fill memory; nothing counts as stored before `flush` has returned.
 */
export class BatchWriter {
  readonly #client: ClickHouseClient;
  readonly #buffers = new Map<string, Buffered>();
  /** The last insert of the line; never rejects. */
  #last: Promise<void> = Promise.resolve();
  #inLine = 0;
  #sinceTurn = 0;
  #failure: Error | null = null;
  written = 0;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  async write(table: string, columns: readonly string[], rows: readonly Cell[][]): Promise<void> {
    while (this.#inLine > 1) await this.#last;
    if (this.#failure) throw this.#failure;
    const buffer = this.#buffers.get(table) ?? { table, columns, lines: [] };
    this.#buffers.set(table, buffer);
    for (const row of rows) {
      buffer.lines.push(JSON.stringify(row));
      if (buffer.lines.length < BATCH_ROWS) continue;
      this.#insert(buffer);
      while (this.#inLine > 1) await this.#last;
    }
    this.#sinceTurn += rows.length;
    if (this.#inLine > 0 && this.#sinceTurn >= ROWS_PER_TURN) {
      this.#sinceTurn = 0;
      await new Promise((turn) => setImmediate(turn));
    }
  }

  /** Inserts what is left. @throws the first error of any insert; nothing more is inserted after it. */
  async flush(): Promise<void> {
    for (const buffer of this.#buffers.values()) if (buffer.lines.length > 0) this.#insert(buffer);
    await this.#last;
    if (this.#failure) throw this.#failure;
  }

  #insert(buffer: Buffered): void {
    const { table, columns, lines } = buffer;
    buffer.lines = [];
    this.#inLine += 1;
    this.#last = this.#last.then(async () => {
      try {
        if (this.#failure) return;
        const { stream } = await this.#client.exec({
          query: `INSERT INTO ${table} (${columns.join(", ")}) FORMAT JSONCompactEachRow`,
          values: Readable.from([Buffer.from(lines.join("\n"))], { objectMode: false }),
        });
        stream.resume();
        this.written += lines.length;
      } catch (error) {
        this.#failure = error instanceof Error ? error : new Error(String(error));
      } finally {
        this.#inLine -= 1;
      }
    });
  }
}
