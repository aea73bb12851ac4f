import type { InferenceRow, SettlementSlotRow } from "../../storage/facts/inference-rows.ts";

/** The part of an inference that its cost rests on. */
export type Costed = Pick<
  InferenceRow,
  | "executor_slot"
  | "input_length"
  | "max_tokens"
  | "confirmed_at"
  | "prompt_tokens"
  | "completion_tokens"
  | "timeout_reason"
  | "validations_invalid"
  | "votes_invalid"
>;

/** What a settlement says of a slot: its cost in ngonka, and how many inferences were invalidated. */
export type SettledSlot = Pick<SettlementSlotRow, "slot_id" | "cost" | "invalid">;

/** Which inferences without a finish are credited at their reserved cost: newer devshardd binaries do so at the settlement (PR 1368, 1626). */
const UNFINISHED = ["none", "confirmed", "all"] as const;

/** `unfinished` says by which rule the costs are the settlement's own. */
export type Fit =
  | { readonly fits: true; readonly unfinished: (typeof UNFINISHED)[number] }
  | { readonly fits: false; readonly slot: number; readonly told: bigint; readonly settled: bigint };

/**
 * Whether inferences add up to what was settled, slot by slot. The cost of a finished one is the lesser of its tokens and of what was
 * reserved for it, times the price; that of an invalidated one is taken back, and one that timed out costs nothing
 * (devshard/state/machine.go, v0.2.14). Which of the challenged inferences were invalidated is not told: some as many as the settlement
 * counts must explain its cost.
 * @param price ngonka per token.
 */
export function fitsSettlement(inferences: readonly Costed[], price: bigint, settled: readonly SettledSlot[]): Fit {
  const bySlot = new Map<number, Costed[]>();
  for (const one of inferences) {
    const slot = bySlot.get(one.executor_slot) ?? [];
    bySlot.set(one.executor_slot, slot);
    slot.push(one);
  }
  const rows = new Map(settled.map((row) => [row.slot_id, row]));
  const slots = [...new Set([...bySlot.keys(), ...rows.keys()])].sort((a, b) => a - b);
  const misfit = (unfinished: (typeof UNFINISHED)[number]) =>
    slots.find((slot) => {
      const { cost = 0n, invalid = 0 } = rows.get(slot) ?? {};
      return !isExplained(bySlot.get(slot) ?? [], price, unfinished, cost, invalid);
    });
  const rule = UNFINISHED.find((unfinished) => misfit(unfinished) === undefined);
  if (rule !== undefined) return { fits: true, unfinished: rule };
  const slot = misfit("none") ?? 0;
  const told = (bySlot.get(slot) ?? []).reduce((sum, one) => sum + costOf(one, price, "none"), 0n);
  return { fits: false, slot, told, settled: rows.get(slot)?.cost ?? 0n };
}

function costOf(one: Costed, price: bigint, unfinished: (typeof UNFINISHED)[number]): bigint {
  if (one.timeout_reason !== null) return 0n;
  const reserved = (one.input_length + one.max_tokens) * price;
  if (one.prompt_tokens === null || one.completion_tokens === null) {
    const isCredited = unfinished === "all" || (unfinished === "confirmed" && one.confirmed_at !== null);
    return isCredited ? reserved : 0n;
  }
  const actual = (one.prompt_tokens + one.completion_tokens) * price;
  if (actual > reserved) return reserved;
  return actual;
}

const isChallenged = (one: Costed) => one.validations_invalid > 0 || one.votes_invalid > 0;
/** Sums of subsets grow with the challenged inferences; above this they are judged by their bounds. */
const MOST_SUMS = 20_000;

function isExplained(
  inferences: readonly Costed[],
  price: bigint,
  unfinished: (typeof UNFINISHED)[number],
  settled: bigint,
  invalid: number,
): boolean {
  const whole = inferences.reduce((sum, one) => sum + costOf(one, price, unfinished), 0n);
  if (invalid === 0 || settled > whole) return whole === settled;
  const challenged = inferences.filter(isChallenged).map((one) => costOf(one, price, unfinished));
  return isSumOf(challenged, invalid, whole - settled);
}

/** Whether `count` of the costs add up to a sum. */
function isSumOf(costs: readonly bigint[], count: number, sum: bigint): boolean {
  if (count > costs.length) return false;
  const sums: Set<bigint>[] = Array.from({ length: count + 1 }, () => new Set());
  sums[0]?.add(0n);
  let size = 1;
  for (const cost of costs) {
    for (let taken = count; taken > 0; taken--) {
      const into = sums[taken];
      for (const before of sums[taken - 1] ?? []) if (before + cost <= sum) into?.add(before + cost);
      size += into?.size ?? 0;
    }
    if (size > MOST_SUMS) return isBetweenBounds(costs, count, sum);
  }
  return sums[count]?.has(sum) ?? false;
}

function isBetweenBounds(costs: readonly bigint[], count: number, sum: bigint): boolean {
  const sorted = costs.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const least = sorted.slice(0, count).reduce((total, cost) => total + cost, 0n);
  const most = sorted.slice(-count).reduce((total, cost) => total + cost, 0n);
  return least <= sum && sum <= most;
}
