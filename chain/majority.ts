/** What was told by one source. */
export interface Told<T> {
  readonly source: string;
  readonly said: T;
}

/** What more than half of all that told said, and who. */
export interface Majority<T> {
  /** As the first of them said it. */
  readonly said: T;
  readonly by: readonly string[];
  /** Those that said something else. */
  readonly odd: readonly string[];
}

/** What most told, by its content; null where no more than half told the same. */
export function majority<T>(told: readonly Told<T>[], contentOf: (said: T) => string): Majority<T> | null {
  const groups = groupBy(told, ({ said }) => contentOf(said));
  const [best = []] = [...groups.values()].sort((a, b) => b.length - a.length);
  const [first] = best;
  if (!first || best.length * 2 <= told.length) return null;
  const odd = told.filter((one) => !best.includes(one));
  return { said: first.said, by: best.map(({ source }) => source), odd: odd.map(({ source }) => source) };
}

export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
