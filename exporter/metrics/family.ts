import { Gauge, Registry } from "prom-client";
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

/** Families in the text format of Prometheus. */
export async function renderFamilies(families: readonly Family[], snapshot: Snapshot, now: Date): Promise<string> {
  const registry = new Registry();
  for (const { name, help, labels, samples } of families) {
    let gauge: Gauge | null = null;
    for (const [values, value] of samples(snapshot, now)) {
      // Made with its first sample only: a gauge without labels would start at 0.
      gauge ??= new Gauge({ name, help, labelNames: ["chain_id", ...labels], registers: [registry] });
      gauge.set({ chain_id: snapshot.chain, ...values }, value);
    }
  }
  return registry.metrics();
}
