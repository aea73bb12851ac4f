import type { Roadmap, Series } from "../../client/types.ts";
import { short } from "../../format/number.ts";
import { hasNumber } from "../../format/states.ts";
import type { Dated } from "./outlook.ts";

const DAY_MS = 86_400_000;

/** A target with a number that the roadmap gives. */
export interface Rung {
  readonly id: string;
  /** "Horizon 2". */
  readonly name: string;
  /** The roadmap's words. */
  readonly text: string;
  readonly low: number;
  /** null: open-ended. */
  readonly high: number | null;
  /** How the words were read as a number, where they give none. */
  readonly note: string | null;
}

/** One quantity with all targets that the roadmap sets for it, lowest first. */
export interface Ladder {
  /** The indicator that stands for the quantity. */
  readonly indicator: string;
  readonly rungs: readonly Rung[];
}

/** Ladders of all quantities to which a horizon gives an amount as target, in the roadmap's order. */
export function laddersOf({ horizons }: Pick<Roadmap, "horizons">): Ladder[] {
  const rungs = horizons.flatMap(({ id, name, lines }) =>
    lines.flatMap(({ text, target, indicators }) => {
      const [lead] = indicators;
      if (!lead || target === null || target.kind === "rank") return [];
      const high = target.kind === "at_least" ? null : (target.high ?? null);
      const note = target.kind === "order" ? target.note : null;
      return [{ indicator: lead.id, rung: { id, name: shortName(name), text, low: target.low, high, note } }];
    }),
  );
  return [...new Set(rungs.map(({ indicator }) => indicator))].map((indicator) => ({
    indicator,
    rungs: rungs
      .filter((one) => one.indicator === indicator)
      .map(({ rung }) => rung)
      .sort((a, b) => a.low - b.low),
  }));
}

/** "Horizon 2. Compete with neoclouds" is called "Horizon 2". */
export const shortName = (name: string): string => name.split(". ")[0] ?? name;

/** How far a value is from a target: `1 / 179 of Horizon 2`, `56 % of Horizon 2`. */
export function distanceWords(value: number, { low, name }: Pick<Rung, "low" | "name">): string {
  if (value >= low) return `${name} reached`;
  if (value <= 0) return `nothing of ${name} yet`;
  const ratio = low / value;
  // Rounded so that it never looks nearer than it is.
  return ratio > 10 ? `1 / ${short(Math.ceil(ratio))} of ${name}` : `${Math.floor(100 / ratio)} % of ${name}`;
}

/** Whole powers of ten around targets and values; an open-ended target keeps some room behind its beginning. */
export function ladderDomain(rungs: readonly Rung[], values: readonly number[]): readonly [number, number] {
  const lows = rungs.map(({ low }) => low);
  const positive = values.filter((value) => value > 0);
  const bottom = Math.min(...positive, Math.min(...lows) / 100);
  const top = Math.max(...positive, ...lows.map((low) => low * 3), ...rungs.map(({ high }) => high ?? 0));
  return [10 ** Math.floor(Math.log10(bottom)), 10 ** Math.ceil(Math.log10(top))];
}

/** Powers of ten from one end to the other. */
export function powersOfTen([low, high]: readonly [number, number]): number[] {
  const first = Math.round(Math.log10(low));
  return Array.from({ length: Math.round(Math.log10(high)) - first + 1 }, (_, index) => 10 ** (first + index));
}

/**
 * The numbers of epochs that are over, at their middle, since the newest break: before it something else was measured, and a running
 * epoch, which has no end yet, may still change much. Oldest first.
 * @param series by epoch
 */
export function historyOf({ points, breaks }: Series): Dated[] {
  const since = Math.max(0, ...breaks.map(({ epoch }) => epoch));
  return points.flatMap(({ value, state, starts_at: from, ends_at: to, epoch = 0 }) => {
    if (value === null || !hasNumber(state) || from === null || to === null || epoch < since) return [];
    return [{ time: (Date.parse(from) + Date.parse(to)) / 2, value }];
  });
}

/** What became of it: from the number of about so many days before the newest, as a ratio; null where there is none. */
export function changeOver(history: readonly Dated[], days: number): number | null {
  const newest = history.at(-1);
  if (!newest) return null;
  const then = newest.time - days * DAY_MS;
  const near = history.filter(({ time }) => Math.abs(time - then) <= 1.5 * DAY_MS);
  const [first] = [...near].sort((a, b) => Math.abs(a.time - then) - Math.abs(b.time - then));
  return first && first.value > 0 ? newest.value / first.value - 1 : null;
}
