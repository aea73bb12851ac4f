import { bulkhead } from "cockatiel";
import type { ProbeRoundRow, ProbeRow } from "../../storage/facts/observed-rows.ts";
import type { HttpClient } from "../http/client.ts";
import { askHost, type Host, type Sighting, sourceOf } from "./ask.ts";
import { HOST_TIMEOUT_MS } from "./clients.ts";
import { askControl, headStart } from "./control.ts";
import { judgeRound } from "./judge.ts";
import { withLimit } from "./limit.ts";
import { storable } from "./verdict.ts";

export interface ProbeOptions {
  /** Of {@link createProbeClient}. */
  readonly http: HttpClient;
  /** Where the prober stands. */
  readonly vantage: string;
  /** The epoch whose active set this is. */
  readonly epoch: number;
  readonly observedAt: Date;
  readonly hosts: readonly Host[];
  /** The prober's own: URLs that answer 2xx as long as its connection works. */
  readonly controlTargets: readonly URL[];
  /** Addresses in an active maintenance window. */
  readonly maintenance: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** The rows of one round: one of PROBE_ROUNDS, and one of PROBES for each host in the order given. */
export interface ProbeRound {
  readonly round: ProbeRoundRow;
  readonly probes: readonly ProbeRow[];
}

/** URLs asked at the same time, two connections each. */
const AT_A_TIME = 1000;
/** How long hosts wait for the control target's first answer. */
const CONTROL_HEAD_START_MS = 1000;
/** A URL may also wait for its rate budget: one that has none left is given up rather than waited for. */
const LONGEST_MS = HOST_TIMEOUT_MS + 1000;
const MAX_DETAIL = 500;

/**
 * Probes all hosts once: `/health` and `/v1/status` of each URL, the control targets before and after. Hosts that share a URL share its
 * answer. Takes about one timeout (5 s) for a thousand hosts.
 * @throws the signal's reason when it aborts: a round that was cut off says nothing.
 */
export async function probeHosts(options: ProbeOptions): Promise<ProbeRound> {
  const { http, vantage, epoch, hosts, controlTargets, maintenance, signal } = options;
  const observed_at = options.observedAt.toISOString();
  const started = performance.now();
  const before = askControl(http, controlTargets, signal);
  await headStart(before, CONTROL_HEAD_START_MS, signal);
  const sightings = await askAll(http, hosts, signal);
  const after = await askControl(http, controlTargets, signal);
  const first = await before;
  signal.throwIfAborted();
  const controlOk = first.ok && after.ok;
  const seen = sightings.map(({ host, sighting }) => ({ address: host.address, ...sighting }));
  const judgement = judgeRound(seen, controlOk, maintenance);
  const probes = sightings.flatMap(({ host, sighting }, index): ProbeRow[] => {
    const judged = judgement.hosts[index];
    if (!judged) return [];
    const { healthStatus, apiStatus, seconds } = sighting;
    const common = { vantage, observed_at, epoch, address: host.address };
    return [{ ...common, ...judged, health_status: healthStatus, api_status: apiStatus, seconds }];
  });
  const count = (state: ProbeRow["state"]) => probes.filter((probe) => probe.state === state).length;
  const controlDetail = controlOk ? "" : [...new Set([first.detail, after.detail])].filter((text) => text !== "").join("; ");
  const round: ProbeRoundRow = {
    vantage,
    observed_at,
    epoch,
    valid: judgement.valid,
    control_ok: controlOk,
    hosts: probes.length,
    up: count("up"),
    down: count("down"),
    unknown: count("unknown"),
    maintenance: count("maintenance"),
    seconds: (performance.now() - started) / 1000,
    detail: storable([judgement.detail, controlDetail].filter((text) => text !== "").join(": "), MAX_DETAIL),
  };
  return { round, probes };
}

async function askAll(http: HttpClient, hosts: readonly Host[], signal: AbortSignal) {
  const slots = bulkhead(AT_A_TIME, Number.POSITIVE_INFINITY);
  const byUrl = new Map<string, Promise<Sighting>>();
  const sightingOf = (host: Host): Promise<Sighting> => {
    const source = sourceOf(host);
    if ("verdict" in source) return Promise.resolve(source);
    const key = source.baseUrl.href;
    const known = byUrl.get(key);
    if (known) return known;
    const asked = slots.execute(() => withLimit(LONGEST_MS, signal, (limited) => askHost(http, source, limited)));
    byUrl.set(key, asked);
    return asked;
  };
  return await Promise.all(hosts.map(async (host) => ({ host, sighting: await sightingOf(host) })));
}
