import type { Diff, Escrow } from "../../network/sessions-types.ts";
import type { Alteration, Oddity } from "./alteration.ts";
import { diffContent } from "./diff-content.ts";
import type { Known } from "./host-sessions.ts";
import { madeUpHash, madeUpSignature } from "./made-up.ts";
import { oddContent } from "./odd-content.ts";
import { wireTx } from "./wire-session.ts";

/** Every diff of a session as JSON, one after the other: a page of them is a piece of the text. */
interface SessionText {
  readonly text: string;
  /** Where each nonce's diff begins, and where the last one ends. */
  readonly offsets: readonly number[];
}

/** About 80 sessions of 1,000 inferences. */
const CHARACTERS_KEPT = 64_000_000;

/** The answers of `/sessions/{id}/diffs`: each session is written once, for all hosts and pages. */
export class DiffTexts {
  readonly #kept = new Map<string, SessionText>();
  #characters = 0;

  /** The diffs from nonce `from` to `to`, both included, as far as they are known. */
  page({ escrow, session, nonce }: Known, from: number, to: number, { tokenFactor, odd }: Alteration): string {
    const first = Math.max(1, from);
    const last = Math.min(to, nonce);
    if (first > last) return "[]";
    const key = `${escrow.id}/${session.startMs}/${tokenFactor}/${odd}`;
    const { text, offsets } = this.#get(key, () => written(escrow, session.diffs, tokenFactor, odd));
    return `[${text.slice(offsets[first - 1], (offsets[last] ?? text.length + 1) - 1)}]`;
  }

  #get(key: string, write: () => SessionText): SessionText {
    const known = this.#kept.get(key);
    if (known !== undefined) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known;
    }
    const made = write();
    this.#kept.set(key, made);
    this.#characters += made.text.length;
    for (const [oldest, { text }] of this.#kept) {
      if (this.#characters <= CHARACTERS_KEPT || oldest === key) break;
      this.#kept.delete(oldest);
      this.#characters -= text.length;
    }
    return made;
  }
}

function written(escrow: Escrow, diffs: readonly Diff[], tokenFactor: number, odd: Oddity | null): SessionText {
  const offsets: number[] = [];
  const parts: string[] = [];
  let length = 0;
  for (const { nonce, txs } of diffs) {
    const content = diffContent(
      nonce,
      txs.map((tx) => wireTx(escrow, tx, tokenFactor)),
    );
    const encoded = odd === null ? content.toString("base64") : oddContent(content, odd);
    const of = `${escrow.id}/${nonce}/${tokenFactor}`;
    const root = madeUpHash(`root/${of}`).toString("base64");
    const signature = madeUpSignature(`user/${of}`).toString("base64");
    const part = `{"diff":{"nonce":${nonce},"txs":"${encoded}","user_sig":"${signature}","post_state_root":"${root}"},"state_hash":"${root}"}`;
    offsets.push(length);
    parts.push(part);
    length += part.length + 1;
  }
  offsets.push(length);
  return { text: parts.join(","), offsets };
}
