import { z } from "zod";
import type { HttpOutcome } from "../http/answer.ts";
import { parseJson } from "../http/json.ts";
import { decodeDiffContent, type SessionTx } from "./messages.ts";

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

const wire = z.array(z.object({ diff: z.object({ nonce: z.int().min(1), txs: z.string().nullish() }) }));
const refusal = z.object({ message: z.string() });

const MAX_REASON = 500;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * Reads the answer to `sessions/{id}/diffs?from=…&to=…` (data-sources 3.7): diffs in the order of their nonces, from the first one asked
 * for. Where one is missing, what comes after it is not used.
 */
export function pageOf(outcome: HttpOutcome, escrowId: bigint, from: number, to: number): Page {
  const parsed = parseJson(outcome);
  if (!parsed.ok) return refusedPage(parsed.outcome);
  const told = wire.safeParse(parsed.value);
  if (!told.success) {
    const [issue] = told.error.issues;
    return rejected(`${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
  }
  const diffs: Diff[] = [];
  for (const { diff } of told.data) {
    const nonce = from + diffs.length;
    if (diff.nonce < from || diff.nonce > to) return rejected(`nonce ${diff.nonce} where ${from} to ${to} was asked for`);
    if (diff.nonce < nonce) return rejected(`nonce ${diff.nonce} twice or out of order`);
    if (diff.nonce > nonce) return { kind: "diffs", diffs, isLast: true };
    const text = diff.txs ?? "";
    if (!BASE64.test(text)) return rejected(`nonce ${nonce}: not base64`);
    const content = decodeDiffContent(Buffer.from(text, "base64"));
    if (!content.ok) return rejected(`nonce ${nonce}: ${content.reason}`);
    const { nonce: own, txs, escrowId: about } = content.value;
    // An empty diff may have no content at all.
    if (text !== "" && own !== BigInt(nonce)) return rejected(`nonce ${nonce} holds the content of nonce ${own}`);
    if (about !== "" && about !== String(escrowId)) return rejected(`nonce ${nonce} is of another session`);
    diffs.push({ nonce, txs });
  }
  return { kind: "diffs", diffs, isLast: diffs.length < to - from + 1 };
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

const rejected = (reason: string): Page => ({ kind: "rejected", reason: reason.slice(0, MAX_REASON) });
