import type { comet38, ReadonlyDateWithNanoseconds } from "@cosmjs/tendermint-rpc";
import type { BlockRow, HeadRow } from "../../storage/facts/rows.ts";
import { type Decoded, decodedOrRejected } from "./decoded.ts";
import { reject } from "./reader.ts";

/** What was asked of `/blockchain`; a node may answer fewer blocks, never others. */
export interface AskedBlocks {
  readonly chainId: string;
  readonly minHeight: number;
  readonly maxHeight: number;
}

/** A source's head and the chain it says it is on. */
export type NodeHead = HeadRow & { readonly network: string };

const HASH_BYTES = 32;
const ADDRESS_BYTES = 20;

function upperHex(bytes: Uint8Array, length: number, path: string): string {
  if (bytes.byteLength !== length) reject(path, `${length} bytes`, `${bytes.byteLength}`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex").toUpperCase();
}

/** The node's own text: as many decimals as the time has, up to nine. */
function rfc3339(time: ReadonlyDateWithNanoseconds, path: string): string {
  const nanoseconds = time.nanoseconds ?? 0;
  const iso = Number.isNaN(time.getTime()) ? "" : time.toISOString();
  if (iso.length !== 24 || !Number.isInteger(nanoseconds) || nanoseconds < 0 || nanoseconds > 999_999) {
    reject(path, "a time between years 0 and 9999", `${iso} and ${nanoseconds} ns`);
  }
  const decimals = `${iso.slice(20, 23)}${nanoseconds.toString().padStart(6, "0")}`.replace(/0+$/, "");
  return decimals === "" ? `${iso.slice(0, 19)}Z` : `${iso.slice(0, 19)}.${decimals}Z`;
}

function count(value: number | undefined, least: number, path: string): number {
  return Number.isSafeInteger(value) && value !== undefined && value >= least
    ? value
    : reject(path, `a whole number of at least ${least}`, `${value}`);
}

function blockOf(meta: comet38.BlockMeta): BlockRow {
  const { header } = meta;
  return {
    height: count(header.height, 1, "header.height"),
    hash: upperHex(meta.blockId.hash, HASH_BYTES, "block_id.hash"),
    time: rfc3339(header.time, "header.time"),
    last_block_hash:
      header.lastBlockId === null ? "" : upperHex(header.lastBlockId.hash, HASH_BYTES, "header.last_block_id.hash"),
    proposer: upperHex(header.proposerAddress, ADDRESS_BYTES, "header.proposer_address"),
    num_txs: count(meta.numTxs, 0, "num_txs"),
    block_size: count(meta.blockSize, 0, "block_size"),
  };
}

function verifyAsked({ chainId, height }: comet38.Header, asked: AskedBlocks): void {
  if (chainId !== asked.chainId) reject("header.chain_id", `${asked.chainId} as asked`, chainId);
  if (height < asked.minHeight || height > asked.maxHeight) {
    reject("header.height", `${asked.minHeight} to ${asked.maxHeight} as asked`, `${height}`);
  }
}

/**
 * Block headers of CometBFT's `/blockchain`, in the answer's order, as the CosmJS Comet 38 client types them.
 * Plain checks instead of schemas: thousands of headers pass here each second.
 */
export function blockRowsFromMetas(metas: readonly comet38.BlockMeta[], asked?: AskedBlocks): Decoded<BlockRow[]> {
  return decodedOrRejected(() => {
    const heights = new Set<number>();
    const value = metas.map((meta) => {
      if (asked !== undefined) verifyAsked(meta.header, asked);
      const row = blockOf(meta);
      if (heights.has(row.height)) reject("header.height", "each once", `${row.height} twice`);
      heights.add(row.height);
      return row;
    });
    return { value, unknowns: [] };
  });
}

/** A source's head from CometBFT's `/status`. A node that doesn't say how far back it reaches, or has no block yet, is rejected. */
export function headFromStatus({ nodeInfo, syncInfo }: comet38.StatusResponse): Decoded<NodeHead> {
  return decodedOrRejected(() => {
    const height = count(syncInfo.latestBlockHeight, 1, "sync_info.latest_block_height");
    const earliest = count(syncInfo.earliestBlockHeight, 1, "sync_info.earliest_block_height");
    if (earliest > height) reject("sync_info.earliest_block_height", `at most ${height}`, `${earliest}`);
    if (nodeInfo.network === "") reject("node_info.network", "a chain id", "nothing");
    const value = {
      network: nodeInfo.network,
      height,
      time: rfc3339(syncInfo.latestBlockTime, "sync_info.latest_block_time"),
      earliest_height: earliest,
      catching_up: syncInfo.catchingUp,
    };
    return { value, unknowns: [] };
  });
}
