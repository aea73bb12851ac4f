import type { Quote } from "./types.ts";

const PLACE_THEN_QUOTE = /\b(H1|H2|North Star|near-term|T\d+(?:P\d+)?)\b[^";]*"([^"]+)"/g;

/**
 * The roadmap's own words inside an indicator's `target`: each straight-quoted text, with the place in the roadmap that
 * stands before it ("H1", "H2", "North Star", "near-term", a track "T1" or a project "T4P3"). Empty where the target
 * quotes nothing.
 */
export function quotesIn(target: string): readonly Quote[] {
  return [...target.matchAll(PLACE_THEN_QUOTE)].map(([, where = "", words = ""]) => ({ where, words }));
}
