import parsePrometheusTextFormat from "parse-prometheus-text-format";
import { storable } from "../hosts/verdict.ts";
import { type Endpoint, type Kind, PROCESS_START } from "./families.ts";

/** One kept series. `labels` are sorted by name, as Prometheus writes them between the braces. */
export interface Sample {
  readonly family: string;
  readonly labels: string;
  readonly value: number;
}

/** What an answer tells. `series` counts the kept families' lines, where the answer is refused too. */
export type Exposition =
  | { readonly told: true; readonly series: number; readonly samples: readonly Sample[]; readonly processStart: number | null }
  | { readonly told: false; readonly series: number; readonly problem: string };

/** A host of a hundred ML nodes has some 30,000; millions of short ones would hold up everything else. */
const MAX_LINES = 100_000;
const MAX_LINE = 4096;
const MAX_LABEL = 256;
const MAX_LABELS = 1024;
/** Later than any clock of a living process: year 2286. */
const MAX_UNIX_SECONDS = 1e10;

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*(?=[{ \t])/;
const BRACES = /^[ \t]*\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\}[ \t]*/;
const PAIR = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*("(?:[^"\\]|\\.)*")[ \t]*(?:,|$)/y;
/** A value, perhaps a timestamp, perhaps an exemplar of OpenMetrics. */
const TAIL = /^(\S+)(?:[ \t]+-?\d+(?:\.\d+)?)?(?:[ \t]+#.*)?$/;
/** Without this, `Number` would take an empty value for 0 and 0x10 for 16. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NO_NUMBER = /^(?:NaN|[+-]?Inf)$/i;

class Refused extends Error {
  override readonly name = "Refused";
}

/**
 * Reads Prometheus text of a host. It is told whole or not at all: a kept series that is malformed, told twice, or a counter whose value is
 * no count refuses the answer, and so does a line that is no metric (an error page answered with 200). A gauge without a finite number is left
 * out. A last line without its line feed was cut off. Timestamps are not looked at.
 */
export function readExposition(text: string, { families, maxSeries }: Pick<Endpoint, "families" | "maxSeries">): Exposition {
  const samples = new Map<string, Sample>();
  let series = 0;
  let lines = 0;
  try {
    for (const line of linesOf(text)) {
      if (line === "" || line.startsWith("#")) continue;
      lines++;
      const family = NAME.exec(line)?.[0];
      if (family === undefined) throw new Refused(`line "${storable(line.slice(0, 80), 40)}" is no metric`);
      const kind = families.get(family);
      if (kind === undefined) continue;
      series++;
      // Counted on, to say how many there were.
      if (series > maxSeries) continue;
      const sample = sampleOf(line, family, kind);
      const key = `${family}{${sample.labels}}`;
      if (samples.has(key)) throw new Refused(`${family} is told twice for the same labels`);
      samples.set(key, sample);
    }
    if (series > maxSeries) throw new Refused(`${series} series, more than ${maxSeries}`);
    if (lines === 0) throw new Refused("it tells nothing");
    const kept = [...samples.values()].filter(({ value }) => Number.isFinite(value));
    return { told: true, series: kept.length, samples: kept, processStart: processStartOf(kept) };
  } catch (error) {
    if (error instanceof Refused) return { told: false, series, problem: error.message };
    throw error;
  }
}

function* linesOf(text: string): Generator<string> {
  let from = 0;
  let lines = 0;
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
    lines++;
    if (lines > MAX_LINES) throw new Refused(`more than ${MAX_LINES} lines`);
    yield text.slice(from, end).trim();
    from = end + 1;
  }
  if (from < text.length && text.slice(from, from + 5) !== "# EOF") throw new Refused("its last line is cut off");
}

function sampleOf(line: string, family: string, kind: Kind): Sample {
  const malformed = () => new Refused(`${family}: a line is malformed`);
  if (line.length > MAX_LINE) throw new Refused(`${family}: a line is longer than ${MAX_LINE} characters`);
  const rest = line.slice(family.length);
  const braces = BRACES.exec(rest);
  const pairs = pairsOf(braces?.[1] ?? "");
  const written = TAIL.exec(rest.slice(braces?.[0].length ?? 0).trim())?.[1];
  if (pairs === null || written === undefined) throw malformed();
  const { labels, value } = parsed(`${family}{${pairs.join(",")}} ${written}`) ?? {};
  // A label told twice, or one that JavaScript swallows (`__proto__`), would make two series one.
  if (value !== written || labels === undefined || labels.size !== pairs.length) throw malformed();
  return { family, labels: textOf(labels, family), value: numberOf(written, family, kind) };
}

/**
 * Hands the package one line at a time in the plainest form. With metadata it folds the sums of a labelled histogram into one and loses
 * them, it takes the last of two lines with equal labels, drops a last line without line feed, and refuses a space between labels.
 */
function parsed(line: string): { labels: ReadonlyMap<string, string>; value: string | undefined } | null {
  try {
    const [metric] = parsePrometheusTextFormat(`${line}\n`)[0]?.metrics ?? [];
    return metric === undefined ? null : { labels: new Map(Object.entries(metric.labels ?? {})), value: metric.value };
  } catch {
    return null;
  }
}

function pairsOf(text: string): string[] | null {
  const pairs: string[] = [];
  PAIR.lastIndex = 0;
  for (let at = 0; text.slice(at).trim() !== ""; at = PAIR.lastIndex) {
    const [, name = "", value = ""] = PAIR.exec(text) ?? [];
    if (name === "") return null;
    pairs.push(`${name}=${value}`);
  }
  return pairs;
}

function textOf(labels: ReadonlyMap<string, string>, family: string): string {
  const text = [...labels]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}="${escaped(storable(value, MAX_LABEL))}"`)
    .join(",");
  if (text.length > MAX_LABELS) throw new Refused(`${family}: labels of more than ${MAX_LABELS} characters`);
  return text;
}

const escaped = (value: string) => value.replaceAll("\\", "\\\\").replaceAll('"', '\\"');

/** NaN for a gauge that has no number. Counts above 2⁵³ are not exact, and no host has counted that far. */
function numberOf(written: string, family: string, kind: Kind): number {
  if (!NUMBER.test(written) && !NO_NUMBER.test(written)) throw new Refused(`${family}: a value is no number`);
  const value = NUMBER.test(written) ? Number(written) : Number.NaN;
  if (kind === "counter" && !(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
    throw new Refused(`${family}: ${storable(written, 40)} is no count`);
  }
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) return Number.NaN;
  return value === 0 ? 0 : value;
}

/** Of the process itself, so without labels. */
function processStartOf(samples: readonly Sample[]): number | null {
  const start = samples.find(({ family, labels }) => family === PROCESS_START && labels === "")?.value;
  return start !== undefined && start > 0 && start < MAX_UNIX_SECONDS ? start : null;
}
