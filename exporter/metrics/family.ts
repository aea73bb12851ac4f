import { setImmediate } from "node:timers/promises";
import type { Snapshot } from "../snapshot/snapshot.ts";

export type Labels = Readonly<Record<string, string>>;
export type Sample = readonly [labels: Labels, value: number];

/** One gauge of /metrics, made from the snapshot. Every series gets the label chain_id beside its own. */
export interface Family {
  readonly name: `gonka_${string}`;
  readonly help: string;
  readonly labels: readonly string[];
  /** What is known. What is not known is left out, never 0. `now` is the injected clock. */
  readonly samples: (snapshot: Snapshot, now: Date) => Iterable<Sample>;
}

/**
 * Families in the text format of Prometheus, as prom-client writes it: with ten thousand hosts its own registry takes a second. One after
 * the other, with a breath between, so that whoever scrapes meanwhile is answered.
 */
export async function renderFamilies(families: readonly Family[], snapshot: Snapshot, now: Date): Promise<string> {
  const texts: string[] = [];
  for (const family of families) {
    const text = renderFamily(family, snapshot, now);
    if (text === "") continue;
    texts.push(text);
    await setImmediate();
  }
  return texts.join("\n");
}

/** Empty where there is no sample (what is not a number is none): then nothing is known, and the family is not there. */
function renderFamily({ name, help, labels, samples }: Family, snapshot: Snapshot, now: Date): string {
  const start = `${name}{chain_id="${escaped(snapshot.chain)}"`;
  let text = "";
  for (const [values, value] of samples(snapshot, now)) {
    if (Number.isNaN(value)) continue;
    text += start;
    for (const label of labels) text += `,${label}="${escaped(values[label] ?? "")}"`;
    text += `} ${valueText(value)}\n`;
  }
  return text === "" ? "" : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${text}`;
}

const valueText = (value: number): string => (Number.isFinite(value) ? String(value) : value > 0 ? "+Inf" : "-Inf");

/** Label values come from hosts and nodes: quotes and line breaks in them must not end the series. */
const escaped = (text: string): string =>
  /[\\"\n]/.test(text) ? text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"') : text;
