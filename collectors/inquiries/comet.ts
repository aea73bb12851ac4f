import { Comet38Client } from "@cosmjs/tendermint-rpc";
import type { BlockRow, HeadRow } from "../../storage/facts/rows.ts";
import type { CollectContext } from "../context.ts";
import { blockRowsFromMetas, headFromStatus } from "../decode/block-meta.ts";
import { plainHeaders } from "../decode/plain-headers.ts";
import { cometClient, cometRpc } from "../http/comet.ts";
import type { Source } from "../http/source.ts";
import type { Reply } from "../inquiry.ts";
import { faultInBlock, faultInTime } from "./storable.ts";

function cannotTell(error: unknown, signal: AbortSignal): { readonly outcome: "unknown"; readonly detail: string } {
  // A stopped run says nothing of the source.
  signal.throwIfAborted();
  return { outcome: "unknown", detail: error instanceof Error ? error.message : String(error) };
}

/** A node's `status`: the chain it serves and its head. */
export async function askStatus(
  { http, signal }: CollectContext,
  source: Source,
): Promise<Reply<{ head: HeadRow; network: string }>> {
  try {
    const decoded = headFromStatus(await cometClient(http, source, signal).status());
    if (!decoded.ok) return { outcome: "unknown", detail: decoded.reason };
    const { network, ...head } = decoded.value;
    const fault = faultInTime(head.time);
    if (fault) return { outcome: "unknown", detail: `${source.name}: ${fault}` };
    return { outcome: "told", value: { head, network }, height: head.height };
  } catch (error) {
    return cannotTell(error, signal);
  }
}

/** How many headers CometBFT gives at most for one `blockchain` call. */
export const HEADERS_PER_CALL = 20;

let nextId = 1;

/**
 * The headers of a span of at most 20 heights, oldest first, by `blockchain`. A span that isn't answered whole, or whose blocks don't
 * follow each other by hash, tells nothing. With `chainId`, neither does one of another chain.
 */
export async function askHeaders(
  { http, signal }: CollectContext,
  source: Source,
  from: number,
  to: number,
  chainId?: string,
): Promise<Reply<BlockRow[]>> {
  try {
    const request = {
      jsonrpc: "2.0",
      id: nextId++,
      method: "blockchain",
      params: { minHeight: `${from}`, maxHeight: `${to}` },
    } as const;
    // As cometRpc asks, so that an answer in plain form need not be parsed twice.
    const outcome = await http.post(source, "/chain-rpc/", request, { route: "chain-rpc/blockchain", signal });
    let rows = outcome.kind === "answered" ? plainHeaders(outcome.body, request.id, chainId) : null;
    if (rows === null) {
      const answered = { ...http, post: () => Promise.resolve(outcome) };
      const answer = await cometRpc(answered, source, signal).execute(request);
      const client = Comet38Client.create({ execute: () => Promise.resolve(answer), disconnect: () => undefined });
      const { blockMetas } = await client.blockchain(from, to);
      const decoded = blockRowsFromMetas(
        blockMetas,
        chainId === undefined ? undefined : { chainId, minHeight: from, maxHeight: to },
      );
      if (!decoded.ok) return { outcome: "unknown", detail: `${source.name}: headers ${from}–${to}: ${decoded.reason}` };
      rows = decoded.value;
    }
    const blocks = rows.sort((a, b) => a.height - b.height);
    const fault = faultIn(blocks, from, to);
    if (fault) return { outcome: "unknown", detail: `${source.name}: headers ${from}–${to}: ${fault}` };
    return { outcome: "told", value: blocks, height: to };
  } catch (error) {
    return cannotTell(error, signal);
  }
}

function faultIn(blocks: readonly BlockRow[], from: number, to: number): string | null {
  if (blocks.length !== to - from + 1) return `${blocks.length} of ${to - from + 1} came`;
  for (const [index, block] of blocks.entries()) {
    if (block.height !== from + index) return `height ${block.height} came in place of ${from + index}`;
    const unstorable = faultInBlock(block);
    if (unstorable) return unstorable;
    const before = blocks[index - 1];
    if (before && block.last_block_hash !== before.hash) return `block ${block.height} does not follow block ${before.height}`;
  }
  return null;
}

/** What counts where sources are held against each other on headers. */
export const saidOfHeaders = (rows: readonly BlockRow[]): string =>
  rows.map(({ height, hash, time }) => `${height} ${hash} ${time}`).join("\n");
