import type { Known } from "./host-sessions.ts";

export interface SlotState {
  missed: number;
  invalid: number;
  /** ngonka. */
  cost: number;
  completedValidations: number;
  requiredValidations: number;
}

/**
 * What the diffs up to the known nonce come to, by slot: devshard/state/machine.go of v0.2.14. A cost is at most what its start
 * reserved; an invalidated inference's is taken back.
 */
export function replayed({ escrow, session, nonce }: Known, tokenFactor: number): readonly SlotState[] {
  const slots = escrow.slots.map(
    (): SlotState => ({ missed: 0, invalid: 0, cost: 0, completedValidations: 0, requiredValidations: 0 }),
  );
  const reserved = new Map<number, number>();
  const charged = new Map<number, number>();
  const against = new Map<number, number>();
  const price = Number(escrow.tokenPrice);
  const executorOf = (inferenceId: number) => slots[inferenceId % slots.length];
  for (let at = 0; at < nonce; at += 1) {
    for (const tx of session.diffs[at]?.txs ?? []) {
      if (tx.kind === "start") reserved.set(tx.inferenceId, tx.inputLength + tx.maxTokens);
      if (tx.kind === "finish") {
        const tokens = Math.min(tx.inputTokens + tx.outputTokens * tokenFactor, reserved.get(tx.inferenceId) ?? 0);
        charged.set(tx.inferenceId, tokens * price);
        const executor = executorOf(tx.inferenceId);
        if (executor !== undefined) executor.cost += tokens * price;
      }
      if (tx.kind === "timeout") {
        const executor = executorOf(tx.inferenceId);
        if (executor !== undefined) executor.missed += 1;
      }
      if (tx.kind === "validation") {
        const validator = slots[tx.validatorSlot];
        if (validator !== undefined) validator.completedValidations += 1;
      }
      if (tx.kind === "vote" && !tx.valid) {
        const votes = (against.get(tx.inferenceId) ?? 0) + 1;
        against.set(tx.inferenceId, votes);
        const executor = executorOf(tx.inferenceId);
        // The first vote beyond half of the slots decides; those after it change nothing.
        if (executor !== undefined && votes === Math.floor(slots.length / 2) + 1) {
          executor.cost -= charged.get(tx.inferenceId) ?? 0;
          executor.invalid += 1;
        }
      }
    }
  }
  for (const { id, validations } of session.inferences) {
    if (!charged.has(id)) continue;
    for (const { slot } of validations) {
      const validator = slots[slot];
      if (validator !== undefined) validator.requiredValidations += 1;
    }
  }
  return slots;
}
