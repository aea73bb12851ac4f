import { type HttpAnswer, jsonAnswer, textAnswer } from "../http/answer.ts";
import { METHODS } from "./methods.ts";
import type { ChainNode } from "./node.ts";
import { jsonParameters, uriParameters } from "./parameters.ts";
import { invalidRequest, methodNotFound, parseError, RpcError } from "./rpc-error.ts";

const errorBody = (id: unknown, { code, title, data }: RpcError) => ({
  jsonrpc: "2.0",
  id,
  error: { code, message: title, ...(data === "" ? {} : { data }) },
});

/** An unforeseen failure is the simulator's own, not CometBFT's: it goes up. */
function asRpcError(error: unknown): RpcError {
  if (error instanceof RpcError) return error;
  throw error;
}

/** `GET /<method>?…`; `path` is what comes after the face's own prefix. */
export function uriCall(node: ChainNode, path: string, query: URLSearchParams): HttpAnswer {
  const name = path.replace(/^\/|\/$/g, "");
  if (name === "") return listOfMethods();
  const method = METHODS.get(name);
  if (method === undefined) return textAnswer(404, "404 page not found\n");
  try {
    return jsonAnswer(200, { jsonrpc: "2.0", id: -1, result: method.answer(node, uriParameters(query)) });
  } catch (error) {
    return jsonAnswer(500, errorBody(-1, asRpcError(error)));
  }
}

/** A POST: one call or a batch of them. */
export function jsonCall(node: ChainNode, body: string): HttpAnswer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return jsonAnswer(500, errorBody(-1, parseError(`error unmarshalling request: ${why}`)));
  }
  if (!Array.isArray(parsed)) return jsonAnswer(200, answerOne(node, parsed));
  return jsonAnswer(
    200,
    parsed.map((call) => answerOne(node, call)),
  );
}

function answerOne(node: ChainNode, call: unknown): unknown {
  if (typeof call !== "object" || call === null) return errorBody(-1, invalidRequest("not an object"));
  const { id = -1, method: name, params } = { id: undefined, method: undefined, params: undefined, ...call };
  try {
    const method = typeof name === "string" ? METHODS.get(name) : undefined;
    if (method === undefined) throw methodNotFound();
    return { jsonrpc: "2.0", id, result: method.answer(node, jsonParameters(params, method.parameters)) };
  } catch (error) {
    return errorBody(id, asRpcError(error));
  }
}

function listOfMethods(): HttpAnswer {
  const links = [...METHODS.keys()].map((name) => `<a href="${name}">${name}</a></br>`).join("");
  return textAnswer(200, `<html><body><br>Available endpoints:<br>${links}</body></html>`, "text/html");
}
