import { z } from "zod";
import { Rejected } from "../decode/decoded.ts";
import { isObject } from "../decode/json.ts";
import type { HttpOutcome } from "../http/answer.ts";
import { parseJson } from "../http/json.ts";
import { decodeDiffContents, type SessionTx } from "./messages.ts";
import { type DiffText, scanPage } from "./page-text.ts";

/** A diff of a session: what happened at its nonce. */
export interface Diff {
  readonly nonce: number;
  readonly txs: readonly SessionTx[];
}

/** What a host answered to a page of diffs. */
export type Page =
  | {
      readonly kind: "diffs";
      /** Those that follow each other from the nonce asked for. */
      readonly diffs: readonly Diff[];
      /** Nothing more is to be had from this host now: it told fewer than asked for, or left one out. */
      readonly isLast: boolean;
    }
  /** The host has no such session (devshardd says it with a 500): that is no failure. */
  | { readonly kind: "not_here" }
  | { readonly kind: "too_large" }
  | { readonly kind: "cannot_tell"; readonly detail: string }
  /** The answer is not what a host may say; `reason` in at most 500 characters. */
  | { readonly kind: "rejected"; readonly reason: string };

const refusal = z.object({ message: z.string() });
const MAX_REASON = 500;

/**
 * Reads the answer to `sessions/{id}/diffs?from=…&to=…` (data-sources 3.7): diffs in the order of their nonces, from the first one asked
 * for. Where one is missing, what comes after it is not used.
 */
export function pageOf(outcome: HttpOutcome, escrowId: bigint, from: number, to: number): Page {
  const scanned = outcome.kind === "answered" ? scanPage(outcome.body) : null;
  const parsed = scanned === null ? parseJson(outcome) : null;
  if (parsed !== null && !parsed.ok) return refusedPage(parsed.outcome);
  try {
    const texts = following(scanned ?? diffsOf(parsed?.value), from, to);
    const diffs = decoded(texts, escrowId, from);
    return { kind: "diffs", diffs, isLast: diffs.length < to - from + 1 };
  } catch (error) {
    if (error instanceof Rejected) return { kind: "rejected", reason: error.message.slice(0, MAX_REASON) };
    throw error;
  }
}

/** The diffs of a page, one after the other as they are asked for. Checked by hand: a schema takes longer than all the rest. */
function* diffsOf(answer: unknown): Generator<DiffText> {
  if (!Array.isArray(answer)) throw new Rejected("not a list");
  for (const item of answer) {
    const diff: unknown = isObject(item) ? item["diff"] : undefined;
    const { nonce, txs } = isObject(diff) ? { nonce: diff["nonce"], txs: diff["txs"] ?? "" } : {};
    if (typeof nonce !== "number" || !Number.isSafeInteger(nonce) || typeof txs !== "string") throw new Rejected("not a diff");
    yield { nonce, txs };
  }
}

/** The texts of the diffs that follow each other from `from` on. */
function following(diffs: Iterable<DiffText>, from: number, to: number): string[] {
  const texts: string[] = [];
  for (const { nonce, txs } of diffs) {
    const due = from + texts.length;
    if (nonce < from || nonce > to) throw new Rejected(`nonce ${nonce} where ${from} to ${to} was asked for`);
    if (nonce < due) throw new Rejected(`nonce ${nonce} twice or out of order`);
    if (nonce > due) break;
    texts.push(txs);
  }
  return texts;
}

/** Decodes base64 texts, all into one buffer. */
function decoded(texts: readonly string[], escrowId: bigint, from: number): Diff[] {
  const most = texts.reduce((sum, { length }) => sum + (length / 4) * 3, 0);
  const bytes = Buffer.allocUnsafe(Math.ceil(most));
  let end = 0;
  const ends = texts.map((text, index) => {
    const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
    const length = (text.length / 4) * 3 - padding;
    // The buffer passes over what is not base64, and then has less than the length of the text says.
    if (text.length % 4 !== 0 || (length > 0 && bytes.write(text, end, length, "base64") !== length))
      throw new Rejected(`nonce ${from + index}: not base64`);
    end += length;
    return end;
  });
  const about = String(escrowId);
  return decodeDiffContents(bytes.subarray(0, end), ends).map((content, index) => {
    const nonce = from + index;
    // An empty diff may have no content at all.
    if (texts[index] !== "" && content.nonce !== BigInt(nonce)) {
      throw new Rejected(`nonce ${nonce} holds the content of nonce ${content.nonce}`);
    }
    if (content.escrowId !== "" && content.escrowId !== about) throw new Rejected(`nonce ${nonce} is of another session`);
    return { nonce, txs: content.txs };
  });
}

function refusedPage(outcome: Exclude<HttpOutcome, { kind: "answered" }>): Page {
  if (outcome.kind === "absent") return { kind: "not_here" };
  if (outcome.reason === "too_large") return { kind: "too_large" };
  if (outcome.status === 500 && isRefusal(outcome.body)) return { kind: "not_here" };
  return { kind: "cannot_tell", detail: outcome.detail };
}

/** Whether a 500 is devshardd's own word that it has no such session, or no slot in it. */
function isRefusal(body: string | null): boolean {
  if (body === null) return false;
  try {
    const told = refusal.safeParse(JSON.parse(body));
    return told.success && /escrow not found|not in group/.test(told.data.message);
  } catch {
    return false;
  }
}
