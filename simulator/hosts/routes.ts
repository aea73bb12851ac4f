import { timestamp } from "../comet/blocks.ts";
import { type HttpAnswer, textAnswer } from "../http/answer.ts";
import type { Network } from "../network/network.ts";
import type { Host } from "../network/types.ts";
import { dapiError, dapiJson, dapiText } from "./dapi-answer.ts";
import { EpochParticipants } from "./epoch-participants.ts";
import { epochsLatest } from "./epochs-latest.ts";
import { Identities } from "./identity.ts";
import { HostWork } from "./metrics/host-work.ts";
import { mlNodesMetrics } from "./metrics/mlnodes.ts";

const VERSIONS_CACHED_MS = 300_000;
const COMMIT = "ee730031decedd2428aa56c65084ae5ab33d9192";
const NOT_FOUND = dapiError(404, "Not Found");
const HEALTHY = textAnswer(200, "healthy\n", "text/plain");
const OK = dapiJson(200, { status: "ok" });
const NO_BRIDGE_BLOCKS = dapiJson(200, {
  pendingBlocksCount: 0,
  pendingReceiptsCount: 0,
  blockCountByNumber: {},
  earliestBlockNumber: 0,
  latestBlockNumber: 0,
});

/** What a host's public port answers: its proxy, and the host service behind `/v1`. */
export class HostService {
  readonly #network: Network;
  readonly #identities: Identities;
  readonly #epochParticipants: EpochParticipants;
  readonly work: HostWork;

  constructor(network: Network) {
    this.#network = network;
    this.#identities = new Identities(network);
    this.#epochParticipants = new EpochParticipants(network);
    this.work = new HostWork(network);
  }

  answer(host: Host, path: string, query: URLSearchParams): HttpAnswer {
    // Most requests are these two.
    if (path === "/health") return HEALTHY;
    if (path === "/v1/status") return OK;
    const [, version, ...rest] = path.split("/");
    if (version !== "v1") return NOT_FOUND;
    return this.#v1(host, rest, query);
  }

  #v1(host: Host, [first = "", second, third, ...more]: readonly string[], query: URLSearchParams): HttpAnswer {
    const height = this.#network.clock.height();
    if (more.length > 0) return NOT_FOUND;
    if (first === "epochs" && third === "participants") return this.#epochParticipants.answer(second ?? "", height);
    const route = [first, second, third].filter((part) => part !== undefined).join("/");
    switch (route) {
      case "identity":
        return dapiText(200, this.#identities.of(host));
      case "versions":
        return this.#versions(host);
      case "epochs/latest":
        return dapiJson(200, epochsLatest(this.#network, height));
      case "participants":
        return this.#participants(height);
      case "models":
        return this.#models(height);
      case "bridge/status":
        return NO_BRIDGE_BLOCKS;
      case "bridge/block/latest":
        return this.#bridgeBlock(host, query.get("chain"));
      case "mlnodes/metrics":
        return mlNodesMetrics(this.#network, this.work, host) ?? NOT_FOUND;
      case "supply/total":
        return textAnswer(200, gnk(this.#network.supply(height)), "text/plain; charset=UTF-8");
      default:
        return this.#byName(first, second, third, height);
    }
  }

  #byName(first: string, second: string | undefined, third: string | undefined, height: number): HttpAnswer {
    if (third !== undefined || second === undefined) return NOT_FOUND;
    if (first === "epochs") return dapiError(400, "Only getting info for current epoch is supported at the moment");
    if (first !== "participants") return NOT_FOUND;
    const host = this.#network.host(second);
    if (host === null) return dapiError(404, "rpc error: code = NotFound desc = account not found: key not found");
    const balance = Number(this.#network.balanceOf(second, height));
    return dapiJson(200, { pubkey: Buffer.from(host.keys.publicKey).toString("base64"), balance, denom: "ngonka" });
  }

  #versions(host: Host): HttpAnswer {
    const ms = Math.floor(this.#network.clock.now() / VERSIONS_CACHED_MS) * VERSIONS_CACHED_MS;
    const { api, node, mlNodes } = this.#network.versionsOf(host, ms);
    const nodes = mlNodes?.map(({ nodeId, version, pocValidationInference }) => ({
      node_id: nodeId,
      version,
      poc_validation_inference: pocValidationInference,
    }));
    return dapiJson(200, {
      timestamp: timestamp(ms),
      api_version: { application_name: "decentralized-api", commit: COMMIT, version: api },
      node_version: { application_name: "inference-chain", commit: COMMIT, version: node },
      // A host that wasn't patched leaves the key out.
      ...(nodes === undefined ? {} : { mlnodes: nodes }),
    });
  }

  #participants(height: number): HttpAnswer {
    const participants = this.#network.participants(height).map(({ host, counts }) => ({
      id: host.address,
      url: host.url,
      coins_owed: Number(counts.earned),
      refunds_owed: 0,
      balance: Number(this.#network.balanceOf(host.address, height)),
      voting_power: 1,
      reputation: 0,
    }));
    return dapiJson(200, { participants, block_height: height });
  }

  #models(height: number): HttpAnswer {
    const { effective } = this.#network.epochsAt(height);
    const models = this.#network.rootGroup(effective, height)?.models ?? [];
    const data = models.map((model) => ({
      object: "model",
      id: model.id,
      hugging_face_id: model.hfRepo,
      name: model.id,
      created: Math.floor(this.#network.clock.now() / 1000),
      input_modalities: ["text"],
      output_modalities: ["text"],
      context_length: Number(model.contextWindow),
      max_output_length: Number(model.contextWindow),
    }));
    return dapiJson(200, { object: "list", data });
  }

  #bridgeBlock(host: Host, chain: string | null): HttpAnswer {
    if (chain === null || chain === "") return dapiError(400, "Chain parameter is required (e.g., 'ethereum')");
    const block = chain === "ethereum" ? this.#network.bridgeBlockOf(host, this.#network.clock.now()) : null;
    return dapiJson(200, block === null ? { chainId: chain } : { chainId: chain, blockNumber: String(block) });
  }
}

/** ngonka as GNK with its nine places. */
function gnk(amount: bigint): string {
  const digits = String(amount).padStart(10, "0");
  return `${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
