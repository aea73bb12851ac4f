import protobuf from "protobufjs";
import { z } from "zod";
import type { WireTx } from "../diff-content.ts";

/** devshard/v1/tx.proto and diff.proto by their field numbers, for a library that shares nothing with our encoder. */
const { root } = protobuf.parse(`
  syntax = "proto3";
  message Start { uint64 inference_id = 1; bytes prompt_hash = 2; string model = 3; uint64 input_length = 4; uint64 max_tokens = 5; int64 started_at = 6; }
  message Confirm { uint64 inference_id = 1; bytes executor_sig = 2; int64 confirmed_at = 3; }
  message Finish { uint64 inference_id = 1; bytes response_hash = 2; uint64 input_tokens = 3; uint64 output_tokens = 4; uint32 executor_slot = 5; bytes proposer_sig = 6; string escrow_id = 7; }
  message Vote { uint32 voter_slot = 1; bool accept = 2; bytes signature = 3; }
  message Timeout { uint64 inference_id = 1; uint32 reason = 2; repeated Vote votes = 3; }
  message Judged { uint64 inference_id = 1; uint32 slot = 2; bool valid = 3; bytes proposer_sig = 4; string escrow_id = 5; }
  message Finalize {}
  message DevshardTx { oneof tx { Start start = 1; Confirm confirm = 2; Finish finish = 3; Timeout timeout = 4; Judged validation = 5; Judged vote = 6; Finalize finalize = 8; } }
  message DiffContent { uint64 nonce = 1; repeated DevshardTx txs = 2; string escrow_id = 3; bytes post_state_root = 4; }
`);
const content = root.lookupType("DiffContent");
const single = root.lookupType("DevshardTx");

const bytes = z.instanceof(Uint8Array).transform((value) => Uint8Array.from(value));
const judgedSchema = z.object({
  inferenceId: z.number(),
  slot: z.number(),
  valid: z.boolean(),
  proposerSig: bytes,
  escrowId: z.string(),
});
const txSchema = z.object({
  start: z
    .object({
      inferenceId: z.number(),
      promptHash: bytes,
      model: z.string(),
      inputLength: z.number(),
      maxTokens: z.number(),
      startedAt: z.number(),
    })
    .optional(),
  confirm: z.object({ inferenceId: z.number(), executorSig: bytes, confirmedAt: z.number() }).optional(),
  finish: z
    .object({
      inferenceId: z.number(),
      responseHash: bytes,
      inputTokens: z.number(),
      outputTokens: z.number(),
      executorSlot: z.number(),
      proposerSig: bytes,
      escrowId: z.string(),
    })
    .optional(),
  timeout: z
    .object({
      inferenceId: z.number(),
      reason: z.number(),
      votes: z.array(z.object({ voterSlot: z.number(), accept: z.boolean(), signature: bytes })),
    })
    .optional(),
  validation: judgedSchema.optional(),
  vote: judgedSchema.optional(),
  finalize: z.object({}).optional(),
});
const contentSchema = z.object({ nonce: z.number(), txs: z.array(txSchema) });

const PLAIN = { longs: Number, defaults: true, arrays: true } as const;

/** @throws when the bytes are no `DiffContent`. */
export function decodedContent(encoded: Uint8Array): { readonly nonce: number; readonly txs: readonly WireTx[] } {
  const { nonce, txs } = contentSchema.parse(content.toObject(content.decode(encoded), PLAIN));
  return { nonce, txs: txs.map(wireTx) };
}

/** @throws when the bytes are no `DevshardTx`. */
export const decodedTx = (encoded: Uint8Array): WireTx => wireTx(txSchema.parse(single.toObject(single.decode(encoded), PLAIN)));

function wireTx({ start, confirm, finish, timeout, validation, vote, finalize }: z.infer<typeof txSchema>): WireTx {
  if (start !== undefined) return { kind: "start", ...start };
  if (confirm !== undefined) {
    const { inferenceId, executorSig, confirmedAt } = confirm;
    return { kind: "confirm", inferenceId, signature: executorSig, confirmedAt };
  }
  if (finish !== undefined) {
    const { proposerSig, ...rest } = finish;
    return { kind: "finish", ...rest, signature: proposerSig };
  }
  if (timeout !== undefined) {
    const votes = timeout.votes.map(({ voterSlot, accept, signature }) => ({ slot: voterSlot, accept, signature }));
    return { kind: "timeout", inferenceId: timeout.inferenceId, reason: timeout.reason, votes };
  }
  const judged = validation ?? vote;
  if (judged !== undefined) {
    const { proposerSig, ...rest } = judged;
    return { kind: validation === undefined ? "vote" : "validation", ...rest, signature: proposerSig };
  }
  if (finalize !== undefined) return { kind: "finalize" };
  throw new TypeError("a transaction of no kind");
}
