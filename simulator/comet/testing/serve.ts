import { send } from "../../http/answer.ts";
import { bodyOf } from "../../http/body.ts";
import { listen } from "../../http/listener.ts";
import { SimulationClock } from "../../network/clock.ts";
import { createNetwork } from "../../network/network.ts";
import { DEFAULTS, SHORT_EPOCHS, type SimulationOptions } from "../../network/options.ts";
import { jsonCall, uriCall } from "../face.ts";
import type { ChainNode } from "../node.ts";

/** A small network whose clock stands still, for tests. */
export const STILL: SimulationOptions = { ...DEFAULTS, ...SHORT_EPOCHS, hosts: 12, historyEpochs: 16, speed: 0 };

export function stillNode(options: SimulationOptions): ChainNode {
  const network = createNetwork(options, new SimulationClock(options));
  return { network, moniker: "node-0", hostIndex: 0, keepBlocks: null, indexedFrom: 1 };
}

/** The CometBFT face of a node alone, over real HTTP. */
export async function serveComet(node: ChainNode) {
  const listener = await listen("127.0.0.1", 0, async (request, response, url) => {
    const body = request.method === "POST" ? await bodyOf(request, 1_000_000) : null;
    send(response, body === null ? uriCall(node, url.pathname, url.searchParams) : jsonCall(node, body));
  });
  return { url: `http://127.0.0.1:${listener.port}`, close: listener.close };
}
