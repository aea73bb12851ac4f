import { readFileSync } from "node:fs";
import { type FeedGrant, FeedTokensError, parseFeedTokens } from "../exporter/feeds/tokens.ts";
import { ConfigurationError } from "../storage/errors.ts";

/**
 * Who may hand in feeds, of the file that the configuration names; nobody without one.
 *
 * @throws ConfigurationError for a file that can't be read or isn't as expected; never with what stands in it.
 */
export function readGrants(file: string | null): FeedGrant[] {
  if (file === null) return [];
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new ConfigurationError("GONKA_FEED_TOKENS_FILE should be a file that can be read");
  }
  try {
    return parseFeedTokens(text);
  } catch (error) {
    if (error instanceof FeedTokensError) throw new ConfigurationError(`GONKA_FEED_TOKENS_FILE, ${error.message}`);
    throw error;
  }
}
