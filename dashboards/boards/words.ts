/** Of gonka_chain_halted. */
export const HALT_WORDS = { "0": "● blocks come", "1": "✕ halted" } as const;

/** Of gauges that are 1 or 0. */
export const YES_NO = { "0": "no", "1": "yes" } as const;

/** Of gonka_host_up. */
export const UP_WORDS = { "0": "✕ down", "1": "● up" } as const;

export const PHASE_DESCRIPTION =
  "Phase of the newest epoch by the agreed head: poc_generate, poc_exchange, poc_validate, changeover or inference; – where it is not known.";
