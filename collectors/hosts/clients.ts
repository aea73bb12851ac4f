import { createHttpClient, type HttpClient, type HttpClientOptions, type HttpLogger, type RequestEvent } from "../http/client.ts";
import { createHostLookup } from "./lookup.ts";

/**
 * How a client for hosts is made. `allowPrivateHosts` is GONKA_ALLOW_PRIVATE_HOSTS=1; `onRequest` as in the HTTP client. `rateLimit` is false
 * where hosts and clock are simulated, never for somebody's machines.
 */
export interface HostClientOptions {
  readonly allowPrivateHosts: boolean;
  readonly log: HttpLogger;
  readonly onRequest: (event: RequestEvent) => void;
  readonly rateLimit: boolean;
}

/** The sandbox's nodes are the operator's own: GONKA_RATE_LIMIT=off holds for them, and their addresses may be private. */
export type SandboxClientOptions = Omit<HostClientOptions, "allowPrivateHosts">;

/** Longest time for one answer of a host, redirects and the whole body included. */
export const HOST_TIMEOUT_MS = 5000;

/** `/health` and `/v1/status` are a few bytes; a thousand hostile hosts at a time must not fill the memory. */
const PROBE_MAX_BYTES = 16 * 1024;
/** `/v1/versions` of the largest host has some 100 bytes for each of its ML nodes. */
const REPORT_MAX_BYTES = 256 * 1024;
const SANDBOX_MAX_BYTES = 16 * 1024 * 1024;

/** No host is skipped, and each is asked once: what failed is what is to be told, or another host is asked instead. */
export const ONE_ATTEMPT = {
  retry: { maxRetries: 0, initialDelayMs: 0, maxDelayMs: 0, maxRetryAfterMs: 0 },
  breaker: { failures: Number.POSITIVE_INFINITY, downMs: 1 },
} satisfies HttpClientOptions;

/** Hosts that share an origin under different paths must not wait in line behind those of them that hang. */
export const CONNECTIONS_PER_ORIGIN = 64;

/** What all clients for hosts have of the HTTP client's options. */
export const forHosts = ({ allowPrivateHosts, log, onRequest, rateLimit }: HostClientOptions) =>
  ({ allowPrivateHosts, rateLimit, onRequest, logger: log, lookup: createHostLookup() }) satisfies HttpClientOptions;

const created = (options: HostClientOptions, maxBytes: number): HttpClient =>
  createHttpClient({
    ...forHosts(options),
    ...ONE_ATTEMPT,
    timeoutMs: HOST_TIMEOUT_MS,
    maxBytes,
    maxConnectionsPerOrigin: CONNECTIONS_PER_ORIGIN,
  });

/** The HTTP client of the prober: 5 s, one attempt, no host is skipped, small answers. */
export const createProbeClient = (options: HostClientOptions): HttpClient => created(options, PROBE_MAX_BYTES);

/** The HTTP client for what hosts say of themselves: as the prober's, with answers of up to 256 kB. */
export const createReportClient = (options: HostClientOptions): HttpClient => created(options, REPORT_MAX_BYTES);

/** The HTTP client for the operator's sandbox nodes: 5 s and one attempt for a probe, and room for a whole block. */
export const createSandboxClient = ({ rateLimit, log, onRequest }: SandboxClientOptions): HttpClient =>
  createHttpClient({
    timeoutMs: HOST_TIMEOUT_MS,
    maxBytes: SANDBOX_MAX_BYTES,
    rateLimit,
    onRequest,
    logger: log,
    ...ONE_ATTEMPT,
  });

/**
 * Each probe opens a connection of its own: one kept from the last round may be closed by the host at the very moment it is used,
 * which would look like a host that is down; and a host that takes no new connections is not up.
 */
export const FRESH_CONNECTION = { connection: "close" } as const;
