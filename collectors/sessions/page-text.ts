/** A diff as it stands on a page: its nonce, and its content in base64. */
export interface DiffText {
  readonly nonce: number;
  readonly txs: string;
}

const BEFORE_NONCE = '{"diff":{"nonce":';
const BEFORE_TXS = ',"txs":"';
/** What comes after the content, each before a text that is not used. */
const UNUSED = ['","user_sig":"', '","post_state_root":"', '"},"state_hash":"'];
const AFTER = '"}';
/** A number of more digits may not be the one that a double holds. */
const MOST_DIGITS = 15;

/**
 * Reads a page of diffs that is written letter by letter as devshardd writes it; null for any other, which is for a reader of JSON. Such a
 * reader makes five texts and two objects of each diff, where one text is used. What stands in the texts that are not used is not looked at.
 */
export function scanPage(body: string): DiffText[] | null {
  // A text with an escape in it may not end where it seems to.
  if (!body.startsWith("[") || body.includes("\\")) return null;
  const diffs: DiffText[] = [];
  for (let at = 1; ; at++) {
    if (!body.startsWith(BEFORE_NONCE, at)) return null;
    const digits = at + BEFORE_NONCE.length;
    const end = body.indexOf(",", digits);
    const nonce = wholeNumber(body, digits, end);
    if (nonce === null || !body.startsWith(BEFORE_TXS, end)) return null;
    const start = end + BEFORE_TXS.length;
    let quote = body.indexOf('"', start);
    const txs = body.slice(start, quote);
    for (const between of UNUSED) {
      if (!body.startsWith(between, quote)) return null;
      quote = body.indexOf('"', quote + between.length);
    }
    if (!body.startsWith(AFTER, quote)) return null;
    diffs.push({ nonce, txs });
    at = quote + AFTER.length;
    if (body.charCodeAt(at) === COMMA) continue;
    return body.slice(at) === "]" || body.slice(at) === "]\n" ? diffs : null;
  }
}

const COMMA = ",".charCodeAt(0);
const ZERO = "0".charCodeAt(0);

/** The digits from one place to another as a number; null where they are none, too many, or begin with a zero. */
function wholeNumber(text: string, from: number, to: number): number | null {
  if (to <= from || to - from > MOST_DIGITS || text.charCodeAt(from) === ZERO) return null;
  let number = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return null;
    number = 10 * number + digit;
  }
  return number;
}
