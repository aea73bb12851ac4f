import type { HostClientOptions } from "../hosts/clients.ts";
import { createHostLookup } from "../hosts/lookup.ts";
import { createHttpClient, type HttpClient } from "../http/client.ts";

/** Longest time for one page of diffs, redirects and the whole body included. */
const SESSION_TIMEOUT_MS = 15_000;
/** A page of 200 diffs has some 100 kB (recorded: 0.4 to 0.8 kB a diff). */
const SESSION_MAX_BYTES = 4 * 1024 * 1024;

/**
 * The HTTP client for devshard sessions of hosts: connections are kept, since a session is many pages; a host that can't be reached is left
 * alone for a while, since it has many sessions.
 */
export const createSessionClient = ({ allowPrivateHosts, log, onRequest }: HostClientOptions): HttpClient =>
  createHttpClient({
    timeoutMs: SESSION_TIMEOUT_MS,
    maxBytes: SESSION_MAX_BYTES,
    allowPrivateHosts,
    onRequest,
    logger: log,
    // Another host has the same session, so that patience is of no use.
    retry: { maxRetries: 1, initialDelayMs: 200, maxDelayMs: 1000, maxRetryAfterMs: 1000 },
    lookup: createHostLookup(),
  });
