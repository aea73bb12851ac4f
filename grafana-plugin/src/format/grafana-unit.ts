/**
 * A unit of the API as Grafana names it. Shares are ratios, which Grafana writes in per cent; all else keeps its own word
 * behind the number. Of several units ("GNK/day; %") the first is the value's.
 */
export function grafanaUnit(unit: string): string {
  const first = unit.split(";")[0]?.trim() ?? "";
  if (first.startsWith("% points")) return `suffix:${first}`;
  if (first.startsWith("%")) return "percentunit";
  if (first === "" || first === "count") return "none";
  return `suffix:${first}`;
}
