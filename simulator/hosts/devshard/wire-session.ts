import type { Escrow, SessionTx } from "../../network/sessions-types.ts";
import type { WireTx } from "./diff-content.ts";
import { madeUpHash, madeUpSignature } from "./made-up.ts";

/** A transaction with the hashes and signatures that the network's state leaves out. `tokenFactor` inflates what the executor says it made. */
export function wireTx({ id }: Escrow, tx: SessionTx, tokenFactor: number): WireTx {
  if (tx.kind === "finalize") return tx;
  const escrowId = String(id);
  const { inferenceId } = tx;
  const of = `${escrowId}/${inferenceId}`;
  switch (tx.kind) {
    case "start":
      return { ...tx, promptHash: madeUpHash(`prompt/${of}`) };
    case "confirm":
      return { ...tx, signature: madeUpSignature(`confirm/${of}`) };
    case "finish":
      return {
        ...tx,
        outputTokens: tx.outputTokens * tokenFactor,
        responseHash: madeUpHash(`response/${of}`),
        signature: madeUpSignature(`finish/${of}`),
        escrowId,
      };
    case "timeout": {
      const { reason, voters } = tx;
      const votes = voters.map((slot) => ({ slot, accept: true, signature: madeUpSignature(`timeout/${of}/${slot}`) }));
      return { kind: "timeout", inferenceId, reason, votes };
    }
    case "validation": {
      const { validatorSlot, valid } = tx;
      const signature = madeUpSignature(`validation/${of}/${validatorSlot}`);
      return { kind: "validation", inferenceId, slot: validatorSlot, valid, signature, escrowId };
    }
    case "vote": {
      const { voterSlot, valid } = tx;
      const signature = madeUpSignature(`vote/${of}/${voterSlot}`);
      return { kind: "vote", inferenceId, slot: voterSlot, valid, signature, escrowId };
    }
  }
}
