import type { Better, DirectionWords } from "./directions.ts";

/** The states of a value. The first that applies, from left to right, is the value's state. */
export const STATES = [
  "not_measurable_yet",
  "needs_entry",
  "source_lost",
  "no_data",
  "disputed",
  "not_enough_data",
  "provisional",
  "ok",
] as const;

export type State = (typeof STATES)[number];

/** One line for people on each state. Only `provisional` and `ok` come with a number. */
export const STATE_MEANING: Readonly<Record<State, string>> = {
  not_measurable_yet: "The network has nothing to measure yet.",
  needs_entry: "A person or a partner must give this value.",
  source_lost: "We asked, and no source answered.",
  no_data: "Never collected for this period.",
  disputed: "Sources differ and there is no majority.",
  not_enough_data: "Below the method's minimum, or without a valid calibration.",
  provisional: "The number may still change.",
  ok: "The number is final for its period.",
};

/** The roadmap's nine metrics. */
export type MetricId = "M1" | "M2" | "M3" | "M4" | "M5" | "M6" | "M7" | "M8" | "M9";

/** The part of the product that gives an indicator its method. */
export type Part = "spine" | "live" | "inference" | "market" | "alerts" | "observations";

/** Words of the roadmap and the place they stand in: "H1", "H2", "North Star", "near-term", "T1" or "T4P3". */
export interface Quote {
  readonly where: string;
  readonly words: string;
}

/** `words` are the exact ones; `better` is what a colour or an arrow may go by. */
export interface Direction {
  readonly better: Better;
  readonly words: DirectionWords;
}

/** One measurable thing. */
export interface Indicator {
  /** Family, dot, name: "cap.hosts_active". */
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  /** The unit shown to people. Shares, rates, correlations and percentage points are stored and served as ratios. */
  readonly unit: string;
  readonly direction: Direction;
  /** What the roadmap says of a target, word for word, or that it says nothing. Numbers stand on the horizon lines. */
  readonly target: string;
  /** The roadmap's words quoted inside `target`. */
  readonly targets: readonly Quote[];
  /** A chain or public node API, B own probes or public web, C partner feed, M manual, X not measurable today, estimate. */
  readonly sourceClass: string;
  readonly source: string;
  /** The roadmap metric it measures, "P" where it measures a project only. */
  readonly metric: MetricId | "P";
  readonly part: Part;
  /** What the part starts with, where the full definition needs facts of a later part. */
  readonly methodV1?: string;
  /**
   * The state its network-wide row must reach: on the simulated network with every source up and enough history (newest
   * bucket), and on the recorded mainnet epochs.
   */
  readonly expect: { readonly simulator: State; readonly recordings: State };
  /** Where `expect` is not the whole story. */
  readonly expectNote?: string;
  /** Names of the labels its rows may have beside the network-wide row, which has none. */
  readonly labels: readonly string[];
  /** Expected age of the newest value in seconds, null where a person or a partner enters it. */
  readonly freshness: number | null;
}

/** An indicator as it is written down; `complete` fills in the rest. `labels` left out means none. */
export interface IndicatorEntry extends Omit<Indicator, "direction" | "targets" | "labels"> {
  readonly direction: DirectionWords;
  readonly labels?: readonly string[];
}

/** A number in the roadmap. `order` is our reading of an order of magnitude, said in `note`; no `high` means open-ended. */
export type HorizonTarget =
  | { readonly kind: "rank"; readonly value: number }
  | { readonly kind: "range"; readonly low: number; readonly high: number; readonly unit: string }
  | { readonly kind: "at_least"; readonly low: number; readonly unit: string }
  | { readonly kind: "order"; readonly low: number; readonly high?: number; readonly unit: string; readonly note: string };

/** One bullet of a horizon. `target` is null where the roadmap gives no number. */
export interface HorizonLine {
  readonly text: string;
  readonly indicators: readonly string[];
  readonly target: HorizonTarget | null;
}

export interface Horizon {
  readonly id: "H1" | "H2" | "NS";
  readonly name: string;
  readonly goal: string;
  readonly lines: readonly HorizonLine[];
}

export interface NearTermPriority {
  readonly name: string;
  /** The things the roadmap names under this priority. */
  readonly words: readonly string[];
  /** The usage metrics the roadmap asks to track, each with its indicator; empty where it asks for none. */
  readonly tracked: readonly { readonly words: string; readonly indicator: string }[];
  readonly indicators: readonly string[];
}

export interface Track {
  readonly n: number;
  readonly name: string;
  readonly projects: readonly Project[];
}

export interface Project {
  /** Track and project number: "T1P1". */
  readonly id: string;
  /** Its number within the track. */
  readonly n: number;
  readonly name: string;
  /** The words after PRIMARY in the roadmap. */
  readonly primary: string;
  /** The words after SECONDARY, null where the roadmap has none. */
  readonly secondary: string | null;
  /** Metrics ("M3") and track metrics ("TS-01") those words stand for. */
  readonly primaryIds: readonly string[];
  readonly secondaryIds: readonly string[];
  readonly indicatorsPrimary: readonly string[];
  readonly indicatorsSecondary: readonly string[];
  /** Our reading of what shows that the project works. */
  readonly worksWhen: string;
}

export type ProjectRole = "primary" | "secondary";

export interface Metric {
  readonly id: MetricId;
  readonly name: string;
}

/** A wording the roadmap uses for a single project instead of one of its nine metrics. */
export interface TrackMetric {
  /** "TS-01". */
  readonly id: string;
  readonly wording: string;
  readonly where: string;
  /** The metrics it belongs to in our reading. */
  readonly parent: readonly MetricId[];
  readonly indicators: readonly string[];
}
