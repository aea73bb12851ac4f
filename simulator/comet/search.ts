import type { Tx } from "../network/types.ts";
import { type ChainNode, headOf, lowestBlock } from "./node.ts";
import { pageOf } from "./paging.ts";
import type { Parameters } from "./parameters.ts";
import { type Condition, heightsOf, matches, parseQuery } from "./query.ts";
import { txResult } from "./results.ts";
import { internalError } from "./rpc-error.ts";

/** A real node has an index. Here the transactions of every block in the range are made first, so the range has an end. */
const WIDEST_SEARCH = 20_000;

const txJson = (tx: Tx) => ({
  hash: tx.hash,
  height: String(tx.height),
  index: tx.index,
  tx_result: txResult(tx),
  tx: Buffer.from(tx.bytes).toString("base64"),
});

/** Heights that may hold what is searched for: those of escrows' events are known, for others every block is looked at. */
function candidates({ network }: ChainNode, conditions: readonly Condition[], from: number, to: number): number[] {
  if (conditions.some(({ key }) => key.startsWith("devshard_escrow_"))) {
    const oldest = network.epochsAt(from).effective - 2;
    const epochs = Array.from({ length: Math.max(0, network.epochsAt(to).latest - oldest + 1) }, (_, after) => oldest + after);
    const heights = epochs
      .flatMap((epoch) => network.escrowsOf(epoch))
      .flatMap(({ createdHeight, settledHeight }) => (settledHeight === null ? [createdHeight] : [createdHeight, settledHeight]));
    return [...new Set(heights)].filter((height) => height >= from && height <= to).sort((a, b) => a - b);
  }
  if (to - from >= WIDEST_SEARCH)
    throw internalError(`the simulated index searches at most ${WIDEST_SEARCH} blocks: bound tx.height`);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, after) => from + after);
}

export function txSearch(node: ChainNode, parameters: Parameters) {
  const conditions = parseQuery(parameters.text("query") ?? "");
  const order = parameters.text("order_by") ?? "";
  if (order !== "" && order !== "asc" && order !== "desc") {
    throw internalError("expected order_by to be either `asc` or `desc` or empty");
  }
  if (node.indexedFrom === null) throw internalError("transaction indexing is disabled");
  const { from, to } = heightsOf(conditions, headOf(node));
  const first = Math.max(from, lowestBlock(node), node.indexedFrom);
  const found = candidates(node, conditions, first, to).flatMap((height) =>
    node.network.transactions(height).filter((tx) => matches(conditions, tx)),
  );
  if (order === "desc") found.reverse();
  return { txs: pageOf(found, parameters).map(txJson), total_count: String(found.length) };
}

/** Looks through the newest blocks only; an older transaction is not found. */
export function txByHash(node: ChainNode, parameters: Parameters) {
  const hash = (parameters.bytes("hash") ?? Buffer.alloc(0)).toString("hex").toUpperCase();
  const head = headOf(node);
  for (let height = head; height > Math.max(lowestBlock(node) - 1, head - WIDEST_SEARCH); height -= 1) {
    const found = node.network.transactions(height).find((tx) => tx.hash === hash);
    if (found !== undefined) return txJson(found);
  }
  throw internalError(`tx (${hash}) not found`);
}
