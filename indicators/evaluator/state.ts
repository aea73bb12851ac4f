import type { State } from "../../roadmap/index.ts";
import type { Method } from "../method.ts";
import type { Completeness } from "./completeness.ts";

/** What the state of a row depends on. */
export interface StateInputs {
  readonly method: Method;
  readonly epoch: number;
  /** Why the network has nothing to measure in the epoch; null where it has. */
  readonly unmeasurable: string | null;
  readonly own: Completeness;
  readonly history: Completeness;
  /** Whether the sources agree on the head and the epoch clock: without them nothing can be called final. */
  readonly clockDisputed: boolean;
  readonly row: {
    readonly value: number | null;
    readonly samples: number | null;
    readonly note: string;
    readonly coverage: number | null;
    readonly isNetwork: boolean;
  };
}

export interface StateOfValue {
  readonly state: State;
  /** Why there is no number, or what the number assumes. */
  readonly note: string;
}

/**
 * The one place that decides the state of a value: the first that applies, from what is missing to what is final. The number is published
 * only in the last two.
 */
export function decideState({ method, epoch, unmeasurable, own, history, clockDisputed, row }: StateInputs): StateOfValue {
  if (unmeasurable !== null) return { state: "not_measurable_yet", note: unmeasurable };
  if (own.kind === "source_lost" || own.kind === "no_data") return { state: own.kind, note: own.detail };
  if (own.kind === "disputed") return { state: "disputed", note: own.detail };
  if (history.kind === "disputed") return { state: "disputed", note: history.detail };
  const final = own.final && (history.kind !== "complete" || history.final);
  if (!final && clockDisputed)
    return {
      state: "disputed",
      note: "the sources differ on the head or the epoch clock, so that it can't be told whether the epoch is final",
    };
  if (epoch < method.validFromEpoch)
    return { state: "not_enough_data", note: `the method is valid from epoch ${method.validFromEpoch} on` };
  if (history.kind !== "complete") return { state: "not_enough_data", note: history.detail };
  if (row.value === null) return { state: "not_enough_data", note: row.note || "there is nothing to compute it from" };
  if (row.isNetwork && (row.samples ?? 0) < method.minSamples)
    return { state: "not_enough_data", note: `${row.samples ?? "unknown"} samples, the method needs ${method.minSamples}` };
  const isSeen = method.minCoverage === undefined || (row.coverage !== null && row.coverage >= method.minCoverage);
  return { state: final && isSeen ? "ok" : "provisional", note: row.note };
}
