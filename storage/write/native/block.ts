import { nativeColumn } from "./column.ts";
import type { NativeColumn } from "./native-column.ts";
import { Texts } from "./texts.ts";

/** A column of a table: its name, and its type as `system.columns` writes it. */
export interface ColumnType {
  readonly name: string;
  readonly type: string;
}

interface Filled extends ColumnType {
  readonly values: NativeColumn;
}

/** A row's fields by column. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * A block of rows in ClickHouse's Native format: column by column, as the engine keeps them, so that it has nothing to parse. Written for
 * protocol revision 0, that of HTTP.
 */
export class NativeBlock {
  readonly capacity: number;
  readonly #columns: readonly Filled[];
  #rows = 0;

  private constructor(columns: readonly Filled[], capacity: number) {
    this.#columns = columns;
    this.capacity = capacity;
  }

  /** @returns null where one of the columns has a type that is not known here. */
  static of(columns: readonly ColumnType[], capacity: number): NativeBlock | null {
    const known = columns.flatMap((column) => {
      const values = nativeColumn(column.type, capacity);
      return values ? [{ ...column, values }] : [];
    });
    return known.length === columns.length ? new NativeBlock(known, capacity) : null;
  }

  get columns(): readonly string[] {
    return this.#columns.map(({ name }) => name);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Takes rows, as many as there is room for. @throws TypeError: then the block can no longer be used. */
  take(rows: readonly Row[], fixed: Row): void {
    for (const { name, values } of this.#columns) {
      try {
        if (name in fixed) for (let at = 0; at < rows.length; at++) values.take(fixed[name]);
        else for (const row of rows) values.take(row[name]);
      } catch (error) {
        throw new TypeError(`${name}: ${error instanceof Error ? error.message : error}`);
      }
    }
    this.#rows += rows.length;
  }

  /** Hands out the block's bytes, and starts anew. */
  give(): Buffer {
    const head = new Texts();
    head.addLength(this.#columns.length);
    head.addLength(this.#rows);
    const parts: Uint8Array[] = [head.give()];
    for (const { name, type, values } of this.#columns) {
      const title = new Texts();
      title.add(name);
      title.add(type);
      parts.push(title.give(), ...values.give());
    }
    this.#rows = 0;
    return Buffer.concat(parts);
  }
}
