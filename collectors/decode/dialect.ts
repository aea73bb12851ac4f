import { isObject } from "./json.ts";

/**
 * Who wrote an answer. `gateway` (REST): 64-bit integers are text and zeros are present, so an absent field is malformed.
 * `host` (older host API): integers are numbers and zeros, false, "" and empty arrays are left out.
 */
export type Dialect = "gateway" | "host";

/** The way to a 64-bit integer, e.g. `["items", "epoch_index"]`; arrays on the way are walked. */
export type ProbePath = readonly string[];

export function probe(path: string): ProbePath {
  return path.split(".");
}

/** One integer as text makes it the gateway's. With no integer at all nothing tells, and the stricter reading holds. */
export function dialectOf(body: unknown, probes: readonly ProbePath[]): Dialect {
  const types = new Set<string>();
  for (const path of probes) {
    collectTypes(body, path, types);
    if (types.has("string")) return "gateway";
  }
  return types.has("number") ? "host" : "gateway";
}

function collectTypes(value: unknown, path: ProbePath, types: Set<string>): void {
  const [key, ...rest] = path;
  if (key === undefined) {
    types.add(typeof value);
    return;
  }
  for (const item of Array.isArray(value) ? value : [value]) {
    if (isObject(item) && Object.hasOwn(item, key)) collectTypes(item[key], rest, types);
    if (types.has("string")) return;
  }
}
