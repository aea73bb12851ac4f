import type { comet38 } from "@cosmjs/tendermint-rpc";
import type { Span } from "../../blocks/chunks.ts";
import { type Decoded, decodedOrRejected } from "../../decode/decoded.ts";
import { reject } from "../../decode/reader.ts";
import { txHash } from "../../transactions/block-answer.ts";

/** What transactions are searched for. */
export const SEARCHED = ["devshard_escrow_created", "devshard_escrow_settled"] as const;

/** Transactions of one answer: settlements are some kilobytes each. */
export const PER_PAGE = 50;

/** A transaction that succeeded, as an index gave it. */
export interface FoundTx {
  readonly height: number;
  readonly tx_index: number;
  /** SHA-256 of the bytes, upper-case hex. */
  readonly hash: string;
  readonly bytes: Uint8Array;
  readonly events: readonly comet38.Event[];
}

/** What a source found, lowest height first. */
export interface Found {
  readonly txs: readonly FoundTx[];
  /** From the span's start to this height it is all there is. */
  readonly to: number;
}

/**
 * CometBFT's query for transactions with an event of this type within a span. By event and not by `message.action`, which doesn't name the
 * messages inside a MsgExec.
 */
export const searchQuery = (type: (typeof SEARCHED)[number], { from, to }: Span) =>
  `${type}.escrow_id EXISTS AND tx.height>=${from} AND tx.height<=${to}`;

/**
 * The first page of a `tx_search` in ascending order. Where there are more pages, what was found is whole up to the height before the last one
 * on the page. It is rejected whole where it can't be the first page of that search: transactions of other heights, out of order, whose hash
 * isn't that of their bytes, that failed, or without the event; and where the count doesn't fit.
 */
export function foundIn(
  { txs, totalCount }: comet38.TxSearchResponse,
  type: (typeof SEARCHED)[number],
  { from, to }: Span,
): Decoded<Found> {
  return decodedOrRejected(() => {
    const found = txs.map((one, at): FoundTx => {
      const path = `txs[${at}]`;
      const hash = txHash(one.tx);
      if (Buffer.from(one.hash).toString("hex").toUpperCase() !== hash) reject(`${path}.hash`, hash, "another");
      if (one.height < from || one.height > to) reject(`${path}.height`, `one of ${from}–${to}`, String(one.height));
      const before = txs[at - 1];
      const follows = !before || one.height > before.height || (one.height === before.height && one.index > before.index);
      if (!follows) reject(path, "ascending heights and indices", `${one.height}/${one.index}`);
      if (one.result.code !== 0) reject(`${path}.tx_result.code`, "0", String(one.result.code));
      if (!one.result.events.some((event) => event.type === type)) reject(`${path}.tx_result.events`, type, "none");
      return { height: one.height, tx_index: one.index, hash, bytes: one.tx, events: one.result.events };
    });
    if (totalCount === found.length) return { value: { txs: found, to }, unknowns: [] };
    if (totalCount < found.length || found.length < PER_PAGE)
      reject("total_count", `${found.length}, or more with a full page`, String(totalCount));
    const whole = (found.at(-1)?.height ?? from) - 1;
    if (whole < from) reject("txs", `at most ${PER_PAGE} in a block`, "more");
    return { value: { txs: found.filter(({ height }) => height <= whole), to: whole }, unknowns: [] };
  });
}
