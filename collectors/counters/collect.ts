import { bulkhead } from "cockatiel";
import type { CounterScrapeRow, HostCounterRow } from "../../storage/facts/inference-rows.ts";
import { COUNTER_SCRAPES, HOST_COUNTERS } from "../../storage/facts/tables.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import { type Host, sourceOf } from "../hosts/ask.ts";
import { FRESH_CONNECTION, HOST_TIMEOUT_MS } from "../hosts/clients.ts";
import { withLimit } from "../hosts/limit.ts";
import { inWords, storable } from "../hosts/verdict.ts";
import type { HttpClient } from "../http/client.ts";
import type { Source } from "../http/source.ts";
import { type Exposition, readExposition } from "./exposition.ts";
import { type Endpoint, endpointsOf } from "./families.ts";

/** One round of asking. */
export interface CounterRound {
  /** Of {@link createCounterClient}. */
  readonly http: HttpClient;
  /** The epoch whose members these are. */
  readonly epoch: number;
  readonly hosts: readonly Host[];
  /** Approved route versions of devshardd. */
  readonly versions: readonly string[];
  readonly observedAt: Date;
  readonly signal: AbortSignal;
}

/** Requests at the same time: that many answers of up to 4 MB are held. */
const AT_A_TIME = 32;
/** A URL may also wait for its rate budget: one that has none left is given up rather than waited for. */
const LONGEST_MS = HOST_TIMEOUT_MS + 1000;
const MAX_DETAIL = 500;
/** Else the host service may answer in OpenMetrics, which names counters otherwise. */
const HEADERS = { ...FRESH_CONNECTION, accept: "text/plain; version=0.0.4" } as const;

const untold = (problem: string): Exposition => ({ told: false, series: 0, problem: storable(problem, MAX_DETAIL) });

/**
 * Asks every host for its counters and stores what they tell: rows of HOST_COUNTERS, and one of COUNTER_SCRAPES for each host and endpoint,
 * told or not. A URL that several hosts name is asked once and counts for the first of them alone: its work must not count twice.
 * @returns rows stored so far by the writer.
 * @throws the signal's reason when it aborts; the counters stored by then have no scrape and count for nothing.
 */
export async function collectCounters(round: CounterRound, writer: ObservationWriter): Promise<number> {
  const observed_at = round.observedAt.toISOString();
  const endpoints = endpointsOf(round.versions);
  const slots = bulkhead(AT_A_TIME, Number.POSITIVE_INFINITY);
  const scrape = async ({ address }: Host, source: Source | string, endpoint: Endpoint): Promise<CounterScrapeRow> => {
    const store = async (told: Exposition): Promise<CounterScrapeRow> => {
      const row = { address, endpoint: endpoint.name, observed_at };
      if (told.told) await writer.write(HOST_COUNTERS, rowsOf(told, row));
      return { ...row, epoch: round.epoch, told: told.told, series: told.series, detail: told.told ? "" : told.problem };
    };
    if (typeof source === "string") return store(untold(source));
    // Stored within its slot, so that no more answers are held than that.
    return slots.execute(async () =>
      store(await withLimit(LONGEST_MS, round.signal, (limited) => ask(round.http, source, endpoint, limited))),
    );
  };
  const targets = targetsOf(round.hosts);
  const scrapes = await Promise.all(
    targets.flatMap(({ host, source }) => endpoints.map((endpoint) => scrape(host, source, endpoint))),
  );
  round.signal.throwIfAborted();
  // The scrapes come last: counters without one were cut off and count for nothing.
  await writer.flush();
  await writer.write(COUNTER_SCRAPES, scrapes);
  await writer.flush();
  return writer.written;
}

/** Each host's source, or in words why it is not asked. */
function targetsOf(hosts: readonly Host[]): { host: Host; source: Source | string }[] {
  const firstOf = new Map<string, string>();
  return hosts.map((host) => {
    const source = sourceOf(host);
    if ("verdict" in source) return { host, source: source.verdict.reason };
    const first = firstOf.get(source.baseUrl.href);
    if (first !== undefined) return { host, source: `its URL is that of ${first}, for which it counts` };
    firstOf.set(source.baseUrl.href, host.address);
    return { host, source };
  });
}

async function ask(http: HttpClient, source: Source, endpoint: Endpoint, signal: AbortSignal): Promise<Exposition> {
  try {
    const outcome = await http.get(source, endpoint.path, { route: endpoint.path.slice(1), headers: HEADERS, signal });
    if (outcome.kind === "answered") return readExposition(outcome.body, endpoint);
    if (outcome.kind === "absent") return untold("not offered: status 404");
    if (outcome.reason === "route_missing") return untold(`not offered: ${inWords(outcome)}`);
    // An answer that couldn't be taken has a good status, which explains nothing.
    return untold(outcome.status === 200 ? outcome.detail : inWords(outcome));
  } catch (error) {
    // The client throws only for what can't be asked at all; one such URL must not end the round.
    return untold(`could not be asked: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Told = Extract<Exposition, { told: true }>;

const rowsOf = (
  { samples, processStart }: Told,
  row: Pick<HostCounterRow, "address" | "endpoint" | "observed_at">,
): HostCounterRow[] => samples.map((sample) => ({ ...row, ...sample, process_start: processStart }));
