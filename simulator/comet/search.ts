import type { Tx } from "../network/types.ts";
import { type ChainNode, headOf, lowestBlock } from "./node.ts";
import { pageOf } from "./paging.ts";
import type { Parameters } from "./parameters.ts";
import { heightsOf, matches, parseQuery } from "./query.ts";
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

export function txSearch(node: ChainNode, parameters: Parameters) {
  const conditions = parseQuery(parameters.text("query") ?? "");
  const order = parameters.text("order_by") ?? "";
  if (order !== "" && order !== "asc" && order !== "desc") {
    throw internalError("expected order_by to be either `asc` or `desc` or empty");
  }
  const { from, to } = heightsOf(conditions, headOf(node));
  const first = Math.max(from, lowestBlock(node));
  if (to - first >= WIDEST_SEARCH) {
    throw internalError(`the simulated index searches at most ${WIDEST_SEARCH} blocks: bound tx.height`);
  }
  const found: Tx[] = [];
  for (let height = first; height <= to; height += 1) {
    found.push(...node.network.transactions(height).filter((tx) => matches(conditions, tx)));
  }
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
