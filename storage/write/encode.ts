import { createHash } from "node:crypto";
import type { FactTable } from "../facts/tables.ts";
import type { Row } from "./native/block.ts";
import { quickCheck } from "./quick-check.ts";

/** JSON as ClickHouse reads it: integers beyond a double's as strings, tuples as objects. */
export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [name: string]: Cell };

function cell(value: unknown): Cell {
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(cell);
  if (typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cell(inner)]));
  throw new TypeError(`a ${typeof value} can't be stored`);
}

interface Column {
  readonly name: string;
  readonly accepts: (value: unknown) => boolean;
}

const quickColumns = new WeakMap<FactTable, readonly Column[] | null>();

/** The table's columns with quick checks; null where one of them has none. */
function quickColumnsOf(table: FactTable): readonly Column[] | null {
  const known = quickColumns.get(table);
  if (known !== undefined) return known;
  const columns = table.columns.map((name) => {
    const schema = table.row.shape[name];
    return { name, accepts: schema ? quickCheck(schema) : null };
  });
  const all = columns.flatMap(({ name, accepts }) => (accepts ? [{ name, accepts }] : []));
  const quick = all.length === columns.length ? all : null;
  quickColumns.set(table, quick);
  return quick;
}

/** Whether the row passes every quick check and has no field besides; where not, the schema must decide. */
function passesQuickly(table: FactTable, row: Row): boolean {
  const columns = quickColumnsOf(table);
  if (columns === null) return false;
  let fields = 0;
  for (const _ in row) fields += 1;
  return fields === columns.length && columns.every(({ name, accepts }) => accepts(row[name]));
}

/**
 * Checks a row whole against its table's schema.
 *
 * @throws TypeError naming table and field: such a row is a bug in a collector, and ClickHouse would turn a null in it into 0.
 */
export function checkedRow(table: FactTable, row: Row): Row {
  if (passesQuickly(table, row)) return row;
  const checked = table.row.safeParse(row);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  throw new TypeError(`not a row of ${table.name}: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
}

/** The cells of a row that was checked, in column order. */
export const cellsOf = (table: FactTable, checked: Row): Cell[] => table.columns.map((column) => cell(checked[column]));

/** The cells of a row in column order, checked as {@link checkedRow} does. */
export const encodeRow = (table: FactTable, row: object): Cell[] => cellsOf(table, checkedRow(table, { ...row }));

/** Hash of a whole decoded answer, whatever order its rows came in. */
export function contentHash(tables: readonly { readonly table: FactTable; readonly rows: readonly Cell[][] }[]): string {
  const hash = createHash("sha256");
  for (const { table, rows } of tables) {
    hash.update(`${table.name}\n`);
    for (const text of rows.map((row) => JSON.stringify(row)).sort()) hash.update(`${text}\n`);
  }
  return hash.digest("hex").slice(0, 32);
}
