import type { DataQuery } from "@grafana/data";
import type { Series } from "../client/types.ts";

/** What can be asked for, by what people think in. */
export type KpiKind =
  /** An indicator's series. */
  | "indicator"
  /** A host's epochs; all hosts now, where none is named. */
  | "host"
  /** A model's part of an indicator's series; all models now, where none is named. */
  | "model"
  /** The roadmap's indicators, horizon lines or projects as a table. */
  | "roadmap"
  /** The nodes that are asked, and how each answers. */
  | "sources"
  /** Moments to mark in charts. */
  | "events";

/** What a panel asks of the data source. It is stored in dashboards: fields are added, never renamed. */
export interface KpiQuery extends DataQuery {
  kind: KpiKind;
  /** Id of an indicator or auxiliary series, or a dashboard variable, also of several; empty while none is chosen. */
  indicator: string;
  axis: Series["axis"];
  /** "network": one series; "all": one for each set of labels beside it. */
  labels: "network" | "all";
  /** A version of the method; where left out, at each bucket the one that holds there. */
  method?: number | undefined;
  /** Address or moniker, or a variable; where left out, every host as it is now. */
  host?: string | undefined;
  /** Id, or a variable; where left out, every model as it is now. */
  model?: string | undefined;
  /** Of the roadmap; indicators where left out. */
  rows?: RoadmapRows | undefined;
  /** Only indicators of this roadmap metric: M1 to M9, or P for those of projects alone. */
  metric?: string | undefined;
  /** Only indicators of this project, such as T1P2. */
  project?: string | undefined;
  /** Epochs where left out. */
  events?: EventKind | undefined;
}

export type RoadmapRows = "indicators" | "horizons" | "projects";
export type EventKind = "epochs" | "poc" | "breaks";

export const DEFAULT_QUERY: Omit<KpiQuery, "refId"> = { kind: "indicator", indicator: "", axis: "epoch", labels: "network" };

/** Whether enough is chosen to ask. */
export function isComplete({ kind, indicator, model, events }: Partial<KpiQuery>): boolean {
  const chosen = (indicator ?? "") !== "";
  switch (kind ?? DEFAULT_QUERY.kind) {
    case "indicator":
      return chosen;
    case "model":
      return chosen || (model ?? "") === "";
    case "events":
      return chosen || events !== "breaks";
    default:
      return true;
  }
}

/** The query in few words, for lists of queries. */
export function queryWords(given: Partial<KpiQuery>): string {
  const query = { ...DEFAULT_QUERY, ...given };
  switch (query.kind) {
    case "indicator":
      return `${query.indicator} by ${query.axis}`;
    case "host":
      return query.host ? `epochs of host ${query.host}` : "all hosts now";
    case "model":
      return query.model ? `${query.indicator} of ${query.model} by ${query.axis}` : "all models now";
    case "roadmap":
      return `${query.rows ?? "indicators"} of the roadmap`;
    case "sources":
      return "sources now";
    case "events":
      return query.events === "breaks" ? `breaks of ${query.indicator}` : query.events === "poc" ? "PoC windows" : "epochs";
  }
}
