let last = 0n;

/**
 * The wall clock in microseconds as ClickHouse writes it (UTC), strictly increasing in this process: two versions never share a moment.
 */
export function microsecondClock(): string {
  const now = BigInt(Date.now()) * 1000n;
  last = now > last ? now : last + 1n;
  const seconds = new Date(Number(last / 1000n)).toISOString().slice(0, 19).replace("T", " ");
  return `${seconds}.${String(last % 1_000_000n).padStart(6, "0")}`;
}
