import { PageRequest, type PageResponse } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import type { Network } from "../../network/network.ts";

/** One gRPC query: protobuf of the request in, protobuf of the response out, at a height. */
export type Query = (network: Network, height: number, request: Uint8Array) => Uint8Array;

/** What was asked for isn't there (gRPC NotFound). */
export class QueryFailure extends Error {}

const DEFAULT_LIMIT = 100;

/** A page as the SDK cuts it; the key of the next page is the index it begins at. */
export function paginate<T>(all: readonly T[], asked: PageRequest | undefined): { page: readonly T[]; pagination: PageResponse } {
  const { key, offset, limit, countTotal, reverse } = asked ?? PageRequest.fromPartial({});
  const ordered = reverse ? all.toReversed() : all;
  const from = key.length === 8 ? Number(Buffer.from(key).readBigUInt64BE()) : Number(offset);
  const to = from + (limit === 0n ? DEFAULT_LIMIT : Number(limit));
  const nextKey = Buffer.alloc(to < ordered.length ? 8 : 0);
  if (nextKey.length > 0) nextKey.writeBigUInt64BE(BigInt(to));
  const counts = asked === undefined || (countTotal && key.length === 0) || limit === 0n;
  return { page: ordered.slice(from, to), pagination: { nextKey, total: counts ? BigInt(all.length) : 0n } };
}
