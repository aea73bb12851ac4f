import { Agent } from "undici";
import { AbortedError, childController, unlessAborted } from "./abort.ts";
import { type CannotTellReason, cannotTell, type HttpOutcome, isRouteItselfMissing } from "./answer.ts";
import { type AttemptRequest, attemptOnce } from "./attempt.ts";
import type { BreakerOptions } from "./breaker.ts";
import type { BudgetClass, BudgetLimit } from "./budget.ts";
import { createConnector, type LookupAll } from "./connector.ts";
import { decoded, displayUrl, redactor } from "./redact.ts";
import { DEFAULT_RETRY, type RetryOptions, type Tried, withRetries } from "./retry.ts";
import { createRouteMemory } from "./routes.ts";
import type { Source } from "./source.ts";
import { createSourceStates, type SourceState } from "./source-state.ts";
import { joinUrl } from "./url.ts";

/**
 * One get or post call, told when it is over. `outcome` is `answered`, `absent` or the reason of a "can't tell";
 * `seconds` is the whole call with waiting and retries; `bytes` is the size of the last decompressed body;
 * `attempts` is 0 when the source wasn't asked (down, route remembered as missing, aborted while waiting).
 */
export type RequestEvent = {
  source: string;
  route: string;
  outcome: "answered" | "absent" | CannotTellReason;
  status: number | null;
  seconds: number;
  bytes: number;
  attempts: number;
};

/** The part of a pino logger that is used. */
export type HttpLogger = {
  debug(fields: object, message: string): void;
  warn(fields: object, message: string): void;
};

/** Options of the client. Times in milliseconds. */
export type HttpClientOptions = {
  /** Longest time for one attempt, redirects and the whole body included. Default 15 000. */
  timeoutMs?: number;
  /** Largest decompressed body in bytes. Default 64 MiB. */
  maxBytes?: number;
  /** Default 3. */
  maxRedirects?: number;
  /** Connections to one origin, and requests under way to one source. Default 8. */
  maxConnectionsPerOrigin?: number;
  /** False turns the request budgets off (GONKA_RATE_LIMIT=off). Default true. */
  rateLimit?: boolean;
  /** True lets hosts named by the chain have private addresses (GONKA_ALLOW_PRIVATE_HOSTS=1). Default false. */
  allowPrivateHosts?: boolean;
  /** Told once per get or post call; must not throw. */
  onRequest?: (event: RequestEvent) => void;
  logger?: HttpLogger;
  /** The following replace a built-in part in tests. */
  budgets?: Readonly<Record<BudgetClass, BudgetLimit>>;
  retry?: RetryOptions;
  breaker?: BreakerOptions;
  lookup?: LookupAll;
};

/** `route` is the path's template, such as `epoch_group_data/{epoch}`: a metric label and the key of the route memory. */
export type CallOptions = { route: string; headers?: Readonly<Record<string, string>>; signal?: AbortSignal | undefined };

/** The one HTTP client of the collectors: budgets, retries, a breaker, size and time limits, address rules. */
export type HttpClient = {
  /**
   * GETs `path` (from "/", parameters percent-encoded) below the source's base URL. Whatever the network does is an
   * outcome; only a caller's mistake (a path that isn't one, a bad header) throws.
   */
  get(source: Source, path: string, options: CallOptions): Promise<HttpOutcome>;
  /** POSTs JSON. It is retried like a GET: use it for reads only (JSON-RPC queries). */
  post(source: Source, path: string, jsonBody: unknown, options: CallOptions): Promise<HttpOutcome>;
  /** Aborts what is under way and closes all connections. Later calls answer `aborted`. */
  close(): Promise<void>;
};

export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const timeoutMs = options.timeoutMs ?? 15_000;
  const connections = options.maxConnectionsPerOrigin ?? 8;
  const retry = options.retry ?? DEFAULT_RETRY;
  const createAgent = (publicOnly: boolean) =>
    new Agent({
      connections,
      connect: createConnector({ timeoutMs, publicOnly, ...(options.lookup && { lookup: options.lookup }) }),
      // One timer per attempt covers these; undici's own are per phase.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 30_000,
    });
  // Two pools, since an exempt connection to a private address must not be reused for a host named by the chain.
  const ownAgent = createAgent(false);
  const publicAgent = createAgent(options.allowPrivateHosts !== true);
  const attemptOptions = {
    timeoutMs,
    maxBytes: options.maxBytes ?? 64 * 1024 * 1024,
    maxRedirects: options.maxRedirects ?? 3,
  };
  const missingRoutes = createRouteMemory();
  const stateOf = createSourceStates({
    concurrency: connections,
    rateLimit: options.rateLimit ?? true,
    ...(options.budgets && { budgets: options.budgets }),
    ...(options.breaker && { breaker: options.breaker }),
    onBreakerChange: (source, state) => options.logger?.warn({ source: source.name }, `source is ${state}`),
  });
  const closing = new AbortController();

  const ask = async (source: Source, state: SourceState, path: string, request: AttemptRequest, signal: AbortSignal) => {
    const dispatcherFor = (url: URL) => (source.configured && url.hostname === source.baseUrl.hostname ? ownAgent : publicAgent);
    let attempts = 0;
    const attempt = async () => {
      await state.budget.take(path, signal);
      const slot = state.slots.execute(async () => {
        if (signal.aborted) throw new AbortedError("aborted");
        attempts++;
        return await attemptOnce(request, { ...attemptOptions, dispatcherFor }, signal);
      });
      return await unlessAborted(slot, signal);
    };
    try {
      const tried = await state.breaker.run(() => withRetries(attempt, signal, retry));
      return tried ?? unasked("source_down", "could not be reached in the last requests; asked again after a pause");
    } catch (error) {
      if (error instanceof AbortedError) return { ...unasked("aborted", "the caller gave up"), attempts };
      throw error;
    }
  };

  const call = async (
    source: Source,
    path: string,
    { route, headers = {}, signal }: CallOptions,
    post?: { body: string },
  ): Promise<HttpOutcome> => {
    const started = performance.now();
    const request = requestOf(source, path, headers, post);
    const state = stateOf(source);
    const { controller, unlink } = childController([closing.signal, signal]);
    try {
      let tried: Tried;
      if (controller.signal.aborted)
        tried = unasked("aborted", closing.signal.aborted ? "the client is closed" : "the caller gave up");
      else if (missingRoutes.isMissing(state.key, route)) tried = unasked("route_missing", "remembered");
      else tried = await ask(source, state, path, request, controller.signal);
      const outcome = withoutSecrets(tried.last.outcome, redactor(source.baseUrl, headers));
      if (tried.attempts > 0 && isRouteItselfMissing(outcome, route)) missingRoutes.remember(state.key, route);
      const event: RequestEvent = {
        source: source.name,
        route,
        outcome: outcome.kind === "cannot_tell" ? outcome.reason : outcome.kind,
        status: tried.last.status,
        seconds: (performance.now() - started) / 1000,
        bytes: tried.last.bytes,
        attempts: tried.attempts,
      };
      if (outcome.kind === "cannot_tell") {
        options.logger?.debug({ ...event, url: displayUrl(request.url), detail: outcome.detail }, "source can't tell");
      }
      options.onRequest?.(event);
      return outcome;
    } finally {
      unlink();
    }
  };

  return {
    get: (source, path, callOptions) => call(source, path, callOptions),
    post: (source, path, jsonBody, callOptions) => call(source, path, callOptions, { body: JSON.stringify(jsonBody) }),
    close: async () => {
      closing.abort();
      await Promise.all([ownAgent.destroy(), publicAgent.destroy()]);
    },
  };
}

function requestOf(
  source: Source,
  path: string,
  headers: Readonly<Record<string, string>>,
  post?: { body: string },
): AttemptRequest {
  const { baseUrl } = source;
  const all: Record<string, string> = { accept: "application/json", "user-agent": "gonka-kpi" };
  if (post !== undefined) all["content-type"] = "application/json";
  if (source.configured && (baseUrl.username !== "" || baseUrl.password !== "")) {
    const pair = `${decoded(baseUrl.username)}:${decoded(baseUrl.password)}`;
    all["authorization"] = `Basic ${Buffer.from(pair).toString("base64")}`;
  }
  for (const [name, value] of Object.entries(headers)) all[name.toLowerCase()] = value;
  return { method: post === undefined ? "GET" : "POST", url: joinUrl(baseUrl, path), headers: all, ...post };
}

function unasked(reason: CannotTellReason, detail: string): Tried {
  return { last: { outcome: cannotTell(reason, detail), status: null, bytes: 0, retryAfterMs: null }, attempts: 0 };
}

function withoutSecrets(outcome: HttpOutcome, clean: (text: string) => string): HttpOutcome {
  if (outcome.kind === "answered") return outcome;
  if (outcome.kind === "absent") return { ...outcome, detail: clean(outcome.detail) };
  return { ...outcome, detail: clean(outcome.detail), body: outcome.body === null ? null : clean(outcome.body) };
}
