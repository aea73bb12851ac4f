/** One thing that was looked at, in words for people. */
export interface Finding {
  readonly about: string;
  readonly found: string;
  /** What to do; null where nothing is wrong. */
  readonly todo: string | null;
  /**
   * `wrong` needs whoever runs this service; `notice` is something of the network or of one host, which goes on without us; `fine` is all
   * well. Only what is wrong makes the command fail.
   */
  readonly level: "wrong" | "notice" | "fine";
  /** What lies behind it, where several looks can meet the same: it is said once, in the words of the first. */
  readonly cause: string | null;
}

export const fine = (about: string, found: string): Finding => ({ about, found, todo: null, level: "fine", cause: null });

export const wrong = (about: string, found: string, todo: string, cause: string | null = null): Finding => ({
  about,
  found,
  todo,
  level: "wrong",
  cause,
});

export const notice = (about: string, found: string, todo: string, cause: string | null = null): Finding => ({
  about,
  found,
  todo,
  level: "notice",
  cause,
});

const RANK = { wrong: 0, notice: 1, fine: 2 } as const;

/** The most important first, each cause once; otherwise in the order in which they were found. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  const once = findings.filter(({ cause }) => {
    if (cause === null) return true;
    const isNew = !seen.has(cause);
    seen.add(cause);
    return isNew;
  });
  return once.sort((a, b) => RANK[a.level] - RANK[b.level]);
}

const MARK = { wrong: "✗", notice: "!", fine: "✓" } as const;

/** A finding as it is printed: one line, and one for what to do. */
export const asText = ({ level, about, found, todo }: Finding): string =>
  `${MARK[level]} ${about}: ${found}${todo ? `\n    → ${todo}` : ""}\n`;

/** Most of a list that is named: a finding is one line. */
const MOST_NAMED = 10;

/** Names in one line, the rest counted. */
export function listed(names: readonly string[], most: number = MOST_NAMED): string {
  const left = names.length - most;
  return `${names.slice(0, most).join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
}

/** A count with its noun: `1 host`, `2 hosts`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** A moment as people read it, to the minute, UTC. */
export const minuteOf = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;
