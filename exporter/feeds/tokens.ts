import { createHash, timingSafeEqual } from "node:crypto";
import { FEEDS } from "./definitions.ts";

/** Who may hand in what. */
export interface FeedGrant {
  readonly partner: string;
  readonly feeds: ReadonlySet<string>;
  /** SHA-256 of the token: the token itself is nowhere here. */
  readonly tokenHash: Buffer;
}

/** A token file that can't be read; the message names the line, never what stands in it. */
export class FeedTokensError extends Error {
  override readonly name = "FeedTokensError";
}

const KNOWN = new Set(FEEDS.map(({ id }) => id));

/**
 * Reads the grants: a line each with the partner's name, the feeds (comma-separated) and the SHA-256 of the token in hex, separated by
 * blanks; empty lines and those that begin with # are left out.
 *
 * @throws FeedTokensError
 */
export function parseFeedTokens(text: string): FeedGrant[] {
  return text.split("\n").flatMap((line, index) => {
    const words = line.trim();
    if (words === "" || words.startsWith("#")) return [];
    const wrong = (what: string) => new FeedTokensError(`line ${index + 1}: ${what}`);
    const [partner = "", feeds = "", hash = "", ...rest] = words.split(/\s+/);
    if (rest.length > 0 || hash === "") throw wrong("expected a partner, feeds and the SHA-256 of a token, separated by blanks");
    if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(partner)) throw wrong("the partner's name: small letters, digits and dashes");
    if (!/^[0-9a-f]{64}$/i.test(hash)) throw wrong("the SHA-256 of a token: 64 hexadecimal digits");
    const unknown = feeds.split(",").find((feed) => !KNOWN.has(feed));
    if (unknown !== undefined) throw wrong(`the feeds: some of ${[...KNOWN].join(", ")}`);
    return [{ partner, feeds: new Set(feeds.split(",")), tokenHash: Buffer.from(hash, "hex") }];
  });
}

/** The grant of an Authorization header, or null. Every grant is compared, in constant time. */
export function grantOf(grants: readonly FeedGrant[], authorization: string | undefined): FeedGrant | null {
  const token = /^Bearer ([\w.~+/=-]{16,512})$/i.exec(authorization ?? "")?.[1];
  if (token === undefined) return null;
  const hash = createHash("sha256").update(token).digest();
  return grants.reduce<FeedGrant | null>((found, grant) => (timingSafeEqual(grant.tokenHash, hash) ? grant : found), null);
}
