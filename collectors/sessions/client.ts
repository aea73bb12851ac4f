import { forHosts, type HostClientOptions, ONE_ATTEMPT } from "../hosts/clients.ts";
import { createHttpClient, type HttpClient } from "../http/client.ts";

/** Longest time for one page of diffs, redirects and the whole body included. */
const SESSION_TIMEOUT_MS = 10_000;
/** A page of 200 diffs has some 100 kB (recorded: 0.4 to 0.8 kB a diff). */
const SESSION_MAX_BYTES = 4 * 1024 * 1024;

/**
 * The HTTP client for devshard sessions of hosts. Connections are kept, since a session is many pages. Another host has the same session,
 * so that patience is of no use: one attempt, and a host that can't be reached is left alone for about a round, since it has many sessions.
 */
export const createSessionClient = (options: HostClientOptions): HttpClient =>
  createHttpClient({
    ...forHosts(options),
    ...ONE_ATTEMPT,
    timeoutMs: SESSION_TIMEOUT_MS,
    maxBytes: SESSION_MAX_BYTES,
    breaker: { failures: 2, downMs: 120_000 },
  });
