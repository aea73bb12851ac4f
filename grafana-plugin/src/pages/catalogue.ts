import type { Spark } from "../charts/sparkline-model.ts";
import { sparkOf } from "../charts/sparkline-model.ts";
import { EVERY_MINUTE, type Loaded, useAnswer } from "../client/context.tsx";
import type { Answer } from "../client/paths.ts";
import type { Indicator, Roadmap } from "../client/types.ts";
import { hasNumber } from "../format/states.ts";

const ALL = { params: {}, query: {} };
/** A service that has just been started has its first numbers any moment. */
const EVERY_SECOND = 1;
const hasAnyNumber = (answer: Answer<"/indicators"> | null) => answer?.indicators.some(({ newest }) => newest !== null) ?? false;

/** The roadmap with its indicators, their states and newest numbers. */
export interface Catalogue {
  readonly roadmap: Roadmap;
  /** The service's clock when it told them, in milliseconds. */
  readonly now: number;
  /** In the service's order, auxiliary series after them. */
  readonly indicators: readonly Indicator[];
  readonly byId: ReadonlyMap<string, Indicator>;
  /** Those of these ids that there are. */
  readonly pick: (refs: readonly { readonly id: string }[]) => readonly Indicator[];
}

export const catalogueOf = (
  roadmap: Roadmap,
  { now, indicators }: Pick<Answer<"/indicators">, "now" | "indicators">,
): Catalogue => {
  const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]));
  return {
    roadmap,
    now: Date.parse(now),
    indicators,
    byId,
    pick: (refs) => refs.flatMap(({ id }) => byId.get(id) ?? []),
  };
};

/** Both answers that a page of the roadmap is made of, and what failed of them. */
export function useCatalogue(): { readonly catalogue: Catalogue | null; readonly loads: readonly Loaded<unknown>[] } {
  const roadmap = useAnswer("/roadmap", ALL, EVERY_MINUTE);
  const indicators = useAnswer("/indicators", ALL, (data) => (hasAnyNumber(data) ? EVERY_MINUTE : EVERY_SECOND));
  const catalogue = roadmap.data && indicators.data ? catalogueOf(roadmap.data, indicators.data) : null;
  return { catalogue, loads: [roadmap, indicators] };
}

/** The newest epochs of any indicator, in one request for all. */
export function useSparks(): { readonly sparkOf: (id: string) => Spark | null; readonly loaded: Loaded<unknown> } {
  const loaded = useAnswer("/trends", ALL, EVERY_MINUTE);
  const { data } = loaded;
  return { sparkOf: (id) => (data ? sparkOf(data, id) : null), loaded };
}

/** The number of the newest bucket; null where that has none, whatever was before. */
export const numberOf = ({ state, newest }: Indicator): number | null =>
  hasNumber(state) && newest !== null ? newest.value : null;

/** The indicator that stands for several: the first with a number, else the first. */
export const leadOf = (indicators: readonly Indicator[]): Indicator | null =>
  indicators.find((indicator) => numberOf(indicator) !== null) ?? indicators[0] ?? null;

/** How many of them have a number. */
export const measuredOf = (indicators: readonly Indicator[]): number =>
  indicators.filter((indicator) => numberOf(indicator) !== null).length;
