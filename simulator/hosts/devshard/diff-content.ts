import { ProtobufWriter } from "./protobuf-writer.ts";

/** One transaction of a diff, as it goes over the wire. Times are unix seconds, but milliseconds in the starts of probes. */
export type WireTx =
  | {
      readonly kind: "start";
      readonly inferenceId: number;
      readonly promptHash: Uint8Array;
      readonly model: string;
      readonly inputLength: number;
      readonly maxTokens: number;
      readonly startedAt: number;
    }
  | { readonly kind: "confirm"; readonly inferenceId: number; readonly signature: Uint8Array; readonly confirmedAt: number }
  | {
      readonly kind: "finish";
      readonly inferenceId: number;
      readonly responseHash: Uint8Array;
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly executorSlot: number;
      readonly signature: Uint8Array;
      readonly escrowId: string;
    }
  | { readonly kind: "timeout"; readonly inferenceId: number; readonly reason: number; readonly votes: readonly WireVote[] }
  | {
      readonly kind: "validation" | "vote";
      readonly inferenceId: number;
      readonly slot: number;
      readonly valid: boolean;
      readonly signature: Uint8Array;
      readonly escrowId: string;
    }
  | { readonly kind: "finalize" };

export interface WireVote {
  readonly slot: number;
  readonly accept: boolean;
  readonly signature: Uint8Array;
}

/** Of the oneof in `DevshardTx`. */
const FIELD_OF = { start: 1, confirm: 2, finish: 3, timeout: 4, validation: 5, vote: 6, finalize: 8 } as const;

const writer = new ProtobufWriter();

/**
 * `DiffContent` of devshard/v1/diff.proto, as devshardd serves it: the nonce and the transactions, and neither of its other fields.
 * Like proto3, it leaves out what is zero, so slot 0 and a refusal ("not valid") have no field at all.
 */
export function diffContent(nonce: number, txs: readonly WireTx[]): Buffer {
  writer.integer(1, nonce);
  for (const tx of txs) writer.message(2, () => writer.message(FIELD_OF[tx.kind], () => message(tx)));
  return writer.take();
}

/** One `DevshardTx` alone, as the mempool lists them. */
export function devshardTx(tx: WireTx): Buffer {
  writer.message(FIELD_OF[tx.kind], () => message(tx));
  return writer.take();
}

/** Field numbers of devshard/v1/tx.proto. */
function message(tx: WireTx): void {
  if (tx.kind === "finalize") return;
  writer.integer(1, tx.inferenceId);
  switch (tx.kind) {
    case "start":
      writer.bytes(2, tx.promptHash);
      writer.text(3, tx.model);
      writer.integer(4, tx.inputLength);
      writer.integer(5, tx.maxTokens);
      writer.integer(6, tx.startedAt);
      return;
    case "confirm":
      writer.bytes(2, tx.signature);
      writer.integer(3, tx.confirmedAt);
      return;
    case "finish":
      writer.bytes(2, tx.responseHash);
      writer.integer(3, tx.inputTokens);
      writer.integer(4, tx.outputTokens);
      writer.integer(5, tx.executorSlot);
      writer.bytes(6, tx.signature);
      writer.text(7, tx.escrowId);
      return;
    case "timeout":
      writer.integer(2, tx.reason);
      for (const vote of tx.votes) writer.message(3, () => voteOnTimeout(vote));
      return;
    case "validation":
    case "vote":
      writer.integer(2, tx.slot);
      writer.truth(3, tx.valid);
      writer.bytes(4, tx.signature);
      writer.text(5, tx.escrowId);
  }
}

function voteOnTimeout({ slot, accept, signature }: WireVote): void {
  writer.integer(1, slot);
  writer.truth(2, accept);
  writer.bytes(3, signature);
}
