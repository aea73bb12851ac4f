import type { Migration } from "./types.ts";

const VIEW = /^\s*CREATE (?:OR REPLACE )?VIEW (\w+)/;
const NAMED = /^\s*(?:CREATE (?:OR REPLACE )?(?:TABLE|VIEW)|ALTER TABLE) (\w+)/;

/**
 * What the steps come to in a store that has nothing yet, in rounds: the statements of a round may run beside each other, a round after the
 * one before. A view that a later statement replaces is left out; a statement comes after every earlier one whose table or view it names.
 *
 * @throws for a statement that is neither a table's nor a view's: whether it needs the rows or views of earlier steps can't be told.
 */
export function roundsOfNewStore(steps: readonly Migration[]): string[][] {
  const statements = steps.flatMap((step) => step.statements);
  const last = new Map(statements.map((statement, index) => [VIEW.exec(statement)?.[1], index]));
  const rounds: string[][] = [];
  const roundOf = new Map<string, number>();
  for (const [index, statement] of statements.entries()) {
    const view = VIEW.exec(statement)?.[1];
    if (view !== undefined && last.get(view) !== index) continue;
    const name = NAMED.exec(statement)?.[1];
    if (name === undefined) throw new Error(`a new store can't be made by this statement: ${statement.trim().slice(0, 80)}`);
    const before = new Set(statement.match(/\w+/g)?.map((word) => roundOf.get(word) ?? -1));
    const round = Math.max(...before) + 1;
    roundOf.set(name, round);
    rounds[round] = [...(rounds[round] ?? []), statement];
  }
  return rounds;
}
