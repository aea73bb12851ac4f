import { createHash } from "node:crypto";
import { StargateClient } from "@cosmjs/stargate";
import type { comet38 } from "@cosmjs/tendermint-rpc";
import type { Question } from "../../storage/facts/topics.ts";
import type { CollectContext } from "../context.ts";
import { CannotTell, cometClient } from "../http/comet.ts";
import type { Source } from "../http/source.ts";

/** A block that is known, by the time of its header (RFC 3339, UTC). */
export interface KnownBlock {
  readonly height: number;
  readonly time: string;
}

/** The bytes of a block's transactions, and what became of them: null where this source didn't tell. */
export interface BlockAnswer {
  readonly txs: readonly Uint8Array[];
  readonly results: comet38.BlockResultsResponse | null;
}

/** What a rejected block or transaction is filed under: no topic of its own, since nobody votes on transactions. */
export const rejectedAt = (height: number): Question => ({ topic: "header", epoch: 0, subject: String(height) });

export const txHash = (tx: Uint8Array) => createHash("sha256").update(tx).digest("hex").toUpperCase();

/** Asks one source for a block's transactions and their results; null where it can't tell, or tells of another block. */
export async function askBlock(context: CollectContext, source: Source, block: KnownBlock): Promise<BlockAnswer | null> {
  const comet = cometClient(context.http, source, context.signal);
  const [asked, results] = await Promise.all([
    unlessUnknown(context, source, block, StargateClient.create(comet).getBlock(block.height)),
    unlessUnknown(context, source, block, comet.blockResults(block.height)),
  ]);
  if (asked === null) return null;
  const { header, txs } = asked;
  if (header.height !== block.height || plain(header.time) !== plain(block.time)) {
    const reason = `height ${block.height} of ${block.time} was asked, ${header.height} of ${header.time} came`;
    context.notebook.rejected(source.name, rejectedAt(block.height), reason, "");
    return null;
  }
  const fits = results?.height === block.height && results.results.length === txs.length;
  return { txs, results: fits ? results : null };
}

/** CosmJS writes nine decimals, the chain none at the end that are zeros. */
const plain = (time: string) => time.replace(/(\.\d*?)0+Z$/, "$1Z").replace(".Z", "Z");

/** What was asked; null where the source can't tell. An answer that can't be read is kept note of. */
export async function unlessUnknown<T>(
  { signal, notebook }: CollectContext,
  source: Source,
  { height }: Pick<KnownBlock, "height">,
  asking: Promise<T>,
): Promise<T | null> {
  try {
    return await asking;
  } catch (error) {
    // A stopped run says nothing of the source.
    signal.throwIfAborted();
    if (!(error instanceof CannotTell)) {
      const reason = error instanceof Error ? error.message : String(error);
      notebook.rejected(source.name, rejectedAt(height), reason.slice(0, 500), "");
    }
    return null;
  }
}
