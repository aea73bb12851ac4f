import { bulkhead } from "cockatiel";
import type { HostReportRow } from "../../storage/facts/observed-rows.ts";
import type { HttpClient } from "../http/client.ts";
import { parseJson } from "../http/json.ts";
import type { Source } from "../http/source.ts";
import { type Host, sourceOf } from "./ask.ts";
import { FRESH_CONNECTION, HOST_TIMEOUT_MS } from "./clients.ts";
import { judgeIdentity } from "./identity.ts";
import { withLimit } from "./limit.ts";
import { bridgeBlockOf, NO_VERSIONS, versionsOf } from "./report-answers.ts";

export interface ReportOptions {
  /** Of {@link createReportClient}. */
  readonly http: HttpClient;
  /** Where the prober stands. */
  readonly vantage: string;
  /** The epoch whose active set this is. */
  readonly epoch: number;
  readonly observedAt: Date;
  readonly hosts: readonly Host[];
  /** Operational keys by account, of {@link warmKeysOf}; an account that is missing has keys that are not known. */
  readonly warmKeys: ReadonlyMap<string, ReadonlySet<string>>;
  readonly signal: AbortSignal;
}

/** What one URL said; undefined where it said nothing that is JSON. */
interface Said {
  readonly versions: unknown;
  readonly identity: unknown;
  readonly bridge: unknown;
}

const NOTHING: Said = { versions: undefined, identity: undefined, bridge: undefined };
/** URLs asked at the same time, three answers of up to 256 kB each. */
const AT_A_TIME = 128;
const LONGEST_MS = HOST_TIMEOUT_MS + 1000;

/**
 * What the hosts say of themselves: `/v1/versions`, `/v1/identity`, `/v1/bridge/block/latest?chain=ethereum`. A row of HOST_REPORTS for each
 * host in the order given; one that says nothing has nulls. Hosts that share a URL share its answers, and each is held against them.
 * @throws the signal's reason when it aborts.
 */
export async function reportHosts(options: ReportOptions): Promise<HostReportRow[]> {
  const { http, vantage, epoch, hosts, warmKeys, signal } = options;
  const observed_at = options.observedAt.toISOString();
  const slots = bulkhead(AT_A_TIME, Number.POSITIVE_INFINITY);
  const byUrl = new Map<string, Promise<Said>>();
  const saidBy = (host: Host): Promise<Said> => {
    const source = sourceOf(host);
    if ("verdict" in source) return Promise.resolve(NOTHING);
    const { href } = source.baseUrl;
    const said =
      byUrl.get(href) ?? slots.execute(() => withLimit(LONGEST_MS, signal, (limited) => askReport(http, source, limited)));
    byUrl.set(href, said);
    return said;
  };
  const rows = hosts.map(async (host): Promise<HostReportRow> => {
    const { address } = host;
    const said = await saidBy(host);
    return {
      ...{ vantage, observed_at, epoch, address },
      ...(said.versions === undefined ? NO_VERSIONS : versionsOf(said.versions)),
      identity: judgeIdentity(said.identity, address, warmKeys.get(address) ?? null),
      bridge_block: bridgeBlockOf(said.bridge),
    };
  });
  const reports = await Promise.all(rows);
  signal.throwIfAborted();
  return reports;
}

async function askReport(http: HttpClient, source: Source, signal: AbortSignal): Promise<Said> {
  const ask = async (path: string): Promise<unknown> => {
    const route = path.slice(1).split("?", 1)[0] ?? "";
    const parsed = parseJson(await http.get(source, path, { route, headers: FRESH_CONNECTION, signal }));
    return parsed.ok ? parsed.value : undefined;
  };
  try {
    const [versions, identity, bridge] = await Promise.all([
      ask("/v1/versions"),
      ask("/v1/identity"),
      ask("/v1/bridge/block/latest?chain=ethereum"),
    ]);
    return { versions, identity, bridge };
  } catch {
    // The client throws only for a URL that can't be asked at all; that host said nothing.
    return NOTHING;
  }
}
