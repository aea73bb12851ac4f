/** What a unit measures, as far as charts must know: an amount adds up and starts at zero, a share lies in 0 to 1. */
export type UnitKind = "amount" | "share" | "other";

const AMOUNTS = /^(count|hosts|GPUs|H100e|accounts|apps|tokens|GNK|USD|weight|sessions|attempts|runs|tickets|nodes)\b(?!.* per )/;

/** @param unit as the API gives it; of several the first is the value's */
export function unitKind(unit: string): UnitKind {
  const first = unit.split(";")[0]?.trim() ?? "";
  if (first.startsWith("% points")) return "other";
  if (first.startsWith("%") || first.startsWith("ratio")) return "share";
  return AMOUNTS.test(first) && !/tokens\/s\/|H100e-day/.test(first) ? "amount" : "other";
}

/**
 * What the part of reality that a value did not see could make of it. A share: the unseen part may be all or nothing. An
 * amount: at least what was seen, and as much more as if the rest were like it. For means and ranks nobody can tell: null.
 * @param coverage 0 to 1; null where the whole is unknown
 */
export function boundsOf(value: number, coverage: number | null, unit: string): readonly [number, number] | null {
  if (coverage === null || coverage <= 0 || coverage >= 1) return null;
  switch (unitKind(unit)) {
    case "share":
      return value >= 0 && value <= 1 ? [value * coverage, value * coverage + 1 - coverage] : null;
    case "amount":
      return value >= 0 ? [value, value / coverage] : null;
    case "other":
      return null;
  }
}
