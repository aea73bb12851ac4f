/** The height an answer speaks for, from `Grpc-Metadata-X-Cosmos-Block-Height` or `X-Cosmos-Block-Height`; null when not said. */
export type AnswerHeaders = { height: number | null };

/** Why nothing can be said about what was asked. None of these means "it doesn't exist". */
export type CannotTellReason =
  | "timeout"
  | "refused"
  | "network"
  | "rate_limited"
  | "server_error"
  | "client_error"
  | "route_missing"
  | "too_large"
  | "redirect"
  | "address_refused"
  | "source_down"
  | "not_json"
  | "aborted";

/** A 2xx answer. `body` is the decompressed text and `bytes` its length in UTF-8 bytes. */
export type Answered = { kind: "answered"; status: number; body: string; bytes: number; headers: AnswerHeaders };

/** The REST gateway's own "not found" (404 with `{"code":5,…}`): what was asked for doesn't exist at that height. */
export type Absent = { kind: "absent"; status: 404; detail: string; headers: AnswerHeaders };

/**
 * Nothing can be said. `detail` is one line for people, without credentials. `status` and `body` are those of the
 * last HTTP answer; both are null when there was none, and `body` is null above 64 KiB too.
 */
export type CannotTellOutcome = {
  kind: "cannot_tell";
  reason: CannotTellReason;
  detail: string;
  status: number | null;
  body: string | null;
};

/** The outcome of one GET or one JSON-RPC POST. */
export type HttpOutcome = Answered | Absent | CannotTellOutcome;

/** One complete HTTP answer before it is judged. `body` is decompressed text, `bytes` its length. */
export type RawAnswer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  bytes: number;
};

const KEPT_ERROR_BODY = 64 * 1024;
const GRPC_NOT_FOUND = 5;
const GRPC_UNIMPLEMENTED = 12;

/** Builds a "can't tell"; `answer` is the HTTP answer it rests on, if there was one. */
export function cannotTell(
  reason: CannotTellReason,
  detail: string,
  answer?: { status: number; body: string },
): CannotTellOutcome {
  const body = answer !== undefined && answer.body.length <= KEPT_ERROR_BODY ? answer.body : null;
  return { kind: "cannot_tell", reason, detail, status: answer?.status ?? null, body };
}

/**
 * Judges an HTTP answer by its status and, for errors, by the parsed code in its body; never by its text.
 * 404 is `absent` only from the REST gateway. A plain 404 says nothing about the thing asked for: the proxy, the
 * host service and devshardd give it for routes they don't have.
 */
export function outcomeOf(answer: RawAnswer): HttpOutcome {
  const { status, body } = answer;
  if (status >= 200 && status < 300) {
    return { kind: "answered", status, body, bytes: answer.bytes, headers: answerHeaders(answer) };
  }
  const error = parseObject(body);
  const detail = describe(status, body, error);
  if (status === 404 && error?.["code"] === GRPC_NOT_FOUND) {
    return { kind: "absent", status, detail, headers: answerHeaders(answer) };
  }
  return cannotTell(reasonOf(status, error), detail, answer);
}

function reasonOf(status: number, error: Record<string, unknown> | null): CannotTellReason {
  if (status === 404 || status === 403 || status === 410) return "route_missing";
  if (status === 501 && error?.["code"] === GRPC_UNIMPLEMENTED) return "route_missing";
  if (status === 429 || status === 503) return "rate_limited";
  if (status >= 500) return "server_error";
  if (status >= 400) return "client_error";
  return "redirect";
}

/**
 * Whether a `route_missing` is about the route itself, so that asking again with another parameter is pointless.
 * A JSON 404 on a route with a parameter may be about the parameter: devshardd says `{"message":"shard not found"}`.
 */
export function isRouteItselfMissing(outcome: HttpOutcome, route: string): boolean {
  if (outcome.kind !== "cannot_tell" || outcome.reason !== "route_missing") return false;
  const aboutParameter = outcome.status === 404 && route.includes("{") && parseObject(outcome.body ?? "") !== null;
  return !aboutParameter;
}

function answerHeaders(answer: RawAnswer): AnswerHeaders {
  return {
    height:
      positiveInteger(headerOf(answer, "grpc-metadata-x-cosmos-block-height")) ??
      positiveInteger(headerOf(answer, "x-cosmos-block-height")),
  };
}

/** The first value of a header, by its lower-case name. */
export function headerOf(answer: Pick<RawAnswer, "headers">, name: string): string | undefined {
  const value = answer.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function positiveInteger(text: string | undefined): number | null {
  if (text === undefined || !/^\d+$/.test(text)) return null;
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : null;
}

function parseObject(text: string): Record<string, unknown> | null {
  if (text.length > KEPT_ERROR_BODY) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value))
      : null;
  } catch {
    return null;
  }
}

function describe(status: number, body: string, error: Record<string, unknown> | null): string {
  const code = typeof error?.["code"] === "number" ? ` code ${error["code"]}` : "";
  const said = error === null ? body : (error["message"] ?? error["error"]);
  const words = typeof said === "string" ? oneLine(said, error === null ? 80 : 200) : "";
  return `HTTP ${status}${code}${words === "" ? "" : `: ${words}`}`;
}

/** Text from outside as one printable line of at most `max` characters. */
export function oneLine(text: string, max: number): string {
  const line = text
    .slice(0, max * 4)
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  return line.length > max ? `${line.slice(0, max)}…` : line;
}
