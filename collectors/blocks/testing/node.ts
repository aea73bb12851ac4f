import { createHash } from "node:crypto";
import { startServer, type TestServer } from "../../http/testing/server.ts";

/** A block header as CometBFT's JSON has it; only what tests change is typed. */
export interface Meta {
  block_id: { hash: string; parts: { total: number; hash: string } };
  block_size: string;
  header: { height: string; time: string; last_block_id: { hash: string; parts: { total: number; hash: string } } } & Record<
    string,
    unknown
  >;
  num_txs: string;
}

/** How a node of the test departs from an honest, whole one. */
export interface Behaviour {
  readonly chainId?: string;
  readonly head?: number;
  /** Lowest height it has; it says so in `status` unless `hidesPruning`. */
  readonly earliest?: number;
  readonly hidesPruning?: boolean;
  /** Answers HTTP 503 to everything but `status`. */
  readonly down?: boolean;
  /** Heights it has no answer for. */
  readonly lacks?: (height: number) => boolean;
  readonly change?: (meta: Meta) => Meta;
  /** Awaited before each answer. */
  readonly before?: (asked: { from: number; to: number }) => Promise<void> | void;
}

export interface TestNode extends TestServer {
  /** The spans asked, in order. */
  readonly asked: { from: number; to: number }[];
}

export const CHAIN = "test-1";
const START = Date.parse("2026-03-01T00:00:00Z");

export const blockHash = (height: number) => createHash("sha256").update(`block ${height}`).digest("hex").toUpperCase();
const other = (height: number, what: string) => createHash("sha256").update(`${what} ${height}`).digest("hex").toUpperCase();

/** The header of a made-up chain: one block each 5.25 s. */
export function metaOf(height: number, chainId = CHAIN): Meta {
  return {
    block_id: { hash: blockHash(height), parts: { total: 1, hash: other(height, "parts") } },
    block_size: String(1000 + (height % 7)),
    header: {
      version: { block: "11" },
      chain_id: chainId,
      height: String(height),
      time: new Date(START + height * 5250).toISOString().replace(/\.?0*Z$/, "Z"),
      last_block_id:
        height === 1
          ? { hash: "", parts: { total: 0, hash: "" } }
          : { hash: blockHash(height - 1), parts: { total: 1, hash: other(height - 1, "parts") } },
      last_commit_hash: other(height, "commit"),
      data_hash: other(height, "data"),
      validators_hash: other(1, "validators"),
      next_validators_hash: other(1, "validators"),
      consensus_hash: other(1, "consensus"),
      app_hash: other(height, "app"),
      last_results_hash: other(height, "results"),
      evidence_hash: other(1, "evidence"),
      proposer_address: other(height % 5, "proposer").slice(0, 40),
    },
    num_txs: String(height % 3),
  };
}

const status = (chainId: string, head: number, earliest: number) => ({
  node_info: {
    protocol_version: { p2p: "8", block: "11", app: "0" },
    id: "0123456789abcdef0123456789abcdef01234567",
    listen_addr: "tcp://0.0.0.0:26656",
    network: chainId,
    version: "0.38.17",
    channels: "40202122233038606100",
    moniker: "test",
    other: { tx_index: "on", rpc_address: "tcp://0.0.0.0:26657" },
  },
  sync_info: {
    latest_block_hash: blockHash(head),
    latest_app_hash: other(head, "app"),
    latest_block_height: String(head),
    latest_block_time: metaOf(head).header.time,
    earliest_block_hash: blockHash(earliest),
    earliest_app_hash: other(earliest, "app"),
    earliest_block_height: String(earliest),
    earliest_block_time: metaOf(earliest).header.time,
    catching_up: false,
  },
  validator_info: {
    address: "5DF3335DF2C20A20FA279C90E6E14E5D865CEAAB",
    pub_key: { type: "tendermint/PubKeyEd25519", value: Buffer.alloc(32, 1).toString("base64") },
    voting_power: "10",
  },
});

/** Starts a real HTTP node that answers JSON-RPC POST `status` and `blockchain` on `/chain-rpc/`, as CometBFT does. */
export async function startNode(behaviour: Behaviour = {}): Promise<TestNode> {
  const { chainId = CHAIN, head = 1000, earliest = 1, change = (meta) => meta } = behaviour;
  const asked: { from: number; to: number }[] = [];
  const server = await startServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { id, method, params } = JSON.parse(text);
    const send = (body: object) => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ jsonrpc: "2.0", id, ...body }));
    };
    if (method === "status") return send({ result: status(chainId, head, behaviour.hidesPruning ? 1 : earliest) });
    const span = { from: Number(params.minHeight), to: Number(params.maxHeight) };
    asked.push(span);
    await behaviour.before?.(span);
    if (behaviour.down) return void response.writeHead(503).end();
    const from = Math.max(span.from, earliest);
    const to = Math.min(span.to, head);
    const heights = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => to - index);
    if (heights.length === 0 || heights.some((height) => behaviour.lacks?.(height)))
      return send({
        error: { code: -32603, message: "Internal error", data: `min height ${from} can't be greater than max height ${to}` },
      });
    send({ result: { last_height: String(head), block_metas: heights.map((height) => change(metaOf(height, chainId))) } });
  });
  return { ...server, asked };
}
