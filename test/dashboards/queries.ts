import { BOARDS } from "../../dashboards/boards.ts";
import { SOURCES, type SourceName } from "../../dashboards/build/sources.ts";

/** A query of a panel, as it stands in the board's JSON. */
export interface BoardQuery {
  readonly board: string;
  readonly panel: string;
  readonly text: string;
}

/** Every query that boards ask of a kind of data source, by the field that holds its text. */
export function queriesOf(source: SourceName, field: "expr" | "rawSql"): BoardQuery[] {
  return Object.entries(BOARDS).flatMap(([board, { panels = [] }]) =>
    panels.flatMap((panel) => {
      if (panel.type === "row" || !("targets" in panel)) return [];
      if (panel.datasource?.type !== SOURCES[source].type) return [];
      return (panel.targets ?? []).flatMap((target) => {
        const text: unknown = new Map<string, unknown>(Object.entries(target)).get(field);
        return typeof text === "string" ? [{ board, panel: panel.title ?? "", text }] : [];
      });
    }),
  );
}

/** PromQL with Grafana's variables filled in. */
export const filledPromql = (text: string, { chain, host }: { readonly chain: string; readonly host: string }): string =>
  text.replaceAll("$chain", chain).replaceAll("$host", host).replaceAll("$__rate_interval", "5m");

/** SQL with the variables and macros that Grafana and its ClickHouse data source fill in. Times in seconds since 1970. */
export const filledSql = (
  text: string,
  { chain, from, to }: { readonly chain: string; readonly from: number; readonly to: number },
): string =>
  text
    .replaceAll("$chain", chain)
    .replace(
      /\$__timeFilter\((\w+)\)/g,
      (_, column: string) => `${column} >= toDateTime(${from}) AND ${column} <= toDateTime(${to})`,
    );
