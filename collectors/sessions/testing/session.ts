import type { SettlementSlotRow } from "../../../storage/facts/inference-rows.ts";
import { confirm, finalize, finish, type GoldenTx, start } from "./golden.ts";

export const EPOCH = 7;
export const SLOTS = ["a", "b", "c", "a"];

/** `count` inferences, each finished two nonces after its start: 20 prompt tokens and as many completion tokens as its id. */
export function diffsOf(count: number, tokens: (id: number) => number = (id) => id): GoldenTx[][] {
  const diffs = Array.from({ length: count }, (_, index) => {
    const done = index - 1;
    const after = done >= 1 ? [confirm(done), finish(done, 20, tokens(done), done % SLOTS.length)] : [];
    return [...after, start(index + 1, { inputLength: 100_000 })];
  });
  const rest = [count - 1, count].flatMap((id) => (id >= 1 ? [confirm(id), finish(id, 20, tokens(id), id % SLOTS.length)] : []));
  return [...diffs, [...rest, finalize], [], []];
}
/** What such a session adds up to. */
export const wholeOf = (count: number) => ({
  ...{ starts: count, confirmed: count, finished: count, prompt: 20 * count },
  completion: (count * (count + 1)) / 2,
});

/** What the chain settles of such a session, at 10 ngonka a token. */
export function settledAs(id: bigint, count: number) {
  const slots: SettlementSlotRow[] = SLOTS.map((_, slot_id) => {
    const ids = Array.from({ length: count }, (_, index) => index + 1).filter((one) => one % SLOTS.length === slot_id);
    const cost = ids.reduce((sum, one) => sum + BigInt(20 + one) * 10n, 0n);
    return { escrow_id: id, slot_id, cost, missed: 0, invalid: 0, required_validations: 0, completed_validations: 0 };
  });
  return { nonce: BigInt(count + 3), version: "v4", slots };
}
