import type { Network } from "../network/network.ts";
import { RestError, type Route } from "./route.ts";
import { ROUTES } from "./routes/index.ts";

export interface RestAnswer {
  readonly status: number;
  readonly body: unknown;
  /** What the headers `Grpc-Metadata-X-Cosmos-Block-Height` and `X-Cosmos-Block-Height` say. */
  readonly height: number;
}

interface Leaf {
  readonly fixed: Map<string, Leaf>;
  any: Leaf | null;
  route: Route | null;
}

const leaf = (): Leaf => ({ fixed: new Map(), any: null, route: null });

const TREE = leaf();
for (const route of ROUTES) {
  let at = TREE;
  for (const segment of route.path.split("/")) {
    if (segment === "{}") {
      at.any ??= leaf();
      at = at.any;
    } else {
      const next = at.fixed.get(segment) ?? leaf();
      at.fixed.set(segment, next);
      at = next;
    }
  }
  at.route = route;
}

/**
 * The height a request is answered at: the head without the header X-Cosmos-Block-Height or with 0; an error answer for a height
 * to come, a pruned one, or what is no height.
 */
export function askedHeight(network: Network, head: number, header: string | undefined): number | RestAnswer {
  if (header === undefined || header === "" || header === "0") return head;
  const fail = (message: string): RestAnswer => ({ status: 500, body: errorBody(2, message), height: head });
  if (/^-\d+$/.test(header)) {
    return fail("codespace sdk code 18: invalid request: cannot query with height < 0; please provide a valid height");
  }
  if (!/^\d{1,18}$/.test(header)) {
    const cause = `strconv.ParseInt: parsing ${JSON.stringify(header)}: invalid syntax`;
    return fail(
      `codespace sdk code 18: invalid request: Baseapp.RegisterGRPCServer: invalid height header "x-cosmos-block-height": ${cause}`,
    );
  }
  const height = Number(header);
  if (height > head) {
    return fail("codespace sdk code 26: invalid height: cannot query with height in the future; please provide a valid height");
  }
  const kept = network.options.keepRecentBlocks;
  if (kept !== null && height < head - kept) {
    return fail(
      `codespace sdk code 38: not found: failed to load state at height ${height}; version mismatch on immutable IAVL tree; version does not exist. Version has either been pruned, or is for a future block height (latest height: ${head})`,
    );
  }
  return height;
}

/** The REST gateway's answer about the state at a height. The path is as it was asked below the base, still percent-encoded. */
export function restAnswer(network: Network, height: number, path: string, query: URLSearchParams): RestAnswer {
  try {
    const params: string[] = [];
    const route = find(TREE, path.replace(/^\//, "").split("/"), params);
    if (route === null) throw new RestError(12, "Not Implemented");
    return { status: 200, body: route.answer({ network, height, params, query }), height };
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    return { status: error.status, body: errorBody(error.code, error.message), height };
  }
}

/** Whether the gateway has such a route. */
export const hasRoute = (path: string): boolean => find(TREE, path.replace(/^\//, "").split("/"), []) !== null;

function find(at: Leaf, segments: readonly string[], params: string[]): Route | null {
  const [segment, ...rest] = segments;
  if (segment === undefined) return at.route;
  const fixed = at.fixed.get(segment);
  const found = fixed === undefined ? null : find(fixed, rest, params);
  if (found !== null || at.any === null || segment === "") return found;
  const value = decoded(segment);
  // The gateway takes %2F for a slash, and no route has a parameter of two segments.
  if (value === null || value.includes("/")) return null;
  params.push(value);
  const below = find(at.any, rest, params);
  if (below === null) params.pop();
  return below;
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

const errorBody = (code: number, message: string) => ({ code, message, details: [] });
