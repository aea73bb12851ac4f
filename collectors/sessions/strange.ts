/** Transactions of a session's diffs by what was strange about them. All but the last kind were not counted as anything else. */
export interface Strange {
  /** Of a kind that nobody knows yet. */
  unknownKind: number;
  /** About an inference that no start was seen of. */
  withoutStart: number;
  /** A second start, confirmation, finish or timeout of one inference: the first one holds. */
  repeated: number;
  /** A reason of a timeout that doesn't exist, or one validation too many to be counted. */
  badValue: number;
  /** A finish that names another slot than `inference_id % slots`: its tokens count. */
  otherExecutor: number;
}

export const NOTHING_STRANGE: Strange = { unknownKind: 0, withoutStart: 0, repeated: 0, badValue: 0, otherExecutor: 0 };

const WORDS: readonly (readonly [keyof Strange, string])[] = [
  ["unknownKind", "of an unknown kind"],
  ["withoutStart", "without a start"],
  ["repeated", "repeated"],
  ["badValue", "with an impossible value"],
  ["otherExecutor", "of another executor"],
];

const PREFIX = "strange transactions: ";

/** The counts in words, empty where there is nothing strange. */
export function strangeInWords(strange: Strange): string {
  const parts = WORDS.filter(([name]) => strange[name] > 0).map(([name, words]) => `${strange[name]} ${words}`);
  return parts.length === 0 ? "" : PREFIX + parts.join(", ");
}

/** The counts out of such words, wherever they stand in a text: a session that is read on goes on counting. */
export function strangeFromWords(text: string): Strange {
  const strange = { ...NOTHING_STRANGE };
  const at = text.indexOf(PREFIX);
  if (at < 0) return strange;
  const list = text.slice(at + PREFIX.length).split("; ", 1)[0] ?? "";
  for (const part of list.split(", ")) {
    const [, count = "", words = ""] = /^(\d{1,15}) (.*)$/.exec(part) ?? [];
    const found = WORDS.find(([, known]) => known === words);
    if (found) strange[found[0]] = Number(count);
  }
  return strange;
}
