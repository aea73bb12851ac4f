import type { BlockRow } from "../../storage/facts/rows.ts";

const MOST_TXS = 4_294_967_295;
/** The years that the store's nanosecond times can hold, and then some room for a chain that began in 2025. */
const FIRST_YEAR = 1970;
const LAST_YEAR = 2200;

/** What keeps a time that a node told from being stored, or null. A node that says such a thing lies or is broken: it must not end the run. */
export function faultInTime(time: string): string | null {
  const year = Number(time.slice(0, 4));
  return year >= FIRST_YEAR && year <= LAST_YEAR ? null : `the time ${time} is not between ${FIRST_YEAR} and ${LAST_YEAR}`;
}

/** What keeps a header from being stored, or null. */
export function faultInBlock({ height, time, num_txs }: BlockRow): string | null {
  if (num_txs > MOST_TXS) return `block ${height} claims ${num_txs} transactions`;
  const fault = faultInTime(time);
  return fault && `block ${height}: ${fault}`;
}
