import type { BlockRow, HeadRow } from "../../storage/facts/rows.ts";
import type { CollectContext } from "../context.ts";
import { blockRowsFromMetas, headFromStatus } from "../decode/block-meta.ts";
import { cometClient } from "../http/comet.ts";
import type { Source } from "../http/source.ts";
import type { Reply } from "../inquiry.ts";

const cannotTell = (error: unknown): { readonly outcome: "unknown"; readonly detail: string } => ({
  outcome: "unknown",
  detail: error instanceof Error ? error.message : String(error),
});

/** A node's `status`: the chain it serves and its head. */
export async function askStatus(
  { http, signal }: CollectContext,
  source: Source,
): Promise<Reply<{ head: HeadRow; network: string }>> {
  try {
    const decoded = headFromStatus(await cometClient(http, source, signal).status());
    if (!decoded.ok) return { outcome: "unknown", detail: decoded.reason };
    const { network, ...head } = decoded.value;
    return { outcome: "told", value: { head, network }, height: head.height };
  } catch (error) {
    return cannotTell(error);
  }
}

/** How many headers CometBFT gives at most for one `blockchain` call. */
export const HEADERS_PER_CALL = 20;

/**
 * The headers of a span of at most 20 heights, oldest first, by `blockchain`. A span that isn't answered whole, or whose blocks don't
 * follow each other by hash, tells nothing.
 */
export async function askHeaders(
  { http, signal }: CollectContext,
  source: Source,
  from: number,
  to: number,
): Promise<Reply<BlockRow[]>> {
  try {
    const { blockMetas } = await cometClient(http, source, signal).blockchain(from, to);
    const decoded = blockRowsFromMetas(blockMetas);
    if (!decoded.ok) return { outcome: "unknown", detail: decoded.reason };
    const blocks = [...decoded.value].sort((a, b) => a.height - b.height);
    const fault = faultIn(blocks, from, to);
    if (fault) return { outcome: "unknown", detail: `${source.name}: headers ${from}–${to}: ${fault}` };
    return { outcome: "told", value: blocks, height: to };
  } catch (error) {
    return cannotTell(error);
  }
}

function faultIn(blocks: readonly BlockRow[], from: number, to: number): string | null {
  if (blocks.length !== to - from + 1) return `${blocks.length} of ${to - from + 1} came`;
  for (const [index, block] of blocks.entries()) {
    if (block.height !== from + index) return `height ${block.height} came in place of ${from + index}`;
    const before = blocks[index - 1];
    if (before && block.last_block_hash !== before.hash) return `block ${block.height} does not follow block ${before.height}`;
  }
  return null;
}
