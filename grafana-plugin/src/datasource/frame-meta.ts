import type { DataFrame, QueryResultMeta } from "@grafana/data";

/** What a frame of the data source says of its indicator, for panels that show more than the numbers. */
export interface KpiFrameMeta {
  readonly indicator: string;
  readonly name: string;
  /** As the API gives it. */
  readonly unit: string;
  /** The roadmap's words. */
  readonly target: string | null;
  readonly estimate: boolean;
  readonly axis: "epoch" | "day";
  /** Whether the chain is a simulated network: nothing of it is real. */
  readonly simulated: boolean;
}

/** Names of the fields, in the order in which they stand. */
export const FIELDS = {
  time: "time",
  value: "value",
  coverage: "coverage",
  state: "state",
  bucket: "bucket",
  note: "note",
} as const;

export const toMeta = (kpi: KpiFrameMeta): QueryResultMeta => ({ custom: { kpi } });

/** null for frames of other data sources. */
export function metaOf({ meta }: Pick<DataFrame, "meta">): KpiFrameMeta | null {
  const kpi: unknown = meta?.custom?.["kpi"];
  return isKpiMeta(kpi) ? kpi : null;
}

function isKpiMeta(given: unknown): given is KpiFrameMeta {
  if (typeof given !== "object" || given === null) return false;
  const fields = new Map<string, unknown>(Object.entries(given));
  const target = fields.get("target");
  return (
    ["indicator", "name", "unit"].every((key) => typeof fields.get(key) === "string") &&
    ["estimate", "simulated"].every((key) => typeof fields.get(key) === "boolean") &&
    (fields.get("axis") === "epoch" || fields.get("axis") === "day") &&
    (target === null || typeof target === "string")
  );
}
