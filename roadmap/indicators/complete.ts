import { BETTER } from "../directions.ts";
import { quotesIn } from "../quotes.ts";
import type { Indicator, IndicatorEntry } from "../types.ts";

/** Fills in what an entry need not repeat: which way is better, the quotes inside its target, and "no labels". */
export function complete(entry: IndicatorEntry): Indicator {
  return {
    ...entry,
    direction: { better: BETTER[entry.direction], words: entry.direction },
    targets: quotesIn(entry.target),
    labels: entry.labels ?? [],
  };
}
