import { HOST_TIMEOUT_MS, type HostClientOptions } from "../hosts/clients.ts";
import { createHostLookup } from "../hosts/lookup.ts";
import { createHttpClient, type HttpClient } from "../http/client.ts";

/** The merged answer of a host with a hundred ML nodes is some 3 MB; those of devshardd are about 30 kB. */
const MAX_BYTES = 4 * 1024 * 1024;

/** The HTTP client for hosts' counters: 5 s, one attempt, no host is skipped, answers of up to 4 MB. */
export const createCounterClient = ({ allowPrivateHosts, log, onRequest, rateLimit }: HostClientOptions): HttpClient =>
  createHttpClient({
    timeoutMs: HOST_TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    maxConnectionsPerOrigin: 64,
    allowPrivateHosts,
    rateLimit,
    onRequest,
    logger: log,
    // Every round asks everyone once: what failed is what is to be told.
    retry: { maxRetries: 0, initialDelayMs: 0, maxDelayMs: 0, maxRetryAfterMs: 0 },
    breaker: { failures: Number.POSITIVE_INFINITY, downMs: 1 },
    lookup: createHostLookup(),
  });
