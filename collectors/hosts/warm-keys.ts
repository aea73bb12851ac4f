import type { GranterRow, GrantRow } from "../../storage/facts/live-rows.ts";

/** Message types that only a host's own service sends, all granted to its operational key when the host is set up. */
const HOST_MESSAGES = "/inference.inference.";

/**
 * The operational keys of hosts by their account: grantees of an unexpired authz grant of a message of the inference module. A granter
 * that was not asked, or didn't answer, is left out: its keys are not known, which is not the same as having none.
 */
export function warmKeysOf(
  grants: readonly GrantRow[],
  granters: readonly GranterRow[],
  at: Date,
): ReadonlyMap<string, ReadonlySet<string>> {
  const keys = new Map<string, Set<string>>();
  for (const { address, answered } of granters) if (answered) keys.set(address, new Set());
  for (const { kind, granter, grantee, authorization, expires_at } of grants) {
    const runs = expires_at === null || Date.parse(expires_at) > at.getTime();
    if (kind === "authz" && authorization.startsWith(HOST_MESSAGES) && runs) keys.get(granter)?.add(grantee);
  }
  return keys;
}
