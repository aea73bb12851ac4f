import type { Migration } from "./types.ts";

const NAMED = /^\s*(?:CREATE (?:OR REPLACE )?(TABLE|VIEW)|ALTER TABLE) (\w+)/;

/** What a statement makes or changes. @throws for one that is neither a table's nor a view's. */
function aboutOf(statement: string) {
  const [, kind, name] = NAMED.exec(statement) ?? [];
  if (name === undefined) throw new Error(`a new store can't be made by this statement: ${statement.trim().slice(0, 80)}`);
  return { statement, isView: kind === "VIEW", name };
}

/**
 * What the steps come to in a store that has nothing yet, in rounds: the statements of a round may run beside each other, a round after the
 * one before. A view that a later statement replaces is left out; a statement comes after every earlier one whose table or view it names.
 *
 * @throws for a statement that is neither a table's nor a view's: whether it needs the rows or views of earlier steps can't be told.
 */
export function roundsOfNewStore(steps: readonly Migration[]): string[][] {
  const all = steps.flatMap((step) => step.statements.map(aboutOf));
  const lastOf = new Map(all.map((about) => [about.name, about]));
  const rounds: string[][] = [];
  const roundOf = new Map<string, number>();
  for (const about of all) {
    const { statement, isView, name } = about;
    if (isView && lastOf.get(name) !== about) continue;
    const round = Math.max(...(statement.match(/\w+/g) ?? []).map((word) => roundOf.get(word) ?? -1)) + 1;
    roundOf.set(name, round);
    rounds[round] = [...(rounds[round] ?? []), statement];
  }
  return rounds;
}
