import type { IncomingMessage } from "node:http";
import { type RequestCounter, routeClassOf } from "../control/counter.ts";
import { spoiled } from "../faults/answers.ts";
import type { FaultBoard } from "../faults/board.ts";
import { passes } from "../faults/obstacles.ts";
import { send } from "../http/answer.ts";
import type { Handler } from "../http/listener.ts";
import type { Network } from "../network/network.ts";
import type { Host } from "../network/types.ts";
import { alterationBy, HONEST } from "./devshard/alteration.ts";
import type { DevshardService } from "./devshard/service.ts";
import type { HostService } from "./routes.ts";

export interface HostsState {
  readonly network: Network;
  readonly service: HostService;
  readonly devshards: DevshardService;
}

/** All hosts behind one listener: the address that was called says which one is meant. */
export function hostsHandler(board: FaultBoard, counter: RequestCounter, state: () => HostsState): Handler {
  const known = new Map<string, Host>();
  return async (request, response, url) => {
    const { network, service, devshards } = state();
    const host = calledHost(request, network, known);
    if (host === null || !network.isHostUp(host, network.clock.now())) {
      // A port that shares its listener can't refuse; closing at once is the nearest to it.
      request.socket.destroy();
      return;
    }
    const place = `host:${host.index}`;
    const routeClass = routeClassOf(url.pathname);
    response.once("close", counter.begin(place, routeClass));
    const faults = board.at(place);
    if (!(await passes(faults, `${place}/${routeClass}`, request, response))) return;
    const honest = () =>
      url.pathname.startsWith("/devshard/")
        ? devshards.answer(host, url.pathname, url.searchParams, faults.length === 0 ? HONEST : alterationBy(faults))
        : service.answer(host, url.pathname, url.searchParams);
    send(response, faults.length === 0 ? honest() : spoiled(faults, url.pathname, network.clock.height(), honest));
  };
}

function calledHost({ socket }: IncomingMessage, network: Network, known: Map<string, Host>): Host | null {
  const ip = (socket.localAddress ?? "").replace("::ffff:", "");
  const found = known.get(ip) ?? network.hostAtIp(ip);
  if (found === null) return null;
  known.set(ip, found);
  return found.joinHeight <= network.clock.height() ? found : null;
}
