import type { ClickHouseClient } from "@clickhouse/client";
import { BatchWriter } from "../../storage/write/batch-writer.ts";
import { EVALUATION_COLUMNS, evaluationCells } from "./ledger.ts";
import { keyOf } from "./plan.ts";
import { AXES, contentOf, type PublishedRow, readPublished, rowKey, VALUE_COLUMNS, valueCells } from "./published.ts";

/** Rows of methods are compared and published together up to about this many: a query and two inserts a method cost more than its rows. */
const ROWS_AT_ONCE = 10_000;

/** What was computed of a method, waiting to be published. */
interface Computed {
  readonly indicator: string;
  readonly rows: readonly PublishedRow[];
  /** The buckets that were computed, by `keyOf`, with what their numbers rest on. */
  readonly buckets: ReadonlyMap<string, string>;
}

/** Publishes rows that differ from what was published of their buckets, and withdraws those that are no more. */
export class Publisher {
  readonly #client: ClickHouseClient;
  readonly #chain: string;
  readonly #publishedAt: string;
  readonly #writer: BatchWriter;
  #waiting: Computed[] = [];
  #rows = 0;
  /** One publication at a time: the next compares with what this one writes. */
  #last: Promise<void> = Promise.resolve();
  written = 0;
  unchanged = 0;

  constructor(client: ClickHouseClient, chain: string, publishedAt: string) {
    [this.#client, this.#chain, this.#publishedAt] = [client, chain, publishedAt];
    this.#writer = new BatchWriter(client);
  }

  /** Takes all rows of the buckets that were computed of a method. */
  async add(computed: Computed): Promise<void> {
    this.#waiting.push(computed);
    this.#rows += computed.rows.length;
    if (this.#rows >= ROWS_AT_ONCE) await this.flush();
  }

  /** Publishes what waits. @throws what the store throws; the buckets are then computed again by the next evaluation. */
  flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#rows = 0;
    this.#last = this.#last.then(() => this.#publish(waiting));
    return this.#last;
  }

  async #publish(waiting: readonly Computed[]): Promise<void> {
    if (waiting.length === 0) return;
    const buckets = new Map(waiting.flatMap((computed) => [...computed.buckets]));
    const before = await this.#published(waiting, buckets);
    const cells = [];
    for (const row of waiting.flatMap(({ rows }) => rows)) {
      const old = before.get(rowKey(row));
      before.delete(rowKey(row));
      if (old && contentOf(old) === contentOf(row)) this.unchanged += 1;
      else cells.push(valueCells(this.#chain, row, false, this.#publishedAt));
    }
    for (const gone of before.values()) cells.push(valueCells(this.#chain, gone, true, this.#publishedAt));
    this.written += cells.length;
    await this.#writer.write("indicator_values", VALUE_COLUMNS, cells);
    // The ledger comes after the rows: what a crash cuts off is computed again.
    await this.#writer.flush();
    const evaluated = [...buckets].map(([key, hash]) => evaluationCells(this.#chain, key, hash, this.#publishedAt));
    await this.#writer.write("evaluations", EVALUATION_COLUMNS, evaluated);
    await this.#writer.flush();
  }

  /** What is published of these buckets. */
  async #published(waiting: readonly Computed[], buckets: ReadonlyMap<string, string>): Promise<Map<string, PublishedRow>> {
    const indicators = [...new Set(waiting.map(({ indicator }) => indicator))];
    const read = AXES.map(async (axis) => {
      const numbers = [...buckets.keys()].flatMap((key) => (key.includes(`|${axis}|`) ? [Number(key.split("|").at(-1))] : []));
      if (numbers.length === 0) return [];
      const span = { firstBucket: Math.min(...numbers), lastBucket: Math.max(...numbers) };
      return readPublished(this.#client, this.#chain, { indicators, axis, ...span });
    });
    const rows = (await Promise.all(read)).flat();
    return new Map(rows.flatMap((row) => (buckets.has(bucketOf(row)) ? [[rowKey(row), row]] : [])));
  }
}

const bucketOf = ({ indicator, method, axis, bucket }: PublishedRow): string =>
  keyOf({ indicator, version: method }, axis, bucket);
