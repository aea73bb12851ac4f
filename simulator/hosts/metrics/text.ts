/** A family of Prometheus' text format with its samples, in the order in which they are written. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** Behind the family's name: `_bucket`, `_sum`, `_count` of a histogram, else empty. */
  readonly suffix: string;
  readonly labels: readonly (readonly [name: string, value: string])[];
  readonly value: number;
}

export type Labels = Sample["labels"];

export const sample = (labels: Labels, value: number): Sample => ({ suffix: "", labels, value });

/** Families without a sample are left out, as Go's client does with vectors that were never touched. */
export function prometheusText(families: readonly Family[]): string {
  let text = "";
  for (const { name, help, type, samples } of families) {
    if (samples.length === 0) continue;
    text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
    for (const { suffix, labels, value } of samples) text += `${name}${suffix}${braces(labels)} ${go(value)}\n`;
  }
  return text;
}

/** Samples of a histogram: cumulative buckets, the sum and the count. `counts` are those of the bounds and of all beyond, not cumulative. */
export function histogram(labels: Labels, bounds: readonly number[], counts: readonly number[], sum: number): Sample[] {
  let below = 0;
  const buckets = [...bounds.map(String), "+Inf"].map((le, at) => {
    below += counts[at] ?? 0;
    return { suffix: "_bucket", labels: [...labels, ["le", le] as const], value: below };
  });
  return [...buckets, { suffix: "_sum", labels, value: sum }, { suffix: "_count", labels, value: below }];
}

const braces = (labels: Labels) =>
  labels.length === 0 ? "" : `{${labels.map(([name, value]) => `${name}="${escaped(value)}"`).join(",")}}`;

const escaped = (value: string) => value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

/** As Go's client writes numbers (strconv's 'g' with the shortest digits): with an exponent below 1e-04 and from 1e+06 on. */
function go(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
