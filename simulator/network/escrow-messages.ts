import { createHash } from "node:crypto";
import { BinaryWriter } from "cosmjs-types/binary";
import type { PlannedEscrow } from "./escrows.ts";
import { createEscrow } from "./messages.ts";
import type { Settlement } from "./sessions-types.ts";
import type { ChainEvent, Message } from "./types.ts";

/** The inference module's account, which holds what is locked: the same bytes on every chain, as recorded. */
const ESCROW_ACCOUNT = "gonka1jftn8khawsmfn7shgzfjn27myu5d4zd6ns09y8";

/** What a transaction does to an escrow, and what the chain says of it. */
export interface EscrowAction {
  readonly message: Message;
  /** Without `msg_index`; none where the message failed. */
  readonly events: readonly ChainEvent[];
}

export function openingOf({ id, creator, amount, epoch, modelId }: PlannedEscrow): EscrowAction {
  const created = event("devshard_escrow_created", {
    escrow_id: `${id}`,
    creator,
    amount: `${amount}`,
    epoch_index: `${epoch}`,
    model_id: modelId,
  });
  return { message: createEscrow(creator, amount, modelId), events: [...transfer(creator, ESCROW_ACCOUNT, amount), created] };
}

/** A creation that the chain refuses: less than devshard_escrow_params.min_amount. */
export const refusedOpening = (creator: string, modelId: string): EscrowAction => ({
  message: createEscrow(creator, 1000n, modelId),
  events: [],
});

/** Settled in its epoch, hosts' shares join their epoch's work coins without a transfer; later each is paid at once, as recorded. */
export function settlingOf(escrow: PlannedEscrow, settlement: Settlement): EscrowAction {
  const { id, creator, fate, version } = escrow;
  const { totalPayout, fees, remainder } = settlement;
  const shares = fate === "late" ? [...sharesOf(escrow, settlement)] : [];
  const settled = event("devshard_escrow_settled", {
    escrow_id: `${id}`,
    state_root_and_protocol_version: version,
    settler: creator,
    total_payout: `${totalPayout}`,
    fees: `${fees}`,
    remainder: `${remainder}`,
  });
  return {
    message: settleEscrow(escrow, settlement),
    events: [
      ...shares.flatMap(([host, share]) => transfer(ESCROW_ACCOUNT, host, share)),
      ...transfer(ESCROW_ACCOUNT, creator, remainder),
      settled,
    ],
  };
}

/** Who gets the money of an escrow that nobody settled: its slots, in equal parts. */
export function expiryEvents({ slots, amount }: PlannedEscrow): readonly ChainEvent[] {
  const each = amount / BigInt(Math.max(1, slots.length));
  const byHost = new Map<string, bigint>();
  for (const host of slots) byHost.set(host, (byHost.get(host) ?? 0n) + each);
  return [...byHost].flatMap(([host, share]) => transfer(ESCROW_ACCOUNT, host, share));
}

/** ngonka a host: the costs of its slots, and of the fees as much a slot as any other. */
function sharesOf({ slots }: PlannedEscrow, { hostStats, fees }: Settlement): ReadonlyMap<string, bigint> {
  const shares = new Map<string, bigint>();
  const all = BigInt(slots.length);
  for (const { slotId, cost } of hostStats) {
    const host = slots[slotId];
    if (host === undefined) continue;
    // What doesn't divide goes to the first slots.
    const fee = fees / all + (BigInt(slotId) < fees % all ? 1n : 0n);
    shares.set(host, (shares.get(host) ?? 0n) + cost + fee);
  }
  return shares;
}

/** Field numbers by the recorded transactions, bytes against JSON: in the bytes, `rest_hash` is 5, and the version 9, after the fees. */
function settleEscrow({ id, creator, version, slots }: PlannedEscrow, { nonce, hostStats, fees }: Settlement): Message {
  const stateRoot = createHash("sha256").update(`state/${id}`).digest();
  const restHash = createHash("sha256").update(`rest/${id}`).digest();
  const writer = new BinaryWriter().uint32(10).string(creator).uint32(16).uint64(id).uint32(26).bytes(stateRoot);
  writer.uint32(32).uint64(BigInt(nonce)).uint32(42).bytes(restHash);
  // gogoproto writes the zeros of these rows, as recorded.
  for (const { slotId, missed, invalid, cost } of hostStats) {
    const row = new BinaryWriter().uint32(8).uint32(slotId).uint32(16).uint32(missed).uint32(24).uint32(invalid);
    writer.uint32(50).bytes(row.uint32(32).uint64(cost).uint32(40).uint32(0).uint32(48).uint32(0).finish());
  }
  const signatures = slots.map((host, slot) => ({ slot, signature: signatureOf(host, id) }));
  for (const { slot, signature } of signatures) {
    writer.uint32(58).bytes(new BinaryWriter().uint32(8).uint32(slot).uint32(18).bytes(signature).finish());
  }
  return {
    typeUrl: "/inference.inference.MsgSettleDevshardEscrow",
    value: writer.uint32(64).uint64(fees).uint32(74).string(version).finish(),
    json: {
      settler: creator,
      escrow_id: `${id}`,
      state_root_and_protocol_version: version,
      state_root: stateRoot.toString("base64"),
      nonce: `${nonce}`,
      rest_hash: restHash.toString("base64"),
      host_stats: hostStats.map(({ slotId, missed, invalid, cost }) => ({
        slot_id: slotId,
        missed,
        invalid,
        cost: `${cost}`,
        required_validations: 0,
        completed_validations: 0,
      })),
      signatures: signatures.map(({ slot, signature }) => ({ slot_id: slot, signature: signature.toString("base64") })),
      fees: `${fees}`,
    },
  };
}

/** 65 bytes that nobody checks; a host signs once for all its slots. */
const signatureOf = (host: string, id: bigint) =>
  Buffer.concat([createHash("sha512").update(`${host}/${id}`).digest(), Buffer.from([1])]);

function transfer(sender: string, recipient: string, ngonka: bigint): readonly ChainEvent[] {
  const amount = `${ngonka}ngonka`;
  return [
    event("coin_spent", { spender: sender, amount }),
    event("coin_received", { receiver: recipient, amount }),
    event("transfer", { recipient, sender, amount }),
    event("message", { sender }),
  ];
}

const event = (type: string, attributes: Readonly<Record<string, string>>): ChainEvent => ({
  type,
  attributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
});
