import { authQueries } from "./abci/auth.ts";
import { bankQueries } from "./abci/bank.ts";
import { grantQueries } from "./abci/grants.ts";
import { moneyQueries } from "./abci/money.ts";
import { type Query, QueryFailure } from "./abci/query.ts";
import { stakingQueries } from "./abci/staking.ts";
import { type ChainNode, headOf } from "./node.ts";
import type { Parameters } from "./parameters.ts";

const QUERIES: ReadonlyMap<string, Query> = new Map([
  ...authQueries,
  ...bankQueries,
  ...grantQueries,
  ...moneyQueries,
  ...stakingQueries,
]);

const KEY_NOT_FOUND = 22;
const INVALID_REQUEST = 18;
const INVALID_HEIGHT = 26;
const UNKNOWN_REQUEST = 6;

const answer = (code: number, log: string, value: string | null, height: number) => ({
  response: {
    code,
    log,
    info: "",
    index: "0",
    key: null,
    value,
    proofOps: null,
    height: String(height),
    codespace: code === 0 ? "" : "sdk",
  },
});

/** A gRPC query by protobuf at a height (0: the newest). A query that fails is HTTP 200 with a code, as the SDK answers. */
export function abciQuery(node: ChainNode, parameters: Parameters) {
  const query = QUERIES.get(parameters.text("path") ?? "");
  if (query === undefined) return answer(UNKNOWN_REQUEST, "unknown query path: unknown request", null, 0);
  const head = headOf(node);
  const height = parameters.integer("height") ?? 0;
  if (height > head) {
    return answer(
      INVALID_HEIGHT,
      "cannot query with height in the future; please provide a valid height: invalid height",
      null,
      0,
    );
  }
  const at = height === 0 ? head : height;
  const keep = node.network.options.keepRecentBlocks;
  if (height < 0 || (keep !== null && at < head - keep)) {
    const why = `failed to load state at height ${at}; version does not exist (latest height: ${head}): invalid request`;
    return answer(INVALID_REQUEST, why, null, 0);
  }
  try {
    const value = query(node.network, at, parameters.hexBytes("data") ?? new Uint8Array());
    return answer(0, "", Buffer.from(value).toString("base64"), at);
  } catch (error) {
    if (error instanceof QueryFailure) {
      return answer(KEY_NOT_FOUND, `rpc error: code = NotFound desc = ${error.message}: key not found`, null, 0);
    }
    // Bytes that aren't the request's message: what the protobuf reader throws at their end.
    if (error instanceof RangeError) {
      return answer(INVALID_REQUEST, `${error.message}: invalid request`, null, 0);
    }
    throw error;
  }
}
