import type { Fault } from "../../faults/fault.ts";

/** How a host's diffs are spoiled: bytes that end too early, fields of another wire type, tokens beyond any integer, text that is no base64. */
export type Oddity = Extract<Fault, { kind: "odd_diffs" }>["how"];

/** What faults make of what a host tells of its sessions. */
export interface Alteration {
  /** Times which it serves its token counts: 1 is honest. */
  readonly tokenFactor: number;
  readonly odd: Oddity | null;
  /** Moments at which its devshardd was restarted by hand, unix milliseconds. */
  readonly restarts: readonly number[];
  /** Processes that share the work. */
  readonly replicas: number;
  /** Sessions that it lists and nobody opened; with any, it lists others' sessions too. */
  readonly phantoms: number;
}

export const HONEST: Alteration = { tokenFactor: 1, odd: null, restarts: [], replicas: 1, phantoms: 0 };

export function alterationBy(faults: readonly Fault[]): Alteration {
  let alteration = HONEST;
  for (const fault of faults) {
    if (fault.kind === "inventing_tokens") alteration = { ...alteration, tokenFactor: fault.factor };
    if (fault.kind === "odd_diffs") alteration = { ...alteration, odd: fault.how };
    if (fault.kind === "devshardd_restart") alteration = { ...alteration, restarts: [...alteration.restarts, fault.atMs] };
    if (fault.kind === "phantom_sessions") alteration = { ...alteration, phantoms: fault.count };
    if (fault.kind === "devshardd_replicas") alteration = { ...alteration, replicas: fault.count };
  }
  return alteration;
}
