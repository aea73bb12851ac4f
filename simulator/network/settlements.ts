import type { Draw } from "./draw.ts";
import type { Escrow, Inference, Session, Settlement, SlotStats } from "./sessions-types.ts";

/**
 * ngonka that an inference costs its payer: (prompt + completion) · price, at most what was reserved at its start, (input_length +
 * max_tokens) · price; nothing if it never finished or was invalidated (devshard/state/machine.go of v0.2.14).
 */
export function costOf(
  { promptTokens, completionTokens, inputLength, maxTokens, invalidated }: Inference,
  { tokenPrice }: Escrow,
) {
  if (promptTokens === null || completionTokens === null || invalidated) return 0n;
  return BigInt(Math.min(promptTokens + completionTokens, inputLength + maxTokens)) * tokenPrice;
}

export function settlementOf(draw: Draw, { escrow, inferences, activeNonces, diffs }: Session, height: number): Settlement {
  const stats = escrow.slots.map((_, slotId) => ({ slotId, missed: 0, invalid: 0, cost: 0n }));
  for (const inference of inferences) {
    const slot = stats[inference.executorSlot];
    if (slot === undefined) continue;
    slot.cost += costOf(inference, escrow);
    if (inference.timeout !== null) slot.missed += 1;
    if (inference.invalidated) slot.invalid += 1;
  }
  const fees = escrow.createDevshardFee + escrow.feePerNonce * BigInt(activeNonces);
  const totalPayout = stats.reduce((sum, { cost }) => sum + cost, fees);
  const order = new Map(stats.map(({ slotId }) => [slotId, draw.unit("row", Number(escrow.id), slotId)]));
  const hostStats: readonly SlotStats[] = [...stats].sort((a, b) => (order.get(a.slotId) ?? 0) - (order.get(b.slotId) ?? 0));
  return { height, nonce: diffs.length, fees, totalPayout, remainder: escrow.amount - totalPayout, hostStats };
}
