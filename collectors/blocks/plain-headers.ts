import type { BlockRow } from "../../storage/facts/rows.ts";
import { isObject } from "../decode/json.ts";

type Json = Readonly<Record<string, unknown>>;

const HASH = /^[0-9A-F]{64}$/;
const ADDRESS = /^[0-9A-F]{40}$/;
const WHOLE = /^(?:0|[1-9]\d{0,14})$/;
/** As Go writes a time: no trailing zeros, no empty fraction. */
const TIME = /^\d{4}-\d\d-(\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{0,8}[1-9])?Z$/;
/** Hashes that are not kept, yet a header without them isn't one; each is empty in some block of some chain. */
const OTHER_HASHES = [
  "last_commit_hash",
  "data_hash",
  "validators_hash",
  "next_validators_hash",
  "consensus_hash",
  "app_hash",
  "last_results_hash",
  "evidence_hash",
] as const;

/**
 * The rows of a `blockchain` result written exactly as CometBFT writes it, in the answer's order; null where anything differs, and then the
 * CosmJS client decodes it. That client turns thirteen hashes of each header into bytes, digit by digit, which is nine tenths of the
 * time of a backfill; the test beside this file holds both to the same rows.
 */
export function plainHeaders(result: unknown, chainId?: string): BlockRow[] | null {
  if (!isObject(result) || !isWhole(result["last_height"])) return null;
  const metas = result["block_metas"];
  if (!Array.isArray(metas)) return null;
  const rows: BlockRow[] = [];
  for (const meta of metas) {
    const row = isObject(meta) ? plainHeader(meta, chainId) : null;
    if (row === null) return null;
    rows.push(row);
  }
  return rows;
}

function plainHeader({ block_id, block_size, header, num_txs }: Json, chainId: string | undefined): BlockRow | null {
  if (!isWhole(block_size) || !isWhole(num_txs) || !isObject(header)) return null;
  const { chain_id, height, time, last_block_id, proposer_address, version } = header;
  const hash = hashOf(block_id);
  const last_block_hash = height === "1" ? firstParent(last_block_id) : hashOf(last_block_id);
  if (hash === null || last_block_hash === null) return null;
  if (typeof chain_id !== "string" || chain_id === "" || (chainId !== undefined && chain_id !== chainId)) return null;
  if (!isWhole(height) || height === "0" || !isMoment(time) || !isVersion(version)) return null;
  if (typeof proposer_address !== "string" || !ADDRESS.test(proposer_address)) return null;
  for (const name of OTHER_HASHES) {
    const other = header[name];
    if (typeof other !== "string" || (other !== "" && other.length !== 64)) return null;
  }
  return {
    height: Number(height),
    hash,
    time,
    last_block_hash,
    proposer: proposer_address,
    num_txs: Number(num_txs),
    block_size: Number(block_size),
  };
}

function hashOf(blockId: unknown): string | null {
  if (!isObject(blockId)) return null;
  const { hash, parts } = blockId;
  if (typeof hash !== "string" || !HASH.test(hash) || !isObject(parts)) return null;
  const { hash: partsHash, total } = parts;
  return typeof partsHash === "string" && partsHash.length === 64 && Number.isSafeInteger(total) && total !== 0 ? hash : null;
}

/** Block 1 follows nothing: an empty hash. */
const firstParent = (blockId: unknown): string | null => (isObject(blockId) && blockId["hash"] === "" ? "" : null);

function isVersion(version: unknown): boolean {
  return isObject(version) && isWhole(version["block"]) && (version["app"] === undefined || isWhole(version["app"]));
}

const isWhole = (value: unknown): value is string => typeof value === "string" && WHOLE.test(value);

function isMoment(value: unknown): value is string {
  if (typeof value !== "string") return false;
  const day = TIME.exec(value)?.[1];
  // Date.parse moves 30 February to March.
  return day !== undefined && new Date(Date.parse(value)).getUTCDate() === Number(day);
}
