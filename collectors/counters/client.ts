import { CONNECTIONS_PER_ORIGIN, forHosts, HOST_TIMEOUT_MS, type HostClientOptions, ONE_ATTEMPT } from "../hosts/clients.ts";
import { createHttpClient, type HttpClient } from "../http/client.ts";

/** The merged answer of a host with a hundred ML nodes is some 3 MB; those of devshardd are about 30 kB. */
const MAX_BYTES = 4 * 1024 * 1024;

/** The HTTP client for hosts' counters: 5 s, one attempt, no host is skipped, answers of up to 4 MB. */
export const createCounterClient = (options: HostClientOptions): HttpClient =>
  createHttpClient({
    ...forHosts(options),
    ...ONE_ATTEMPT,
    timeoutMs: HOST_TIMEOUT_MS,
    maxBytes: MAX_BYTES,
    maxConnectionsPerOrigin: CONNECTIONS_PER_ORIGIN,
  });
