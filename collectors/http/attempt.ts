import type { Dispatcher } from "undici";
import { AbortedError, childController } from "./abort.ts";
import { type CannotTellOutcome, cannotTell, type HttpOutcome, headerOf, oneLine, outcomeOf } from "./answer.ts";
import { ACCEPT_ENCODING, readText, TooLargeError, UnreadableBodyError } from "./body.ts";
import { displayUrl } from "./redact.ts";
import { parseRetryAfter } from "./retry-after.ts";

/** What one attempt asks. `headers` have lower-case names; `body` is JSON text for POST. */
export type AttemptRequest = {
  method: "GET" | "POST";
  url: URL;
  headers: Readonly<Record<string, string>>;
  body?: string;
};

/** `dispatcherFor` picks the connections by the URL of each hop; times in milliseconds. */
export type AttemptOptions = {
  dispatcherFor: (url: URL) => Dispatcher;
  timeoutMs: number;
  maxBytes: number;
  maxRedirects: number;
};

/** The outcome of one attempt. `bytes` counts the decompressed body; `retryAfterMs` is the pause the server asked for. */
export type Attempt = { outcome: HttpOutcome; status: number | null; bytes: number; retryAfterMs: number | null };

/** Headers another host may see after a redirect; all others may carry credentials. */
const HARMLESS_HEADERS = new Set(["accept", "accept-encoding", "content-type", "user-agent", "x-cosmos-block-height"]);
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Asks once, following redirects. The timeout covers everything: connecting, redirects and the whole body. */
export async function attemptOnce(request: AttemptRequest, options: AttemptOptions, signal: AbortSignal): Promise<Attempt> {
  const { controller, unlink } = childController([signal]);
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    controller.abort(new AbortedError("timeout"));
  }, options.timeoutMs);
  try {
    return await followHops(request, options, controller.signal);
  } catch (error) {
    if (timedOut) return failed("timeout", `no complete answer within ${options.timeoutMs} ms`);
    if (signal.aborted) return failed("aborted", "the caller gave up");
    return ofError(error);
  } finally {
    clearTimeout(timer);
    unlink();
  }
}

async function followHops(request: AttemptRequest, options: AttemptOptions, signal: AbortSignal): Promise<Attempt> {
  let { url } = request;
  let headers = request.headers;
  for (let hops = 0; ; hops++) {
    const response = await options.dispatcherFor(url).request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers: { ...headers, "accept-encoding": ACCEPT_ENCODING },
      body: request.body ?? null,
      signal,
    });
    const status = response.statusCode;
    if (!REDIRECTS.has(status)) return await readAnswer(response, options.maxBytes);
    await response.body.dump({ limit: 16 * 1024, signal });
    const next = nextHop(url, headerOf(response, "location"));
    if (next === null) return failed("redirect", `HTTP ${status} without a usable http(s) location`, status);
    if (hops >= options.maxRedirects) return failed("redirect", `more than ${options.maxRedirects} redirects`, status);
    if (request.method === "POST" && status !== 307 && status !== 308) {
      return failed("redirect", `HTTP ${status} to ${displayUrl(next)} would turn the POST into a GET`, status);
    }
    if (next.origin !== url.origin) headers = harmlessOnly(headers);
    url = next;
  }
}

function nextHop(from: URL, location: string | undefined): URL | null {
  if (location === undefined || !URL.canParse(location, from.href)) return null;
  const to = new URL(location, from);
  return to.protocol === "http:" || to.protocol === "https:" ? to : null;
}

function harmlessOnly(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS_HEADERS.has(name)));
}

async function readAnswer(response: Dispatcher.ResponseData, maxBytes: number): Promise<Attempt> {
  const status = response.statusCode;
  const retryAfterMs = parseRetryAfter(headerOf(response, "retry-after"));
  try {
    const { text, bytes } = await readText(response.body, headerOf(response, "content-encoding"), maxBytes);
    const outcome = outcomeOf({ status, headers: response.headers, body: text, bytes });
    return { outcome, status, bytes, retryAfterMs };
  } catch (error) {
    if (error instanceof TooLargeError) return failed("too_large", `the body has ${error.message}`, status);
    if (error instanceof UnreadableBodyError) return failed("not_json", `the body is unreadable: ${error.message}`, status);
    throw error;
  }
}

function failed(reason: CannotTellOutcome["reason"], detail: string, status: number | null = null): Attempt {
  return { outcome: { ...cannotTell(reason, detail), status }, status, bytes: 0, retryAfterMs: null };
}

/** Sorts what undici, the resolver, TLS or zlib threw. A bad argument is a bug of the caller and is thrown on. */
function ofError(error: unknown): Attempt {
  const code = codeOf(error);
  if (!(error instanceof Error) || code === "UND_ERR_INVALID_ARG") throw error;
  const detail = oneLine(error.message === "" ? (code ?? error.name) : error.message, 200);
  if (code === "ADDRESS_REFUSED") return failed("address_refused", detail);
  if (code === "UND_ERR_CONNECT_TIMEOUT" || code === "ETIMEDOUT") return failed("timeout", detail);
  if (code === "ECONNREFUSED") return failed("refused", detail === "" ? "connection refused" : detail);
  return failed("network", detail);
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
