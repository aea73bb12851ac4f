import type { GrantRow } from "../../../storage/facts/live-rows.ts";
import type { Decoded } from "../../decode/decoded.ts";
import { reject } from "../../decode/reader.ts";
import { time } from "../../decode/wire.ts";
import type { RestPage } from "./pages.ts";
import type { StandardModules } from "./pinned-query.ts";

/** One kind of grants that one account gave, with its two ways. */
export interface GrantsOf {
  readonly query: (modules: StandardModules, granter: string, epoch: number) => Promise<GrantRow[]>;
  readonly route: string;
  readonly path: (granter: string) => string;
  readonly decode: (body: unknown, granter: string, epoch: number) => Decoded<RestPage<GrantRow>>;
}

/** REST writes an expiry that isn't set as null, and leaves no field out. */
export const nullableTime = { expected: "a time or null", schema: time.schema.nullable(), zero: undefined };

export function typeUrl(text: string, path: string): string {
  return /^[!-~]{1,256}$/.test(text) ? text : reject(`${path}.authorization`, "a type URL", text.slice(0, 128));
}

const grantKey = ({ kind, granter, grantee, authorization }: GrantRow) => `${kind}|${granter}|${grantee}|${authorization}`;

/**
 * One row a key, the one that ends last. A chain has several grants of one type URL to one account where the type is an authorization
 * over several messages (staking).
 */
export function newestOfEach(rows: readonly GrantRow[]): GrantRow[] {
  const kept = new Map<string, GrantRow>();
  for (const row of rows) {
    const key = grantKey(row);
    const before = kept.get(key);
    if (before === undefined || endsLater(row, before)) kept.set(key, row);
  }
  return [...kept.values()];
}

/** Moments are all in one form, so their texts compare; null never ends. */
const endsLater = ({ expires_at: a }: GrantRow, { expires_at: b }: GrantRow) => b !== null && (a === null || a > b);
