import { now } from "../build/panels.ts";
import { kpi, now as newest } from "../build/queries.ts";
import { HALT_WORDS } from "./words.ts";

/** Whether the chain goes on. */
export const chainMoves = () =>
  now({
    title: "Chain",
    description: "Whether blocks come. A halt is seen 60 to 75 s after the last block; – while nobody can tell.",
    unit: "none",
    about: { indicator: "rel.chain_liveness" },
    words: HALT_WORDS,
    queries: [newest('gonka_chain_halted{chain_id="$chain"}')],
  });

/** The roadmap's own words with what measures them: what their table is about, whichever columns it shows. */
export const HORIZON_LINES = {
  title: "Lines of the horizons",
  description:
    "The roadmap's words with the indicators that measure them. “reached” is value ÷ the least that the words ask for; – where they give no number, or there is no value.",
  unit: "locale",
  about: { page: "/" },
  queries: [kpi({ kind: "roadmap", rows: "horizons" })],
} as const;
