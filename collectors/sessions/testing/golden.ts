import protobuf from "protobufjs";

/**
 * Diffs as a standard protobuf library writes them, from the field numbers in data-sources 3.7; nothing here is shared with the decoder.
 */
const schema = protobuf
  .parse(`
  syntax = "proto3";
  message DiffContent { uint64 nonce = 1; repeated DevshardTx txs = 2; string escrow_id = 3; bytes post_state_root = 4; }
  message DevshardTx {
    oneof tx {
      StartInference start_inference = 1;
      ConfirmStart confirm_start = 2;
      FinishInference finish_inference = 3;
      TimeoutInference timeout_inference = 4;
      Validation validation = 5;
      ValidationVote validation_vote = 6;
      RevealSeed reveal_seed = 7;
      FinalizeRound finalize_round = 8;
      Novelty novelty = 9;
    }
  }
  message StartInference { uint64 inference_id = 1; bytes prompt_hash = 2; string model = 3; uint64 input_length = 4; uint64 max_tokens = 5; int64 started_at = 6; }
  message ConfirmStart { uint64 inference_id = 1; bytes executor_sig = 2; int64 confirmed_at = 3; }
  message FinishInference { uint64 inference_id = 1; bytes response_hash = 2; uint64 input_tokens = 3; uint64 output_tokens = 4; uint32 executor_slot = 5; bytes proposer_sig = 6; string escrow_id = 7; }
  message TimeoutInference { uint64 inference_id = 1; uint32 reason = 2; repeated bytes votes = 3; }
  message Validation { uint64 inference_id = 1; uint32 validator_slot = 2; bool valid = 3; bytes proposer_sig = 4; string escrow_id = 5; }
  message ValidationVote { uint64 inference_id = 1; uint32 voter_slot = 2; bool vote_valid = 3; }
  message RevealSeed { bytes seed = 1; }
  message FinalizeRound {}
  message Novelty { uint64 inference_id = 1; fixed64 worth = 2; }
`)
  .root.lookupType("DiffContent");

/** A transaction by the names of the schema, camel case: `{ startInference: { inferenceId: 1, … } }`. */
export type GoldenTx = Readonly<Record<string, object>>;

/** The bytes of a diff's content. */
export function goldenContent(content: {
  readonly nonce: number;
  readonly txs: readonly GoldenTx[];
  readonly escrowId?: string;
}): Uint8Array {
  const fault = schema.verify(content);
  if (fault !== null) throw new TypeError(fault);
  return schema.encode(schema.create(content)).finish();
}

/** A diff as a host writes it into its page. */
export const goldenDiff = (nonce: number, txs: readonly GoldenTx[]) => ({
  diff: {
    nonce,
    txs: Buffer.from(goldenContent({ nonce, txs })).toString("base64"),
    user_sig: Buffer.alloc(65, nonce % 256).toString("base64"),
    post_state_root: Buffer.alloc(32, nonce % 256).toString("base64"),
  },
  state_hash: Buffer.alloc(32, nonce % 256).toString("base64"),
});

const hash = Buffer.alloc(32, 7);
const signature = Buffer.alloc(65, 9);

export const start = (inferenceId: number, more: object = {}): GoldenTx => ({
  startInference: {
    inferenceId,
    promptHash: hash,
    model: "m",
    inputLength: 200,
    maxTokens: 40,
    startedAt: 1_795_358_452,
    ...more,
  },
});
export const confirm = (inferenceId: number): GoldenTx => ({
  confirmStart: { inferenceId, executorSig: signature, confirmedAt: 1_795_358_453 },
});
export const finish = (inferenceId: number, inputTokens: number, outputTokens: number, executorSlot: number): GoldenTx => ({
  finishInference: { inferenceId, responseHash: hash, inputTokens, outputTokens, executorSlot, proposerSig: signature },
});
export const timeout = (inferenceId: number, reason: number): GoldenTx => ({
  timeoutInference: { inferenceId, reason, votes: [signature] },
});
export const validation = (inferenceId: number, valid: boolean): GoldenTx => ({
  validation: { inferenceId, validatorSlot: 1, valid },
});
export const vote = (inferenceId: number, voteValid: boolean): GoldenTx => ({
  validationVote: { inferenceId, voterSlot: 1, voteValid },
});
export const finalize: GoldenTx = { finalizeRound: {} };
export const reveal: GoldenTx = { revealSeed: { seed: hash } };
export const novelty = (inferenceId: number): GoldenTx => ({ novelty: { inferenceId, worth: 5 } });
