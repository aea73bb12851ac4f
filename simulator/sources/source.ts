import type { IncomingMessage, ServerResponse } from "node:http";
import { jsonCall, uriCall } from "../comet/face.ts";
import { type ChainNode, headOf } from "../comet/node.ts";
import { type RequestCounter, routeClassOf } from "../control/counter.ts";
import { spoiled, unknownRoute } from "../faults/answers.ts";
import type { Fault } from "../faults/fault.ts";
import { passes } from "../faults/obstacles.ts";
import type { HostService } from "../hosts/routes.ts";
import { type HttpAnswer, send } from "../http/answer.ts";
import { bodyOf } from "../http/body.ts";
import type { Handler } from "../http/listener.ts";
import { restGateway } from "./gateway.ts";

const MAX_BODY = 1_000_000;

/** One public node: what it is, what stands in its way and what its operator's host service answers. */
export interface SourceState {
  readonly node: ChainNode;
  readonly faults: readonly Fault[];
  readonly service: HostService;
}

/** The public port of a source: `/chain-rpc`, `/chain-api` and the host's own `/health` and `/v1`. `state` is asked anew each time. */
export function sourceHandler(place: string, counter: RequestCounter, state: () => SourceState): Handler {
  return async (request, response, url) => {
    const routeClass = routeClassOf(url.pathname);
    response.once("close", counter.begin(place, routeClass));
    if (!(await passes(state().faults, `${place}/${routeClass}`, request, response))) return;
    await answer(request, response, url, state());
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, url: URL, state: SourceState): Promise<void> {
  const { node, faults } = state;
  const post = request.method === "POST" ? await bodyOf(request, MAX_BODY) : null;
  const path = url.pathname;
  // A JSON-RPC call names its method in the body: for the faults it is the same route.
  const route = post === null ? path : `/chain-rpc/${methodOf(post)}`;
  const honest = () => honestAnswer(request, path, url.searchParams, post, state);
  send(response, faults.length === 0 ? honest() : spoiled(faults, route, headOf(node), honest));
}

function honestAnswer(
  request: IncomingMessage,
  path: string,
  query: URLSearchParams,
  post: string | null,
  { node, service }: SourceState,
): HttpAnswer {
  if (path === "/chain-rpc" || path.startsWith("/chain-rpc/")) {
    const answered = post === null ? uriCall(node, path.slice("/chain-rpc".length), query) : jsonCall(node, post);
    return { ...answered, headers: { "x-server-time": String(Math.floor(node.network.clock.now() / 1000)) } };
  }
  if (path.startsWith("/chain-api/")) {
    return restGateway(node.network, request.headers["x-cosmos-block-height"], path.slice("/chain-api".length), query);
  }
  const host = node.network.hosts(headOf(node))[node.hostIndex ?? 0];
  return host === undefined ? unknownRoute(path) : service.answer(host, path, query);
}

function methodOf(body: string): string {
  return /"method"\s*:\s*"([a-z_]+)"/.exec(body)?.[1] ?? "";
}
