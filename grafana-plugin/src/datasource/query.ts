import type { DataQuery } from "@grafana/data";
import type { Series } from "../client/types.ts";

/** What a panel asks of the data source. It is stored in dashboards: fields are added, never renamed. */
export interface KpiQuery extends DataQuery {
  /** Id of an indicator or auxiliary series, or a dashboard variable; empty while none is chosen. */
  indicator: string;
  axis: Series["axis"];
  /** "network": one series; "all": one for each set of labels beside it. */
  labels: "network" | "all";
  /** A version of the method; where left out, at each bucket the one that holds there. */
  method?: number;
}

export const DEFAULT_QUERY: Omit<KpiQuery, "refId"> = { indicator: "", axis: "epoch", labels: "network" };
