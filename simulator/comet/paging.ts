import type { Parameters } from "./parameters.ts";
import { internalError } from "./rpc-error.ts";

const DEFAULT_PER_PAGE = 30;
const MAX_PER_PAGE = 100;

/** One page of a list by CometBFT's `page` and `per_page`. @throws RpcError for a page that isn't there. */
export function pageOf<T>(all: readonly T[], parameters: Parameters): readonly T[] {
  const asked = parameters.integer("per_page") ?? DEFAULT_PER_PAGE;
  const perPage = asked < 1 ? DEFAULT_PER_PAGE : Math.min(asked, MAX_PER_PAGE);
  const page = parameters.integer("page") ?? 1;
  const pages = Math.max(1, Math.ceil(all.length / perPage));
  if (page < 1 || page > pages) throw internalError(`page should be within [1, ${pages}] range, given ${page}`);
  return all.slice((page - 1) * perPage, page * perPage);
}
