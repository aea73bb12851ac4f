// A chain node for the benchmark: a process that answers JSON-RPC `status` and `blockchain` from headers in memory. Each answer is made when
// it is asked for, as a node does; a real one also reads and decodes the blocks first, so that this is the faster kind.
// Arguments: how many blocks it has, and milliseconds to wait before each answer.
import { createHash } from "node:crypto";
import { createServer } from "node:http";

export const CHAIN = "bench-1";

const [, , count = "0", answerMs = "0"] = process.argv;
const head = Number(count);
const START = Date.parse("2026-01-01T00:00:00Z");

const hash = (what: string) => createHash("sha256").update(what).digest("hex").toUpperCase();
const blockId = (height: number) => ({ hash: hash(`block ${height}`), parts: { total: 1, hash: hash(`parts ${height}`) } });

/** The shape and size of a mainnet header of CometBFT 0.38. */
const headerOf = (height: number) => ({
  block_id: blockId(height),
  block_size: "5857",
  header: {
    version: { block: "11" },
    chain_id: CHAIN,
    height: String(height),
    time: new Date(START + height * 5265).toISOString().replace("Z", `${String((height * 7919) % 99_999).padStart(5, "0")}1Z`),
    last_block_id: height === 1 ? { hash: "", parts: { total: 0, hash: "" } } : blockId(height - 1),
    last_commit_hash: hash(`commit ${height}`),
    data_hash: hash(`data ${height}`),
    validators_hash: hash("validators"),
    next_validators_hash: hash("validators"),
    consensus_hash: hash("consensus"),
    app_hash: hash(`app ${height}`),
    last_results_hash: hash(`results ${height}`),
    evidence_hash: hash(""),
    proposer_address: hash(`proposer ${height % 21}`).slice(0, 40),
  },
  num_txs: String(height % 3),
});

const headers = Array.from({ length: head }, (_, index) => headerOf(index + 1));
const status = {
  node_info: {
    protocol_version: { p2p: "8", block: "11", app: "0" },
    id: "0123456789abcdef0123456789abcdef01234567",
    listen_addr: "tcp://0.0.0.0:26656",
    network: CHAIN,
    version: "0.38.17",
    channels: "40202122233038606100",
    moniker: "bench",
    other: { tx_index: "on", rpc_address: "tcp://0.0.0.0:26657" },
  },
  sync_info: {
    latest_block_hash: hash(`block ${head}`),
    latest_app_hash: hash(`app ${head}`),
    latest_block_height: String(head),
    latest_block_time: headers.at(-1)?.header.time,
    earliest_block_hash: hash("block 1"),
    earliest_app_hash: hash("app 1"),
    earliest_block_height: "1",
    earliest_block_time: headers[0]?.header.time,
    catching_up: false,
  },
  validator_info: {
    address: "5DF3335DF2C20A20FA279C90E6E14E5D865CEAAB",
    pub_key: { type: "tendermint/PubKeyEd25519", value: Buffer.alloc(32, 1).toString("base64") },
    voting_power: "10",
  },
};

const server = createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  const { id, method, params } = JSON.parse(text);
  const result =
    method === "status"
      ? status
      : { last_height: count, block_metas: headers.slice(Number(params.minHeight) - 1, Number(params.maxHeight)).reverse() };
  if (Number(answerMs) > 0) await new Promise((done) => setTimeout(done, Number(answerMs)));
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ jsonrpc: "2.0", id, result }));
});
server.listen(0, "127.0.0.1", () => {
  const at = server.address();
  process.send?.(at !== null && typeof at === "object" ? at.port : 0);
});
process.on("disconnect", () => process.exit());
