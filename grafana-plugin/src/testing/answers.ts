import type { Break, Indicator, IndicatorDetail, NewestValue, Now, Point, Series } from "../client/types.ts";

/** Made-up answers of the API, typed as the client types them; a test changes what it is about. */
export const indicator = (more: Partial<Indicator> = {}): Indicator => ({
  id: "cap.hosts_active",
  kind: "indicator",
  name: "Active hosts",
  definition: "Hosts in the epoch's group.",
  unit: "hosts",
  direction: null,
  target: "3,000 hosts",
  source_class: null,
  source: null,
  metric: "M1",
  part: "spine",
  labels: [],
  freshness_seconds: null,
  projects: [],
  method: 1,
  estimate: false,
  state: "ok",
  state_epoch: 4,
  note: "",
  newest: null,
  ...more,
});

/** The number of the newest bucket that has one. */
export const newestValue = (value: number, more: Partial<NewestValue> = {}): NewestValue => ({
  epoch: 4,
  value,
  numerator: null,
  denominator: null,
  coverage: 0.9,
  samples: 1,
  sources: 3,
  verified_members: null,
  state: "ok",
  note: "",
  method: 1,
  starts_at: null,
  ends_at: null,
  age_seconds: null,
  ...more,
});

export const detail = (more: Partial<IndicatorDetail> = {}): IndicatorDetail => ({
  chain_id: "c",
  now: "2026-11-21T12:00:00Z",
  indicator: indicator(),
  quotes: [],
  horizon_lines: [],
  track_metrics: [],
  methods: [],
  series: [],
  ...more,
});

const HOUR_MS = 3_600_000;
const EPOCH_MS = 24 * HOUR_MS;
/** When epoch 0 of these answers began. */
export const ZERO = Date.parse("2026-11-01T00:00:00Z");
export const startOf = (epoch: number): number => ZERO + epoch * EPOCH_MS;

/** A point of an epoch that takes a day. */
export const point = (epoch: number, value: number | null, more: Partial<Point> = {}): Point => ({
  epoch,
  starts_at: new Date(startOf(epoch)).toISOString(),
  ends_at: new Date(startOf(epoch + 1)).toISOString(),
  method: 1,
  labels: {},
  value,
  numerator: null,
  denominator: null,
  coverage: value === null ? null : 1,
  samples: 1,
  state: value === null ? "no_data" : "ok",
  note: "",
  sources: 3,
  verified_members: null,
  ...more,
});

export const series = (points: readonly Point[], more: Partial<Series> = {}): Series => ({
  chain_id: "c",
  indicator: "cap.hosts_active",
  axis: "epoch",
  unit: "hosts",
  breaks: [],
  points,
  next: null,
  ...more,
});

/** Method 2 takes over. */
export const methodBreak = (epoch: number, reason: string): Break => ({
  kind: "method",
  epoch,
  day: null,
  method: 2,
  reason,
  estimator: null,
  estimator_before: null,
});

export const estimatorChange = (estimator: string, before: string) =>
  ({ kind: "estimator", estimator, estimator_before: before }) as const;

export const now = (more: Partial<Now> = {}): Now => ({
  chain_id: "c",
  simulated: false,
  now: "2026-11-21T12:00:00Z",
  head: { verdict: "agreed", height: 12_345, time: "2026-11-21T11:59:56Z", age_seconds: 4, agreeing: 3, odd: [] },
  halt: { halted: false, height: null, block_time: null, seen_at: null, sources: [] },
  epoch: {
    verdict: "agreed",
    effective: 4,
    latest: 4,
    phase: "inference",
    phase_blocks_left: null,
    blocks_left: null,
    events: [],
    block_time: null,
  },
  hosts: { epoch: 4, states: null, probed: false, rounds: [] },
  models: [],
  coins: { supply_ngonka: null, community_pool_ngonka: null },
  facts: [],
  sources: [],
  collectors: [],
  ...more,
});
