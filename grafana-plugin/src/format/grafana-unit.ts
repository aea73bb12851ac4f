import { unitOfWhole } from "./unit.ts";

/**
 * A unit of the API as Grafana names it. Shares and percentage points are ratios, which only Grafana's unit for ratios multiplies by a
 * hundred: a suffix would stand behind a number that is too small. All else keeps its own word behind the number.
 */
export function grafanaUnit(unit: string): string {
  const first = unitOfWhole(unit);
  if (first.startsWith("%")) return "percentunit";
  if (first === "" || first === "count") return "none";
  return `suffix:${first}`;
}
