/** A URL for logs: without user name, password, query and fragment. */
export function displayUrl(url: URL | string): string {
  const parsed = typeof url === "string" ? (URL.canParse(url) ? new URL(url) : null) : url;
  if (parsed === null || (parsed.protocol !== "http:" && parsed.protocol !== "https:")) return displayText(String(url));
  return `${parsed.protocol}//${parsed.host}${parsed.pathname === "/" ? "" : parsed.pathname}`;
}

/** Text that should have been a URL, for an error message: what may be credentials is cut away. */
export function displayText(text: string): string {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0] ?? "";
  const rest = text.slice(scheme.length);
  const beforeQuery = rest.split(/[?#]/, 1)[0] ?? "";
  // An "@" after a "?" leaves open whether the "?" belongs to a password or starts a query: show neither.
  if (rest.includes("@") && !beforeQuery.includes("@")) return `"${scheme}…"`;
  return `"${scheme}${beforeQuery.slice(beforeQuery.lastIndexOf("@") + 1)}"`;
}

const SECRET_HEADER = /key|token|auth|secret|cookie/i;

/**
 * Returns a function that blanks out the credentials of a request in text that came from elsewhere (an error message,
 * a node's answer that repeats them). Values under 4 characters are left: they would match by chance.
 */
export function redactor(baseUrl: URL, headers: Record<string, string>): (text: string) => string {
  const raw = [baseUrl.username, baseUrl.password, ...baseUrl.searchParams.values()];
  for (const [name, value] of Object.entries(headers)) {
    if (SECRET_HEADER.test(name)) raw.push(value, value.replace(/^\w+\s+/, ""));
  }
  const secrets = new Set(raw.flatMap((secret) => [secret, decoded(secret), encodeURIComponent(decoded(secret))]));
  const longestFirst = [...secrets].filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  if (longestFirst.length === 0) return (text) => text;
  return (text) => longestFirst.reduce((clean, secret) => clean.replaceAll(secret, "***"), text);
}

/** Percent-decoding that leaves malformed text as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
