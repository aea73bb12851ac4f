import type { Host, HostDetail, HostEpoch, HostNow, Hosts, HostUptime, Model, Session, Sources } from "../client/types.ts";

/** Made-up answers of hosts, models, sessions and sources; a test changes what it is about. */
export const hostNow = (more: Partial<HostNow> = {}): HostNow => ({
  agreement: { state: "up", agreeing: 2, told: 2, vantages: 2 },
  sights: [],
  report: null,
  status: "ACTIVE",
  url_host: "one.example:8000",
  joined_at: "2026-10-01T00:00:00Z",
  epochs_completed: 3,
  confirmation_ratio: 1,
  moniker: null,
  jailed: false,
  jailed_until: null,
  ...more,
});

export const host = (more: Partial<Host> = {}): Host => ({
  address: "gonka1one",
  rank: 1,
  weight: "600",
  share: 0.6,
  confirmation_weight: "600",
  reputation: 0,
  excluded: false,
  exclusions: [],
  miss_ratio: 0.01,
  models: ["org/model-one"],
  now: hostNow(),
  ...more,
});

export const hosts = (list: readonly Host[], more: Partial<Hosts> = {}): Hosts => ({
  chain_id: "c",
  epoch: 4,
  results_epoch: 3,
  facts: [],
  total: list.length,
  total_weight: "1000",
  hosts: list,
  next: null,
  ...more,
});

export const hostEpoch = (epoch: number, more: Partial<HostEpoch> = {}): HostEpoch => ({
  epoch,
  starts_at: null,
  ends_at: null,
  member: { weight: "600", confirmation_weight: "600", reputation: 0 },
  excluded: false,
  exclusions: [],
  results: null,
  miss_ratio: null,
  ...more,
});

export const results = (more: Partial<NonNullable<HostEpoch["results"]>> = {}): NonNullable<HostEpoch["results"]> => ({
  inference_count: "900",
  missed_requests: "100",
  validated_inferences: "900",
  invalidated_inferences: "0",
  earned_coins: "0",
  rewarded_coins: "5000000000",
  claimed: true,
  ...more,
});

export const hostDetail = (more: Partial<HostDetail> = {}): HostDetail => ({
  chain_id: "c",
  address: "gonka1one",
  now: hostNow(),
  models: ["org/model-one"],
  hardware: { epoch: 4, verdict: "agreed", nodes: [] },
  peers: {
    weight: { value: 600, rank: 1, of: 3, median: 300 },
    confirmation_ratio: null,
    miss_ratio: null,
    reward_gnk: null,
    reward_gnk_per_weight: null,
    results_epoch: 3,
    api_version: null,
    node_version: null,
  },
  limits: { confirmation_ratio: 0.5, miss_ratio: 0.1 },
  facts: [],
  epochs: [hostEpoch(4)],
  next: null,
  ...more,
});

export const uptime = (more: Partial<HostUptime> = {}): HostUptime => {
  const spans: HostUptime["agreed"]["spans"] = [
    { state: "up", starts_at: "2026-11-20T12:00:00Z", ends_at: "2026-11-21T00:00:00Z", reason: "" },
    { state: "down", starts_at: "2026-11-21T00:00:00Z", ends_at: "2026-11-21T03:00:00Z", reason: "timeout" },
    { state: "unknown", starts_at: "2026-11-21T03:00:00Z", ends_at: "2026-11-21T12:00:00Z", reason: "not probed" },
  ];
  const agreed = { seconds: { up: 43_200, down: 10_800, unknown: 32_400, maintenance: 0 }, spans };
  return {
    chain_id: "c",
    address: "gonka1one",
    from: "2026-11-20T12:00:00Z",
    to: "2026-11-21T12:00:00Z",
    first_probed_at: "2026-11-20T12:00:00Z",
    agreed,
    vantages: [{ vantage: "fra", ...agreed }],
    ...more,
  };
};

export const model = (more: Partial<Model> = {}): Model => ({
  model_id: "org/model-one",
  verdict: "agreed",
  hosts: 3,
  nodes: 6,
  weight: "1000",
  vote_margin: { epoch: 4, margin: 0.2 },
  ...more,
});

export const session = (more: Partial<Session> = {}): Session => ({
  escrow_id: "7",
  epoch: 4,
  model_id: "org/model-one",
  creator: "gonka1payer",
  amount_ngonka: "500000000",
  opened_at: "2026-11-21T10:00:00Z",
  settled_at: null,
  settled_height: null,
  expired: false,
  missed: null,
  invalid: null,
  starts: null,
  finished: null,
  refused: null,
  timed_out: null,
  challenged: null,
  tokens: null,
  open_since: null,
  fits_settlement: null,
  troubles: [],
  ...more,
});

export const sources = (more: Partial<Sources> = {}): Sources => ({
  chain_id: "c",
  refused: [],
  now: "2026-11-21T12:00:00Z",
  head: { verdict: "agreed", height: 12_345, time: "2026-11-21T11:59:56Z", age_seconds: 4, odd: [] },
  clock: { verdict: "agreed", effective_epoch: 4, latest_epoch: 4, odd: [] },
  questions: { agreed: 10, absent: 0, disputed: 0, lost: 0 },
  complete_from: [],
  sources: [],
  ...more,
});
