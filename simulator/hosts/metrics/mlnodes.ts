import { type HttpAnswer, textAnswer } from "../../http/answer.ts";
import { Draw } from "../../network/draw.ts";
import type { Network } from "../../network/network.ts";
import type { Host, MlNode } from "../../network/types.ts";
import type { Deed, HostWork } from "./host-work.ts";
import { type Family, prometheusText, sample } from "./text.ts";

const TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Hosts that switched the route off or are too old to have it, and nodes whose image has no exporter. */
const HOSTS_WITHOUT = 0.3;
const NODES_WITHOUT = 0.1;

/** The first hosts always tell, so that there is something to see in every network. */
const ALWAYS_TELL = 3;

/** Requests at once that fill a node's cache. */
const FULL_CACHE = 64;

/** Whether the host has the route at all. */
export function tellsOfMlNodes({ options }: Network, { index }: Host): boolean {
  return index < ALWAYS_TELL || !new Draw(options.seed).chance(HOSTS_WITHOUT, "noMlNodeMetrics", index);
}

/** The nodes that stand in the host's `/v1/mlnodes/metrics`; the others are left out, `mlnode_up` too. */
export function tellingNodes(network: Network, host: Host, height: number): readonly MlNode[] {
  const draw = new Draw(network.options.seed);
  const nodes = network.hardware(height).get(host) ?? [];
  return nodes.filter((_, at) => host.index < ALWAYS_TELL || !draw.chance(NODES_WITHOUT, "noExporter", host.index, at));
}

/**
 * When the inference servers were last started, unix milliseconds: the model is deployed anew at the end of each PoC (here
 * validationEnd), and vLLM counts from 0.
 */
export function deployedMs(network: Network, ms: number): number {
  const height = network.clock.heightAt(ms);
  const { latest } = network.epochsAt(height);
  const { validationEnd } = network.stagesOf(latest);
  return network.timeOf(height >= validationEnd ? validationEnd : Math.max(1, network.stagesOf(latest - 1).validationEnd));
}

/** `/v1/mlnodes/metrics`: what a host's ML nodes tell, with `node_id` added; null on hosts without the route. */
export function mlNodesMetrics(network: Network, work: HostWork, host: Host): HttpAnswer | null {
  if (!tellsOfMlNodes(network, host)) return null;
  const now = network.clock.now();
  const nodes = tellingNodes(network, host, network.clock.height());
  const deeds = work.between(host, deployedMs(network, now), now);
  return textAnswer(200, prometheusText(families(nodes, deeds, now)), TYPE);
}

/** Work on an ML node is work: validations count as well as what a user asked for, and what lost a race. */
function families(nodes: readonly MlNode[], deeds: readonly Deed[], now: number): readonly Family[] {
  const perNode = nodes.map(({ id, modelId }) => {
    const ofNode = deeds.filter(({ nodeId, kind }) => nodeId === id && (kind === "executed" || kind === "validated"));
    const done = ofNode.filter(({ ms }) => ms <= now);
    return { id, modelId, done, running: ofNode.length - done.length };
  });
  type OfNode = (typeof perNode)[number];
  const vllm = (name: string, help: string, type: "counter" | "gauge", of: (node: OfNode) => number): Family => ({
    name: `vllm:${name}`,
    help,
    type,
    samples: perNode.map((node) => {
      return sample(
        [
          ["model_name", node.modelId],
          ["replica", "0"],
          ["node_id", node.id],
        ],
        of(node),
      );
    }),
  });
  const sum = (done: readonly Deed[], of: (deed: Deed) => number) => done.reduce((total, deed) => total + of(deed), 0);
  return [
    {
      name: "mlnode_up",
      help: "Whether the mlnode's metrics endpoint was reachable on the last scrape (1 = up).",
      type: "gauge",
      samples: nodes.map(({ id }) => sample([["node_id", id]], 1)),
    },
    {
      name: "gonka_metrics_schema_info",
      help: "Metrics schema version.",
      type: "gauge",
      samples: nodes.map(({ id }) => {
        return sample(
          [
            ["version", "1"],
            ["node_id", id],
          ],
          1,
        );
      }),
    },
    vllm("generation_tokens_total", "Number of generation tokens processed.", "counter", ({ done }) =>
      sum(done, ({ completionTokens }) => completionTokens),
    ),
    vllm("kv_cache_usage_perc", "KV-cache usage. 1 means 100 percent usage.", "gauge", ({ running }) =>
      Math.min(1, running / FULL_CACHE),
    ),
    vllm("num_requests_running", "Number of requests in model execution batches.", "gauge", ({ running }) => running),
    vllm("num_requests_waiting", "Number of requests waiting to be processed.", "gauge", () => 0),
    vllm("prompt_tokens_total", "Number of prefill tokens processed.", "counter", ({ done }) =>
      sum(done, ({ promptTokens }) => promptTokens),
    ),
  ];
}
