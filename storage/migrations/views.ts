import type { Migration } from "./types.ts";

/** What the views take: which chain, and as of when. */
export const CHAIN = "{chain:String}";
export const AS_OF = "{as_of:DateTime64(6)}";
/** Both, as a query names a view with them. */
export const AT = `chain = ${CHAIN}, as_of = ${AS_OF}`;

const VIEW = /^\s*CREATE (?:OR REPLACE )?VIEW (\w+) AS\s+(.*)$/s;
const CALL = /\b(\w+)\(chain = \{chain:String\}, as_of = \{as_of:DateTime64\(6\)\}\)/g;

/** The SELECT of every view as these steps leave it, by name. */
export function viewsOf(steps: readonly Migration[]): Map<string, string> {
  const views = new Map<string, string>();
  for (const statement of steps.flatMap(({ statements }) => statements)) {
    const [, name, select] = VIEW.exec(statement) ?? [];
    if (name !== undefined && select !== undefined) views.set(name, select);
  }
  return views;
}

/** A query with something else where it names a view of `chain` and `as_of`; a view stays where that is undefined. */
export const substituted = (query: string, by: (view: string) => string | undefined): string =>
  query.replace(CALL, (call, view: string) => by(view) ?? call);

/**
 * Statements that replace every view (of those named, where some are) which reads other views of `chain` and `as_of` by one that has their text in their place. It says the
 * same: the engine analyses a view with parameters anew wherever it is named, and those within it as often.
 */
export function withoutNesting(steps: readonly Migration[], named?: readonly string[]): string[] {
  const views = viewsOf(steps);
  const flat = (select: string): string =>
    substituted(select, (view) => {
      const inner = views.get(view);
      return inner === undefined ? undefined : `(${flat(inner)})`;
    });
  return [...views].flatMap(([name, select]) => {
    if (named?.includes(name) === false) return [];
    const text = flat(select);
    return text === select ? [] : [`CREATE OR REPLACE VIEW ${name} AS\n${text}`];
  });
}
