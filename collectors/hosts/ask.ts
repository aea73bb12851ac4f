import { isIP } from "node:net";
import { isPublicAddress } from "../http/address-rules.ts";
import type { HttpOutcome } from "../http/answer.ts";
import type { HttpClient } from "../http/client.ts";
import { chainSource, InvalidSourceError, type Source } from "../http/source.ts";
import { FRESH_CONNECTION } from "./clients.ts";
import { couldNotAsk, MALFORMED_URL, PRIVATE_ADDRESS, type Verdict, verdictOf } from "./verdict.ts";

/** A host of the active set: its account and its `inference_url`, which is whatever it wrote there. */
export interface Host {
  readonly address: string;
  readonly url: string;
}

/** What one URL answered. `asked` is false where nothing was sent; `seconds` is of `/v1/status`, null where nothing answered. */
export interface Sighting {
  readonly verdict: Verdict;
  readonly asked: boolean;
  readonly healthStatus: number | null;
  readonly apiStatus: number | null;
  readonly seconds: number | null;
}

const unasked = (verdict: Verdict): Sighting => ({ verdict, asked: false, healthStatus: null, apiStatus: null, seconds: null });

/** Asks `/health` and `/v1/status` of one host at the same time. Whatever the host does is a sighting. */
export async function askHost(http: HttpClient, source: Source, signal: AbortSignal): Promise<Sighting> {
  const options = { signal, headers: FRESH_CONNECTION };
  const started = performance.now();
  try {
    const [health, { outcome: status, seconds }] = await Promise.all([
      http.get(source, "/health", { route: "health", ...options }),
      http
        .get(source, "/v1/status", { route: "v1/status", ...options })
        .then((outcome) => ({ outcome, seconds: (performance.now() - started) / 1000 })),
    ]);
    if (isOwnAddressRefused(source, status)) return unasked(PRIVATE_ADDRESS);
    return {
      verdict: verdictOf(health, status),
      asked: true,
      healthStatus: health.status,
      apiStatus: status.status,
      seconds: status.status === null ? null : seconds,
    };
  } catch (error) {
    // The client throws only for what can't be asked at all; one such URL must not end the round.
    return unasked(couldNotAsk(error instanceof Error ? error.message : String(error)));
  }
}

/** The host's URL as a source, or the sighting that there is none. */
export function sourceOf({ url }: Host): Source | Sighting {
  try {
    return chainSource(url);
  } catch (error) {
    if (error instanceof InvalidSourceError) return unasked(MALFORMED_URL);
    throw error;
  }
}

/** Whether the host's own address was refused, rather than one that it redirects to. */
export function isOwnAddressRefused({ baseUrl }: Source, outcome: HttpOutcome): boolean {
  if (outcome.kind !== "cannot_tell" || outcome.reason !== "address_refused") return false;
  const host = baseUrl.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) === 0 ? outcome.detail.startsWith(`${host} (`) : !isPublicAddress(host);
}
