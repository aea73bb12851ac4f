import type { Answer } from "../client/paths.ts";
import type { Indicator, NewestValue, Roadmap, State } from "../client/types.ts";
import { indicator, now, point, series } from "./answers.ts";

/** A number of epoch 4. */
export const newest = (value: number, more: Partial<NewestValue> = {}): NewestValue => ({
  epoch: 4,
  value,
  numerator: null,
  denominator: null,
  coverage: 0.9,
  samples: 7,
  sources: 3,
  verified_members: null,
  state: "ok",
  note: "",
  method: 1,
  starts_at: "2026-11-05T00:00:00Z",
  ends_at: "2026-11-06T00:00:00Z",
  age_seconds: 3600,
  ...more,
});

/** An indicator of the made-up roadmap; without a value it has the state's null, and no number before. */
export const measured = (id: string, name: string, value: number | null, more: Partial<Indicator> = {}): Indicator =>
  indicator({
    ...{ id, name, unit: "H100e", definition: `what ${name} is`, target: null, metric: "M1", source: `source of ${name}` },
    ...{ state: value === null ? "no_data" : "ok", newest: value === null ? null : newest(value), ...more },
  });

/** One indicator a state, so that each can be seen on a page. */
export const INDICATORS: readonly Indicator[] = [
  measured("a.capacity", "Capacity", 500, { estimate: true, projects: [{ id: "T1P1", role: "primary" }] }),
  measured("a.zero", "Zero", 0, { state: "provisional", projects: [{ id: "T1P1", role: "primary" }] }),
  measured("a.uncollected", "Uncollected", null, { note: "never collected" }),
  measured("a.unmethodical", "Unmethodical", null, { method: null, state_epoch: null }),
  measured("a.partner", "Partner", null, {
    ...{ state: "needs_entry", source_class: "C", method: null, source: "app ids (of brokers); else a register" },
    projects: [{ id: "T1P2", role: "primary" }],
  }),
  measured("a.person", "Person", null, { state: "needs_entry", source_class: "M", method: null, source: "as above" }),
  measured("a.network", "Network", null, { state: "not_measurable_yet", method: null }),
  measured("a.lost", "Lost", null, { state: "source_lost", note: "3 of 3 nodes time out", newest: newest(77) }),
  measured("a.disputed", "Disputed", null, { state: "disputed", note: "2 against 2" }),
  measured("a.young", "Young", null, { state: "not_enough_data", note: "needs 30 days" }),
];

const stateOf = (id: string): State => INDICATORS.find((one) => one.id === id)?.state ?? "no_data";
const refs = (...ids: string[]) => ids.map((id) => ({ id, state: stateOf(id) }));
const project = (n: number, primary: string[], secondary: string[]): Roadmap["projects"][number] => ({
  ...{ id: `T1P${n}`, n, name: `Project ${n}`, track: 1, works_when: `project ${n} works` },
  primary: { words: "more of it", ids: ["M1"], indicators: refs(...primary) },
  secondary: { words: secondary.length > 0 ? "own words" : null, ids: ["TS-01"], indicators: refs(...secondary) },
});

export const ROADMAP: Roadmap = {
  chain_id: "c",
  horizons: [
    {
      ...{ id: "H2", name: "Horizon 2. Compete", goal: "The next goal." },
      lines: [
        {
          text: "1K–2K capacity",
          target: { kind: "range", low: 1000, high: 2000, unit: "H100e" },
          indicators: refs("a.capacity", "a.young"),
        },
        { text: "first of all", target: { kind: "rank", value: 1 }, indicators: refs("a.person") },
        { text: "good service", target: null, indicators: refs("a.lost", "a.zero") },
      ],
    },
  ],
  near_term: [
    { name: "Stability", words: ["uptime"], tracked: [], indicators: refs("a.zero", "a.disputed") },
    {
      ...{ name: "Demand", words: ["daily things"], indicators: refs("a.partner") },
      tracked: [{ words: "daily things", indicator: { id: "a.partner", state: "needs_entry" } }],
    },
  ],
  tracks: [{ n: 1, name: "First track", projects: ["T1P1", "T1P2"] }],
  projects: [project(1, ["a.uncollected", "a.zero", "a.capacity"], ["a.lost"]), project(2, ["a.partner"], [])],
  metrics: [
    { id: "M1", name: "Capacity growth", indicators: refs("a.capacity", "a.zero", "a.lost") },
    { id: "M2", name: "Retention", indicators: refs("a.person") },
  ],
  track_metrics: [{ id: "TS-01", wording: "own words", where: "T1P1", parent: ["M2"], indicators: refs("a.person") }],
};

export const answerOfIndicators = (indicators: readonly Indicator[]): Answer<"/indicators"> => ({
  ...{ chain_id: "c", now: "2026-11-21T12:00:00Z" },
  indicators,
});

/** What the pages of the roadmap ask for. */
export const ROADMAP_ANSWERS = {
  "/now": now(),
  "/roadmap": ROADMAP,
  "/indicators": answerOfIndicators(INDICATORS),
  "/feeds": {
    chain_id: "c",
    feeds: [
      { id: "apps", summary: "", indicators: ["a.partner"], key: [], entry_schema: {}, partners: 0, entries: 0, newest_at: null },
    ],
  },
  "/trends": {
    ...{ chain_id: "c", first: 1, last: 4 },
    trends: [{ indicator: "a.capacity", values: [400, null, 450, 500], breaks: [4] }],
  },
  "/indicators/a.capacity/series?from=0&limit=390": series([point(3, 450), point(4, 500)], {
    indicator: "a.capacity",
    unit: "H100e",
  }),
} as const;
