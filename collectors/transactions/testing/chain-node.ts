import { createHash } from "node:crypto";
import { startServer, type TestServer } from "../../http/testing/server.ts";

/** An event as CometBFT's JSON has it. */
export interface TestEvent {
  readonly type: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

/** A block as a node of the test tells it; what is left out has CometBFT's default. */
export interface TestBlock {
  readonly txs?: readonly Uint8Array[];
  readonly time?: string;
  readonly results?: readonly { readonly code: number; readonly events?: readonly TestEvent[] }[] | "refused";
  readonly events?: readonly TestEvent[];
  /** `block_id_flag` and address of each signature of its commit. */
  readonly signatures?: readonly (readonly [flag: number, address: string])[];
  readonly validators?: readonly string[];
  /** What the header's hash of the validators is made of, where not of them. */
  readonly validatorsName?: string;
  readonly canonical?: boolean;
}

export interface ChainNode extends TestServer {
  readonly asked: { readonly method: string; readonly height: number; readonly page: number }[];
  /** The most requests that were under way at once. */
  readonly most: () => number;
}

export const timeOf = (height: number) => new Date(Date.UTC(2026, 2, 1) + height * 5250).toISOString().replace(/\.?0*Z$/, "Z");
const hash = (text: string) => createHash("sha256").update(text).digest("hex").toUpperCase();

/** Starts a real HTTP node with `block`, `block_results`, `commit` and `validators`. A height that `blocks` hasn't is an error. */
export async function startChainNode(
  blocks: (height: number) => TestBlock | null,
  before: () => Promise<void> = () => Promise.resolve(),
): Promise<ChainNode> {
  const asked: ChainNode["asked"] = [];
  let [now, most] = [0, 0];
  const server = await startServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { id, method, params } = JSON.parse(text);
    asked.push({ method, height: Number(params.height), page: Number(params.page ?? 1) });
    now += 1;
    most = Math.max(most, now);
    await before();
    now -= 1;
    const block = blocks(Number(params.height));
    const result = block === null ? null : answer(method, block, Number(params.height), Number(params.page ?? 1));
    const error = { code: -32603, message: "Internal error", data: "height is not available" };
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ jsonrpc: "2.0", id, ...(result === null ? { error } : { result }) }));
  });
  return { ...server, asked, most: () => most };
}

function answer(method: string, block: TestBlock, height: number, page: number): object | null {
  const { txs = [], results = txs.map(() => ({ code: 0 })), events = [], signatures = [], validators = [] } = block;
  const id = { hash: hash(`block ${height}`), parts: { total: 1, hash: hash("parts") } };
  const header = headerOf(height, block);
  if (method === "block") {
    const last_commit = { height: String(height - 1), round: 0, block_id: id, signatures: [] };
    const data = { txs: txs.map((tx) => Buffer.from(tx).toString("base64")) };
    return { block_id: id, block: { header, data, evidence: { evidence: [] }, last_commit } };
  }
  if (method === "block_results") {
    if (results === "refused") return null;
    const txs_results = results.length === 0 ? null : results;
    return { height: String(height), txs_results, finalize_block_events: events, validator_updates: null };
  }
  if (method === "commit") {
    const commit = { height: String(height), round: 0, block_id: id, signatures: signatures.map(signature) };
    return { signed_header: { header, commit }, canonical: block.canonical ?? true };
  }
  const slice = validators.slice((page - 1) * 100, page * 100);
  const pub_key = { type: "tendermint/PubKeyEd25519", value: Buffer.alloc(32, 1).toString("base64") };
  return {
    block_height: String(height),
    validators: slice.map((address) => ({ address, pub_key, voting_power: "10", proposer_priority: "0" })),
    count: String(slice.length),
    total: String(validators.length),
  };
}

const signature = ([block_id_flag, validator_address]: readonly [number, string]) =>
  block_id_flag === 1
    ? { block_id_flag, validator_address: "", timestamp: "0001-01-01T00:00:00Z", signature: null }
    : { block_id_flag, validator_address, timestamp: "2026-03-01T00:00:00Z", signature: Buffer.alloc(64).toString("base64") };

function headerOf(height: number, { time, validators = [], validatorsName = validators.join() }: TestBlock) {
  const other = hash("other");
  const last_block_id = { hash: hash(`block ${height - 1}`), parts: { total: 1, hash: hash("parts") } };
  return {
    version: { block: "11" },
    chain_id: "test-1",
    height: String(height),
    time: time ?? timeOf(height),
    last_block_id,
    last_commit_hash: other,
    data_hash: other,
    validators_hash: hash(validatorsName),
    next_validators_hash: other,
    consensus_hash: other,
    app_hash: other,
    last_results_hash: other,
    evidence_hash: other,
    proposer_address: other.slice(0, 40),
  };
}
