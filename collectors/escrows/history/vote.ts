import type { Found, FoundTx } from "./answer.ts";

/** Whoever finds nothing may have no index of that time and not know it: a search counts only where another source found the same. */
const VOICES = 2;

/** What was told by one source. */
export interface Told<T> {
  readonly source: string;
  readonly said: T;
}

/** What most told, and who: at least two, and more than half of all that told. Null where there is no such majority. */
export function majority<T>(
  told: readonly Told<T>[],
  contentOf: (said: T) => string,
): { readonly said: T; readonly by: readonly string[]; readonly odd: readonly string[] } | null {
  const groups = new Map<string, Told<T>[]>();
  for (const one of told) {
    const content = contentOf(one.said);
    groups.set(content, [...(groups.get(content) ?? []), one]);
  }
  const [best] = [...groups.values()].sort((a, b) => b.length - a.length);
  const [first] = best ?? [];
  if (!best || !first || best.length < VOICES || best.length * 2 <= told.length) return null;
  const by = best.map(({ source }) => source);
  return { said: first.said, by, odd: told.map(({ source }) => source).filter((source) => !by.includes(source)) };
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
  const agreed = majority(cut, (txs) => txs.map(contentOfTx).join("\n"));
  if (agreed === null) return null;
  const hashes = new Set(agreed.said.map(({ hash }) => hash));
  if (cut.some(({ said }) => said.some(({ hash }) => !hashes.has(hash)))) return null;
  return { to, txs: agreed.said, by: agreed.by, odd: agreed.odd };
}
