/**
 * Which way is better, for each wording in use. Where a wording speaks of several numbers, the first one counts: it is
 * the indicator's own value, the others are shown beside it.
 */
export const BETTER = {
  up: "up",
  "up (100 %)": "up",
  "up; down": "up",
  "up; spread down": "up",
  down: "down",
  "down (0)": "down",
  "down; up": "down",
  "up to a healthy band": "band",
  "up first, then down": "context",
  context: "context",
} as const;

/** The exact words in which an indicator's direction is given. */
export type DirectionWords = keyof typeof BETTER;

/** `band`: better up to a band, not beyond. `context`: neither way is better in itself. */
export type Better = (typeof BETTER)[DirectionWords];
