import { type Majority, majority, type Told } from "../../../chain/majority.ts";
import type { Found, FoundTx } from "./answer.ts";

/** Whoever finds nothing may have no index of that time and not know it: a search counts only where another source found the same. */
const VOICES = 2;

/** What most told, where at least two did. */
export function confirmed<T>(told: readonly Told<T>[], contentOf: (said: T) => string): Majority<T> | null {
  const most = majority(told, contentOf);
  return most !== null && most.by.length >= VOICES ? most : null;
}

/** Everything in a transaction that its rows are made of. */
const contentOfTx = ({ height, tx_index, hash, events }: FoundTx) =>
  JSON.stringify([
    height,
    tx_index,
    hash,
    events
      .filter(({ type }) => type.startsWith("devshard_escrow_"))
      .map(({ type, attributes }) => [type, attributes.map(({ key, value }) => [key, value])]),
  ]);

/**
 * What searches of one span found up to the height to which all of them reach. An index that lacks transactions says nothing of it, so that
 * most are no majority where another source found one more.
 */
export function agreedSearch(told: readonly Told<Found>[]) {
  const to = Math.min(...told.map(({ said }) => said.to));
  const cut = told.map(({ source, said }) => ({ source, said: said.txs.filter(({ height }) => height <= to) }));
  const agreed = confirmed(cut, (txs) => txs.map(contentOfTx).join("\n"));
  if (agreed === null) return null;
  const hashes = new Set(agreed.said.map(({ hash }) => hash));
  if (cut.some(({ said }) => said.some(({ hash }) => !hashes.has(hash)))) return null;
  return { to, txs: agreed.said, by: agreed.by, odd: agreed.odd };
}
