import { Comet38Client, type RpcClient } from "@cosmjs/tendermint-rpc";
import { type CannotTellOutcome, cannotTell, type HttpOutcome, oneLine } from "./answer.ts";
import type { HttpClient } from "./client.ts";
import { parseJson } from "./json.ts";
import type { Source } from "./source.ts";

type JsonRpcRequest = Parameters<RpcClient["execute"]>[0];
type JsonRpcSuccess = Awaited<ReturnType<RpcClient["execute"]>>;

/** The error inside a JSON-RPC envelope. `data` holds CometBFT's explanation as text. */
export type JsonRpcError = { code: number; message: string; data: string | null };

/** Thrown by a Comet38Client of {@link cometClient} when the node gave no result. */
export class CannotTell extends Error {
  override readonly name = "CannotTell";
  /** What came back; JSON-RPC errors are `server_error`, whatever the HTTP status. */
  readonly outcome: CannotTellOutcome;
  /** The envelope's error, or null when there was no envelope. */
  readonly rpcError: JsonRpcError | null;
  constructor(source: Source, method: string, outcome: CannotTellOutcome, rpcError: JsonRpcError | null) {
    super(`${source.name} ${method}: ${outcome.reason}: ${outcome.detail}`);
    this.outcome = outcome;
    this.rpcError = rpcError;
  }
}

/**
 * A CosmJS client for CometBFT 0.38 that asks `<base>/chain-rpc/` by JSON-RPC POST through the collectors' HTTP client,
 * so that budgets, retries, limits and metrics apply (route `chain-rpc/<method>`). Its methods throw
 * {@link CannotTell}; an answer of the wrong shape makes CosmJS throw a plain Error.
 */
export function cometClient(http: HttpClient, source: Source, signal?: AbortSignal): Comet38Client {
  return Comet38Client.create(cometRpc(http, source, signal));
}

/** The RpcClient behind {@link cometClient}. */
export function cometRpc(http: HttpClient, source: Source, signal?: AbortSignal): RpcClient {
  return {
    execute: async (request) => {
      const route = `chain-rpc/${request.method}`;
      // Without the last slash, nginx answers 301, which a POST doesn't survive.
      const outcome = await http.post(source, "/chain-rpc/", request, { route, signal });
      return resultOf(source, request, outcome);
    },
    disconnect: () => undefined,
  };
}

function resultOf(source: Source, request: JsonRpcRequest, outcome: HttpOutcome): JsonRpcSuccess {
  const fail = (found: CannotTellOutcome, rpcError: JsonRpcError | null) =>
    new CannotTell(source, request.method, found, rpcError);
  if (outcome.kind === "absent") throw fail(cannotTell("route_missing", outcome.detail), null);
  if (outcome.kind === "cannot_tell") {
    const rpcError = outcome.reason === "server_error" ? envelopeError(outcome.body) : null;
    throw fail(rpcError === null ? outcome : { ...outcome, detail: describe(rpcError) }, rpcError);
  }
  const parsed = parseJson(outcome);
  if (!parsed.ok) throw fail(asCannotTell(parsed.outcome), null);
  const rpcError = errorIn(parsed.value);
  if (rpcError !== null) throw fail(cannotTell("server_error", describe(rpcError), outcome), rpcError);
  const envelope = parsed.value;
  if (!isObject(envelope) || envelope["id"] !== request.id || !isObject(envelope["result"])) {
    throw fail(cannotTell("not_json", "the body is not the JSON-RPC answer to this request", outcome), null);
  }
  return { jsonrpc: "2.0", id: request.id, result: envelope["result"] };
}

function asCannotTell(outcome: Exclude<HttpOutcome, { kind: "answered" }>): CannotTellOutcome {
  return outcome.kind === "cannot_tell" ? outcome : cannotTell("route_missing", outcome.detail);
}

function envelopeError(body: string | null): JsonRpcError | null {
  if (body === null) return null;
  try {
    return errorIn(JSON.parse(body));
  } catch {
    return null;
  }
}

function errorIn(envelope: unknown): JsonRpcError | null {
  const error = isObject(envelope) ? envelope["error"] : undefined;
  if (!isObject(error) || typeof error["code"] !== "number") return null;
  const { message, data } = { message: error["message"], data: error["data"] };
  return {
    code: error["code"],
    message: typeof message === "string" ? message : "",
    data: typeof data === "string" ? data : null,
  };
}

function describe({ code, message, data }: JsonRpcError): string {
  return oneLine(`JSON-RPC ${code} ${message}${data === null ? "" : `: ${data}`}`, 300);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
