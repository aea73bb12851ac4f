/** Milliseconds asked for by a Retry-After header (seconds or an HTTP date); null when absent or malformed. */
export function parseRetryAfter(header: string | undefined, nowMs: number = Date.now()): number | null {
  if (header === undefined) return null;
  if (/^\s*\d+\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
