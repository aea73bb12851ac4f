/** How each state of a value is told, everywhere: a glyph and a word, never colour alone. */
export const STATE_WORDS = {
  ok: { glyph: "●", word: "measured" },
  provisional: { glyph: "○", word: "provisional" },
  not_enough_data: { glyph: "◔", word: "not enough data" },
  disputed: { glyph: "≠", word: "disputed" },
  source_lost: { glyph: "✕", word: "source lost" },
  no_data: { glyph: "∅", word: "no data" },
  needs_entry: { glyph: "✎", word: "needs entry" },
  not_measurable_yet: { glyph: "◇", word: "not measurable yet" },
} as const;

/** Whether a value in this state is a number: in all others it is null. */
export const hasNumber = (state: keyof typeof STATE_WORDS): boolean => state === "ok" || state === "provisional";
