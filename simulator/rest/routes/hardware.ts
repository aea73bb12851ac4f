import { TARGET_VERSION } from "../../network/nodes.ts";
import type { Host, MlNode } from "../../network/types.ts";
import { page } from "../paging.ts";
import { type Question, type Route, text } from "../route.ts";
import { INFERENCE } from "./bases.ts";
import { modelJson } from "./models.ts";

function nodesJson({ network, height }: Question, host: Host, nodes: readonly MlNode[]) {
  return {
    participant: host.address,
    hardware_nodes: nodes.map(({ id, status, modelId, hardware }, number) => ({
      local_id: id,
      status,
      models: modelId === "" ? [] : [modelId],
      hardware: hardware.map(({ type, count }) => ({ type, count })),
      host: `172.18.114.${100 + number}`,
      port: "8080",
      version: network.nodeVersion(host, id, height),
    })),
  };
}

function hardwareAll(question: Question) {
  const told = question.network.hardware(question.height);
  return { nodes: [...told].map(([host, nodes]) => nodesJson(question, host, nodes)) };
}

/** Who never told answers 200, with an empty participant. */
function hardwareOfOne(question: Question) {
  const host = question.network.host(text(question, 0));
  const nodes = host === null ? undefined : question.network.hardware(question.height).get(host);
  if (host === null || nodes === undefined) return { nodes: { participant: "", hardware_nodes: [] } };
  return { nodes: nodesJson(question, host, nodes) };
}

function modelsAll({ network, height, query }: Question) {
  const models = [...network.models(height)].sort((a, b) => (a.id < b.id ? -1 : 1));
  const { items, pagination } = page(models, query, ({ id }) => id);
  return { model: items.map(modelJson), pagination };
}

export const HARDWARE: readonly Route[] = [
  { path: `${INFERENCE}/hardware_nodes_all`, answer: hardwareAll },
  { path: `${INFERENCE}/hardware_nodes/{}`, answer: hardwareOfOne },
  { path: `${INFERENCE}/models_all`, answer: modelsAll },
  { path: `${INFERENCE}/mlnode_version`, answer: () => ({ mlnode_version: { current_version: TARGET_VERSION } }) },
];
