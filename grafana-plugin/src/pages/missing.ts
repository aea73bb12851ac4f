import type { Indicator } from "../client/types.ts";
import { inWords, quantity } from "../format/number.ts";
import { numberOf } from "./catalogue.ts";

/** Who or what a number waits for. */
export type Giver = "partner" | "person" | "network" | "sources" | "dispute" | "history" | "collection" | "method";

/** Each giver with what it would take, in the order in which they are asked. */
export const GIVERS: Readonly<Record<Giver, { readonly title: string; readonly short: string; readonly takes: string }>> = {
  partner: { title: "Partners", short: "partners", takes: "a feed of what only they know" },
  person: { title: "People", short: "people", takes: "an entry with a link to its evidence" },
  network: { title: "The network", short: "the network", takes: "it has nothing of this to measure yet" },
  sources: {
    title: "Sources that did not answer",
    short: "lost sources",
    takes: "an answer; they are asked again by themselves",
  },
  dispute: { title: "Sources that differ", short: "sources that differ", takes: "a majority" },
  history: { title: "Time", short: "time", takes: "more history, observations or a calibration" },
  collection: { title: "This service: not collected", short: "collection", takes: "collecting through the epoch, or a backfill" },
  method: { title: "This service: no method yet", short: "a method", takes: "a method; until then nothing is collected for it" },
};

/** Whom the newest bucket's number waits for; null where it has one. */
export function giverOf(indicator: Indicator): Giver | null {
  if (numberOf(indicator) !== null) return null;
  switch (indicator.state) {
    case "needs_entry":
      return indicator.source_class?.startsWith("C") ? "partner" : "person";
    case "not_measurable_yet":
      return "network";
    case "source_lost":
      return "sources";
    case "disputed":
      return "dispute";
    case "not_enough_data":
      return "history";
    case "no_data":
      return indicator.method === null ? "method" : "collection";
    case "ok":
    case "provisional":
      return "collection";
  }
}

/** What exactly is missing: where the number would come from, or the service's own words for why there is none. */
export function missingFrom(indicator: Indicator, sources: ReadonlyMap<string, string>): string {
  const source = sources.get(indicator.id) ?? indicator.source;
  const giver = giverOf(indicator);
  if (giver === null) return "";
  if (giver === "partner" || giver === "person" || giver === "network" || giver === "method") return source ?? indicator.note;
  return indicator.note === "" ? (source ?? "") : indicator.note;
}

/** The same in a few words, where the whole of it is a click away: up to the first bracket or semicolon. */
export function missingBriefly(indicator: Indicator, sources: ReadonlyMap<string, string>): string {
  const giver = giverOf(indicator);
  if (giver === null) return "";
  const [clause = ""] = missingFrom(indicator, sources).split(/;| \(/);
  return `${WAITS[giver]}${clause}`;
}

/** The same in a sentence: who is missing first, then what, then the last number there was. */
export function missingSentence(indicator: Indicator, sources: ReadonlyMap<string, string>): string {
  const giver = giverOf(indicator);
  if (giver === null) return "";
  const { newest, unit } = indicator;
  const last = newest ? `last number: ${inWords(quantity(newest.value, unit))}, epoch ${newest.epoch}` : "";
  return [`${WAITS[giver]}${missingFrom(indicator, sources)}`, last].filter((part) => part !== "").join(" · ");
}

const WAITS: Readonly<Record<Giver, string>> = {
  partner: "waits for a partner: ",
  person: "waits for an entry: ",
  network: "waits for the network: ",
  sources: "",
  dispute: "",
  history: "",
  collection: "",
  method: "no method yet; source: ",
};

/** The sources of all indicators, where one says "as another" with the other's words. */
export function sourcesOf(indicators: readonly Indicator[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  let above = "";
  for (const { id, source } of indicators) {
    if (source === null) continue;
    above = source.replace(/^as above\b/, above);
    sources.set(id, above);
  }
  for (const [id, source] of sources) {
    const other = /^as ([a-z]+\.\w+)/.exec(source)?.[1];
    const words = other === undefined ? undefined : sources.get(other);
    if (other !== undefined && words !== undefined)
      sources.set(
        id,
        source.replace(`as ${other}`, () => words),
      );
  }
  return sources;
}
