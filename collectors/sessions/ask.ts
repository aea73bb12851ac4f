import type { HttpOutcome } from "../http/answer.ts";
import type { HttpClient } from "../http/client.ts";
import { parseJson } from "../http/json.ts";
import type { Source } from "../http/source.ts";
import { type Details, detailsOf, type Listed, listingOf } from "./answers.ts";
import { type Page, pageOf } from "./page.ts";

/** An answer of a host, or why there is none. `rejected` is an answer that no host may give. */
export type Told<T> =
  | { readonly kind: "told"; readonly value: T }
  | { readonly kind: "not_here" }
  | { readonly kind: "cannot_tell"; readonly detail: string }
  | { readonly kind: "rejected" };

/** What it takes to ask one host of the network about sessions of one version. */
export interface SessionHost {
  readonly address: string;
  readonly source: Source;
  readonly version: string;
}

/** Asks a host for its list of running sessions: `/devshard/<version>/stats/shards`. */
export async function askListing(http: HttpClient, host: SessionHost, signal: AbortSignal): Promise<Told<readonly Listed[]>> {
  return toldBy(await get(http, host, "stats/shards", "stats/shards", signal), listingOf);
}

/** Asks a host about one of its sessions: `/devshard/<version>/stats/shards/{id}`. A session that it doesn't list is `not_here`. */
export async function askDetails(
  http: HttpClient,
  host: SessionHost,
  escrowId: bigint,
  signal: AbortSignal,
): Promise<Told<Details>> {
  const outcome = await get(http, host, `stats/shards/${escrowId}`, "stats/shards/{id}", signal);
  return toldBy(outcome, (body) => detailsOf(body, escrowId));
}

/** Asks a host for the diffs of a session from one nonce to another, both inclusive. */
export async function askDiffs(
  http: HttpClient,
  host: SessionHost,
  escrowId: bigint,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<Page> {
  const path = `sessions/${escrowId}/diffs?from=${from}&to=${to}`;
  return pageOf(await get(http, host, path, "sessions/{id}/diffs", signal), escrowId, from, to);
}

async function get(
  http: HttpClient,
  { source, version }: SessionHost,
  path: string,
  route: string,
  signal: AbortSignal,
): Promise<HttpOutcome> {
  const base = `/devshard/${encodeURIComponent(version)}`;
  // The version belongs to the route: a host that doesn't run one of them is not asked for it again within the hour.
  return http.get(source, `${base}/${path}`, { route: `devshard/${version}/${route}`, signal });
}

function toldBy<T>(outcome: HttpOutcome, decode: (body: unknown) => T | null): Told<T> {
  const parsed = parseJson(outcome);
  if (!parsed.ok) {
    const { outcome: refusal } = parsed;
    if (refusal.kind === "absent" || refusal.status === 404) return { kind: "not_here" };
    return { kind: "cannot_tell", detail: refusal.detail };
  }
  const value = decode(parsed.value);
  return value === null ? { kind: "rejected" } : { kind: "told", value };
}
