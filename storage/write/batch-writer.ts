import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import type { FactTable } from "../facts/tables.ts";
import { type Cell, cellsOf, checkedRow } from "./encode.ts";
import { NativeBlock, type Row } from "./native/block.ts";
import { typesOf } from "./native/types.ts";

const BATCH_ROWS = 8192;
/** Rows of a block: the larger, the less the engine has to do for each. */
export const BLOCK_ROWS = 16_384;
/** A caller that only encodes never lets the event loop turn: the insert under way would not be sent before it stops. */
const ROWS_PER_TURN = 64;

/** Rows of one table that wait to be inserted as JSON. */
interface Buffered {
  readonly table: string;
  readonly columns: readonly string[];
  /** A row each: written out while an insert is under way, which the client would only do after it. */
  lines: string[];
}

/** The same as a block of the engine's own format. */
interface Blocked {
  readonly table: string;
  readonly block: NativeBlock;
}

/**
 * Collects rows and inserts them in batches, one insert at a time. Writing waits while a full batch stands behind the one under way, so
 * that fast sources, however many, can't fill memory; nothing counts as stored before `flush` has returned. `flush` inserts the tables in the
 * order in which they were first written: what is to be found again after a kill is written last.
 */
export class BatchWriter {
  readonly #client: ClickHouseClient;
  readonly #buffers = new Map<string, Buffered>();
  readonly #blocks = new Map<string, Blocked>();
  /** All of them, in the order in which they came to be. */
  readonly #waiting: (Buffered | Blocked)[] = [];
  /** The last insert of the line; never rejects. */
  #last: Promise<void> = Promise.resolve();
  #inLine = 0;
  #sinceTurn = 0;
  #failure: Error | null = null;
  written = 0;

  constructor(client: ClickHouseClient) {
    this.#client = client;
  }

  /** Takes cells of rows, in the order of the columns. */
  async write(table: string, columns: readonly string[], rows: readonly Cell[][]): Promise<void> {
    await this.#room();
    const buffer = this.#buffers.get(table) ?? this.#wait(this.#buffers, { table, columns, lines: [] });
    for (const row of rows) {
      buffer.lines.push(JSON.stringify(row));
      if (buffer.lines.length < BATCH_ROWS) continue;
      this.#insertWaiting(buffer);
      while (this.#inLine > 1) await this.#last;
    }
    await this.#turn(rows.length);
  }

  /**
   * Takes rows of a fact table, with what all of them have besides its own columns. They go as blocks of the engine's own format, which
   * cost it and us a fraction of JSON; where the table has a column that the format is not written for, as JSON.
   * @throws TypeError for a row that isn't one of the table's: none of these rows is taken then.
   */
  async writeRows(table: FactTable, fixed: Readonly<Record<string, string>>, rows: readonly Row[]): Promise<void> {
    const checked = rows.map((row) => checkedRow(table, row));
    await this.#room();
    const columns = [...Object.keys(fixed), ...table.columns];
    const blocked = this.#blocks.get(table.name) ?? (await this.#newBlock(table.name, columns));
    if (blocked === null) {
      const cells = checked.map((row) => [...Object.values(fixed), ...cellsOf(table, row)]);
      return this.write(table.name, columns, cells);
    }
    const { block } = blocked;
    for (let at = 0; at < checked.length; ) {
      const room = block.capacity - block.rows;
      this.#takeInto(block, at === 0 && checked.length <= room ? checked : checked.slice(at, at + room), fixed);
      at += room;
      if (block.rows < block.capacity) break;
      this.#insertWaiting(blocked);
      while (this.#inLine > 1) await this.#last;
    }
    await this.#turn(rows.length);
  }

  /** Inserts what is left. @throws the first error of any insert; nothing more is inserted after it. */
  async flush(): Promise<void> {
    for (const one of this.#waiting) this.#insertWaiting(one);
    await this.#last;
    if (this.#failure) throw this.#failure;
  }

  async #room(): Promise<void> {
    while (this.#inLine > 1) await this.#last;
    if (this.#failure) throw this.#failure;
  }

  async #turn(rows: number): Promise<void> {
    this.#sinceTurn += rows;
    if (this.#inLine === 0 || this.#sinceTurn < ROWS_PER_TURN) return;
    this.#sinceTurn = 0;
    await new Promise((turn) => setImmediate(turn));
  }

  #wait<One extends Buffered | Blocked>(those: Map<string, One>, one: One): One {
    those.set(one.table, one);
    this.#waiting.push(one);
    return one;
  }

  async #newBlock(table: string, columns: readonly string[]): Promise<Blocked | null> {
    const types = await typesOf(this.#client, table);
    // Whoever wrote at the same time may have made it meanwhile.
    const known = this.#blocks.get(table);
    if (known) return known;
    const block = NativeBlock.of(
      columns.map((name) => ({ name, type: types.get(name) ?? "" })),
      BLOCK_ROWS,
    );
    return block && this.#wait(this.#blocks, { table, block });
  }

  #takeInto(block: NativeBlock, rows: readonly Row[], fixed: Row): void {
    try {
      block.take(rows, fixed);
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }

  #insertWaiting(one: Buffered | Blocked): void {
    if ("block" in one) {
      const { table, block } = one;
      const { rows } = block;
      if (rows > 0) this.#insert(`${table} (${block.columns.join(", ")}) FORMAT Native`, block.give(), rows);
      return;
    }
    const { table, columns, lines } = one;
    if (lines.length === 0) return;
    one.lines = [];
    this.#insert(`${table} (${columns.join(", ")}) FORMAT JSONCompactEachRow`, Buffer.from(lines.join("\n")), lines.length);
  }

  #insert(into: string, bytes: Buffer, rows: number): void {
    this.#inLine += 1;
    this.#last = this.#last.then(async () => {
      try {
        if (this.#failure) return;
        const values = Readable.from([bytes], { objectMode: false });
        const { stream } = await this.#client.exec({ query: `INSERT INTO ${into}`, values });
        stream.resume();
        this.written += rows;
      } catch (error) {
        this.#failure = error instanceof Error ? error : new Error(String(error));
      } finally {
        this.#inLine -= 1;
      }
    });
  }
}
