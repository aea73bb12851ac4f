import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { EPOCH_LENGTH, STAGES, type SyntheticEpoch, type SyntheticNetwork } from "./synthetic.ts";

/** How a node misbehaves: it may change what it says to a path, or answer a status instead (null: as it should). */
export interface Fault {
  readonly answer?: (path: string, body: unknown) => unknown;
  readonly status?: (path: string) => number | null;
}

/** A node of the synthetic network on a port of its own. */
export interface SyntheticNode {
  readonly url: string;
  readonly name: string;
  readonly requests: string[];
  fault: Fault;
  /** How long every answer takes. */
  delayMs: number;
  close(): Promise<void>;
}

const INFERENCE = "/chain-api/productscience/inference/inference";
const REST_NOT_FOUND = { code: 5, message: "not found", details: [] };

/** Starts a node that serves the network in the REST gateway's and CometBFT's shapes. */
export async function startNode(network: SyntheticNetwork, fault: Fault = {}): Promise<SyntheticNode> {
  const requests: string[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? "/", "http://node");
    const call = request.method === "POST" ? JSON.parse(Buffer.concat(chunks).toString()) : null;
    const path = call ? `rpc:${call.method}` : decodeURIComponent(url.pathname + url.search);
    requests.push(path);
    if (node.delayMs > 0) await sleep(node.delayMs);
    const status = node.fault.status?.(path);
    if (status) return void response.writeHead(status, { "content-type": "text/plain" }).end("fault");
    const honest = call
      ? { jsonrpc: "2.0", id: call.id, result: comet(network, call.method, call.params ?? {}) }
      : rest(network, url);
    const body = node.fault.answer ? node.fault.answer(path, honest ?? REST_NOT_FOUND) : (honest ?? REST_NOT_FOUND);
    const code = body === REST_NOT_FOUND ? 404 : 200;
    response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const at = server.address();
  if (!at || typeof at === "string") throw new Error("no port");
  const name = `127.0.0.1:${at.port}`;
  const node: SyntheticNode = {
    url: `http://${name}`,
    name,
    requests,
    fault,
    delayMs: 0,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
  return node;
}

function rest(network: SyntheticNetwork, url: URL): unknown {
  const [route, key] = url.pathname.replace(`${INFERENCE}/`, "").split("/");
  const epoch = network.epochs.get(Number(key));
  switch (route) {
    case "epoch_info":
      return {
        block_height: String(network.headHeight),
        latest_epoch: {
          index: String(network.effectiveEpoch),
          poc_start_block_height: String(1000 + network.effectiveEpoch * EPOCH_LENGTH),
        },
        is_confirmation_poc_active: false,
        active_confirmation_poc_event: null,
      };
    case "get_current_epoch":
      return { epoch: String(network.effectiveEpoch) };
    case "params":
      return { params: params(network) };
    case "epoch_group_data":
      if (!epoch) return null;
      return {
        epoch_group_data: url.searchParams.has("model_id")
          ? modelGroup(epoch, url.searchParams.get("model_id") ?? "")
          : rootGroup(epoch),
      };
    case "excluded_participants":
      return epoch ? { items: exclusions(epoch) } : { items: [] };
    case "confirmation_poc_events":
      return { events: [] };
    case "epoch_performance_summary":
      return { epochPerformanceSummary: epoch && epoch.last > 0 ? results(epoch) : [] };
    default:
      return null;
  }
}

const group = (epoch: SyntheticEpoch) => ({
  epoch_group_id: String(epoch.epoch + 500),
  epoch_policy: "gonka1policy",
  member_seed_signatures: [],
  unit_of_compute_price: "100",
  previous_epoch_requests: "0",
  validation_params: null,
  poc_start_block_height: String(epoch.pocStart),
  epoch_index: String(epoch.epoch),
  total_throughput: "0",
});

const rootGroup = (epoch: SyntheticEpoch) => ({
  ...group(epoch),
  effective_block_height: String(epoch.effective),
  last_block_height: String(epoch.last),
  validation_weights: epoch.hosts.map((host) => ({
    member_address: host.address,
    weight: String(host.weight),
    reputation: 100,
    ml_nodes: [],
    confirmation_weight: String(host.confirmationWeight),
    voting_power: "0",
  })),
  number_of_requests: String(epoch.classicRequests),
  total_weight: String(epoch.hosts.reduce((sum, { weight }) => sum + weight, 0)),
  model_id: "",
  sub_group_models: epoch.models,
  model_snapshot: null,
});

function modelGroup(epoch: SyntheticEpoch, model: string) {
  const members = epoch.hosts.flatMap((host) => {
    const nodes = host.nodes.filter((node) => node.model === model);
    if (nodes.length === 0) return [];
    const weight = nodes.reduce((sum, node) => sum + node.weight, 0);
    const ml_nodes = nodes.map(({ node, weight: poc }) => ({
      node_id: node,
      throughput: "0",
      poc_weight: String(poc),
      timeslot_allocation: [true, false],
    }));
    return [
      {
        member_address: host.address,
        weight: String(weight),
        reputation: 0,
        confirmation_weight: "0",
        voting_power: "0",
        ml_nodes,
      },
    ];
  });
  return {
    ...group(epoch),
    effective_block_height: "0",
    last_block_height: "0",
    validation_weights: members,
    number_of_requests: "0",
    total_weight: String(members.reduce((sum, { weight }) => sum + Number(weight), 0)),
    model_id: model,
    sub_group_models: [],
    model_snapshot: null,
  };
}

const exclusions = (epoch: SyntheticEpoch) =>
  epoch.hosts
    .filter(({ excluded }) => excluded)
    .map((host) => ({
      address: host.address,
      epoch_index: String(epoch.epoch),
      reason: host.excluded,
      exclusion_block_height: String(epoch.effective + 20),
    }));

const results = (epoch: SyntheticEpoch) =>
  epoch.hosts.map((host) => ({
    epoch_index: String(epoch.epoch),
    participant_id: host.address,
    inference_count: String(host.completed),
    missed_requests: String(host.missed),
    earned_coins: String(host.earned),
    rewarded_coins: String(host.rewarded),
    burned_coins: "0",
    validated_inferences: String(host.completed - host.invalid),
    invalidated_inferences: String(host.invalid),
    claimed: !host.excluded,
  }));

const params = (network: SyntheticNetwork) => ({
  epoch_params: {
    epoch_length: String(EPOCH_LENGTH),
    epoch_multiplier: "1",
    epoch_shift: "0",
    poc_stage_duration: String(STAGES.generation),
    poc_exchange_duration: String(STAGES.exchange),
    poc_validation_delay: String(STAGES.delay),
    poc_validation_duration: String(STAGES.validation),
    set_new_validators_delay: String(STAGES.setNewValidators),
  },
  poc_params: {
    models: [...network.scales].map(([model_id, { value, exponent }]) => ({
      model_id,
      seq_len: "1024",
      weight_scale_factor: { value: String(value), exponent },
    })),
  },
  devshard_escrow_params: { token_price: String(network.tokenPrice) },
});

/** What CometBFT's RPC methods answer, in their JSON shapes. */
export function comet(network: SyntheticNetwork, method: string, asked: { minHeight?: string; maxHeight?: string }): unknown {
  const { headHeight, hashOf, timeOf, chainId } = network;
  const header = (height: number) => ({
    version: { block: "11" },
    chain_id: chainId,
    height: String(height),
    time: timeOf(height),
    last_block_id: { hash: hashOf(height - 1), parts: { total: 1, hash: hashOf(height - 1) } },
    last_commit_hash: hashOf(0),
    data_hash: hashOf(0),
    validators_hash: hashOf(0),
    next_validators_hash: hashOf(0),
    consensus_hash: hashOf(0),
    app_hash: hashOf(height),
    last_results_hash: hashOf(0),
    evidence_hash: hashOf(0),
    proposer_address: hashOf(height % 7).slice(0, 40),
  });
  if (method === "status")
    return {
      node_info: {
        protocol_version: { p2p: "8", block: "11", app: "0" },
        id: hashOf(1).slice(0, 40).toLowerCase(),
        listen_addr: "tcp://0.0.0.0:26656",
        network: chainId,
        version: "0.38.21",
        channels: "40202122233038606100",
        moniker: "synthetic",
        other: { tx_index: "on", rpc_address: "tcp://0.0.0.0:26657" },
      },
      sync_info: {
        latest_block_hash: hashOf(headHeight),
        latest_app_hash: hashOf(headHeight),
        latest_block_height: String(headHeight),
        latest_block_time: timeOf(headHeight),
        earliest_block_hash: hashOf(1),
        earliest_app_hash: hashOf(1),
        earliest_block_height: "1",
        earliest_block_time: timeOf(1),
        catching_up: false,
      },
      validator_info: {
        address: hashOf(1).slice(0, 40),
        pub_key: { type: "tendermint/PubKeyEd25519", value: Buffer.alloc(32, 1).toString("base64") },
        voting_power: "1",
      },
    };
  if (method !== "blockchain") return null;
  const max = Math.min(Number(asked.maxHeight ?? headHeight), headHeight);
  const min = Math.max(Number(asked.minHeight ?? 1), max - 19);
  const block_metas = [];
  for (let height = max; height >= min; height--)
    block_metas.push({
      block_id: { hash: hashOf(height), parts: { total: 1, hash: hashOf(height) } },
      block_size: "1000",
      header: header(height),
      num_txs: String(height % 3),
    });
  return { last_height: String(headHeight), block_metas };
}
