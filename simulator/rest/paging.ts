import { RestError } from "./route.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly pagination: { readonly next_key: string | null; readonly total: string };
}

/** pagination.limit without a value, or 0. */
const DEFAULT_LIMIT = 100;

/**
 * One page of a list in the order of its store. `total` is filled without any pagination parameter, with limit 0 and with
 * count_total, and "0" otherwise; `next_key` is null on the last page; offset and key together are refused.
 */
export function page<T>(items: readonly T[], query: URLSearchParams, keyOf: (item: T) => string): Page<T> {
  const key = query.get("pagination.key");
  const offset = whole(query, "pagination.offset");
  if (key !== null && key !== "" && offset > 0) {
    throw new RestError(2, "invalid request, either offset or key is expected, got both");
  }
  const asked = whole(query, "pagination.limit");
  const limit = asked === 0 ? DEFAULT_LIMIT : asked;
  const counts = asked === 0 || query.get("pagination.count_total") === "true";
  const ordered = query.get("pagination.reverse") === "true" ? [...items].reverse() : items;
  const encoded = (item: T) => Buffer.from(keyOf(item)).toString("base64");
  let start = offset;
  if (key !== null && key !== "") {
    start = ordered.findIndex((item) => encoded(item) === key);
    if (start < 0) start = ordered.length;
  }
  const next = ordered[start + limit];
  return {
    items: ordered.slice(start, start + limit),
    pagination: { next_key: next === undefined ? null : encoded(next), total: counts ? String(items.length) : "0" },
  };
}

function whole(query: URLSearchParams, name: string): number {
  const value = query.get(name) ?? "";
  if (value === "") return 0;
  if (!/^\d{1,15}$/.test(value)) {
    throw new RestError(3, `strconv.ParseUint: parsing ${JSON.stringify(value)}: invalid syntax`);
  }
  return Number(value);
}
