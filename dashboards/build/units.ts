/** A unit of the catalogue as Grafana names it: the same as the data source gives its fields. */
export function grafanaUnit(unit: string): string {
  const first = unit.split(";")[0]?.trim() ?? "";
  if (first.startsWith("% points")) return `suffix:${first}`;
  if (first.startsWith("%")) return "percentunit";
  if (first === "" || first === "count") return "none";
  return `suffix:${first}`;
}
