import { forHosts, type HostClientOptions, ONE_ATTEMPT } from "../hosts/clients.ts";
import { createHttpClient, type HttpClient } from "../http/client.ts";

/** 1,000 hosts make about 3 MB, and the block of the key generation comes with it. */
const MAX_BYTES = 16 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** The HTTP client for the hosts' proofs: as that for what hosts say of themselves, with answers of up to 16 MiB and 30 s for each. */
export const createProofClient = (options: HostClientOptions): HttpClient =>
  createHttpClient({
    ...forHosts(options),
    ...ONE_ATTEMPT,
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  });
