import {
  createDataFrame,
  type DataFrame,
  type FieldConfig,
  FieldType,
  MappingType,
  type QueryResultMetaNotice,
} from "@grafana/data";
import type { State } from "../client/types.ts";
import { inWords, quantity } from "../format/number.ts";
import { hasNumber, STATE_WORDS } from "../format/states.ts";
import { APP_PATH } from "../ids.ts";

/** A column of a table: what it holds of a row, null where that is not known. */
export interface Column<Row> {
  readonly name: string;
  readonly type: FieldType;
  readonly of: (row: Row) => unknown;
  readonly config?: FieldConfig;
}

export interface TableOf<Row> {
  readonly refId: string;
  readonly name: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly simulated: boolean;
  readonly notices?: readonly QueryResultMetaNotice[];
}

/** Rows as a frame. Cells of which nothing is known are null and shown as "–". */
export function tableFrame<Row>({ refId, name, rows, columns, simulated, notices = [] }: TableOf<Row>): DataFrame {
  return createDataFrame({
    refId,
    name: simulated ? `SIMULATED · ${name}` : name,
    meta: { preferredVisualisationType: "table", notices: [...(simulated ? [SIMULATED] : []), ...notices] },
    fields: columns.map(({ name, type, of, config }) => ({
      name,
      type,
      config: { noValue: "–", ...config },
      values: rows.map((row) => of(row) ?? null),
    })),
  });
}

export const notice = (severity: QueryResultMetaNotice["severity"], text: string): QueryResultMetaNotice => ({ severity, text });

export const SIMULATED = notice("warning", "SIMULATED: this network is made up, nothing of it is real.");

/** A state as glyph and word. */
export const STATE_MAPPING = {
  type: MappingType.ValueToText as const,
  options: Object.fromEntries(
    Object.entries(STATE_WORDS).map(([state, { glyph, word }]) => [state, { text: `${glyph} ${word}` }]),
  ),
};

export const stateColumn = <Row>(of: (row: Row) => State | null): Column<Row> => ({
  name: "state",
  type: FieldType.string,
  of,
  config: { mappings: [STATE_MAPPING] },
});

/** Leads from an id in a cell to its page. */
export const pageLinks = (page: "indicators" | "hosts", title: string): FieldConfig => ({
  links: [{ title, url: `${APP_PATH}/${page}/\${__value.raw}` }],
});

export const RATIO: FieldConfig = { unit: "percentunit" };

/** What a state makes of a newest number: null where the state has none, however new the number. */
export const valueIn = (state: State, newest: { readonly value: number } | null): number | null =>
  newest !== null && hasNumber(state) ? newest.value : null;

/** A value as people read it: "3.4 B tokens/day", "–". */
export const reading = (value: number | null, unit: string): string => (value === null ? "–" : inWords(quantity(value, unit)));

export const text = (name: string) => ({ name, type: FieldType.string });
export const number = (name: string) => ({ name, type: FieldType.number });

/** A decimal integer of the chain as a number: exact below 2^53, rounded above. */
export const chainNumber = (integer: string | null | undefined): number | null =>
  integer === null || integer === undefined ? null : Number(integer);

export const timeMs = (iso: string | null | undefined): number | null =>
  iso === null || iso === undefined ? null : Date.parse(iso);
