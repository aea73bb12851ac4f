import type { HostClientOptions } from "../hosts/clients.ts";
import { createHostLookup } from "../hosts/lookup.ts";
import { createHttpClient, type HttpClient } from "../http/client.ts";

/** 1,000 hosts make about 3 MB, and the block of the key generation comes with it. */
const MAX_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** The HTTP client for the hosts' proofs: as that for what hosts say of themselves, with answers of up to 16 MiB and 30 s for each. */
export const createProofClient = ({ allowPrivateHosts, log, onRequest, rateLimit }: HostClientOptions): HttpClient =>
  createHttpClient({
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    allowPrivateHosts,
    rateLimit,
    onRequest,
    logger: log,
    // Another host is asked instead.
    retry: { maxRetries: 0, initialDelayMs: 0, maxDelayMs: 0, maxRetryAfterMs: 0 },
    breaker: { failures: Number.POSITIVE_INFINITY, downMs: 1 },
    lookup: createHostLookup(),
  });
