import { displayText, displayUrl } from "./redact.ts";

/**
 * Somewhere data is asked from. `configured` is true for nodes the operator named; hosts read from the chain are not
 * trusted with private addresses or credentials. `name` is host[:port][path], without scheme and credentials.
 */
export type Source = { name: string; baseUrl: URL; configured: boolean };

/** A base URL that can't be used. The message names the entry without its credentials. */
export class InvalidSourceError extends Error {
  override readonly name = "InvalidSourceError";
}

/**
 * Sources from comma-separated base URLs (GONKA_NODES), e.g. `https://node3.gonka.ai,http://node1.gonka.ai:8000`.
 * User name, password and query of an entry are kept as credentials and sent with every request to it.
 * @throws InvalidSourceError for an empty list or entry, a URL that isn't http(s), or a node named twice.
 */
export function parseSources(list: string): Source[] {
  const entries = list.split(",").map((entry) => entry.trim());
  if (entries.every((entry) => entry === "")) throw new InvalidSourceError("no node is named");
  const seen = new Set<string>();
  return entries.map((entry, index) => {
    if (entry === "") throw new InvalidSourceError(`entry ${index + 1} of the nodes is empty`);
    const baseUrl = parseBase(entry);
    const name = nameOf(baseUrl);
    if (seen.has(name)) throw new InvalidSourceError(`${displayUrl(baseUrl)} is named twice`);
    seen.add(name);
    return { name, baseUrl, configured: true };
  });
}

/**
 * A source whose URL came from the chain (a participant's `inference_url`). Credentials, query and fragment are dropped.
 * @throws InvalidSourceError when it isn't an http(s) URL.
 */
export function chainSource(url: string): Source {
  const baseUrl = parseBase(url.trim());
  baseUrl.username = "";
  baseUrl.password = "";
  baseUrl.search = "";
  return { name: nameOf(baseUrl), baseUrl, configured: false };
}

function parseBase(entry: string): URL {
  const url = URL.canParse(entry) ? new URL(entry) : null;
  if (url === null) throw new InvalidSourceError(`${displayText(entry)} is not a URL`);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new InvalidSourceError(`${displayText(entry)} does not start with http:// or https://`);
  }
  url.hash = "";
  return url;
}

function nameOf(url: URL): string {
  return url.host + url.pathname.replace(/\/+$/, "");
}
