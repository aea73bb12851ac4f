import type { comet38 } from "@cosmjs/tendermint-rpc";
import { uint32, uint64 } from "../../storage/facts/integers.ts";
import { type Decoded, decodedOrRejected } from "../decode/decoded.ts";
import { reject } from "../decode/reader.ts";

const CREATED = "devshard_escrow_created";
const SETTLED = "devshard_escrow_settled";

export interface EscrowCreated {
  readonly kind: "created";
  readonly escrow_id: bigint;
  readonly creator: string;
  readonly amount: bigint;
  readonly epoch: number;
  readonly model_id: string;
}

/** Nulls: this version of the chain doesn't tell it. */
export interface EscrowSettled {
  readonly kind: "settled";
  readonly escrow_id: bigint;
  readonly settler: string | null;
  readonly protocol_version: string | null;
  readonly total_payout: bigint | null;
  readonly fees: bigint | null;
  readonly remainder: bigint | null;
}

/** The escrow events of one transaction (`block_results`, plain strings; amounts are ngonka without a denomination). */
export function escrowEventsIn(events: readonly comet38.Event[]): Decoded<EscrowCreated | EscrowSettled>[] {
  return events.flatMap((event): Decoded<EscrowCreated | EscrowSettled>[] => {
    if (event.type !== CREATED && event.type !== SETTLED) return [];
    const read = event.type === CREATED ? createdOf : settledOf;
    return [decodedOrRejected(() => ({ value: read(event), unknowns: [] }))];
  });
}

function createdOf(event: comet38.Event): EscrowCreated {
  const due = (name: string) => attribute(event, name) ?? reject(`${CREATED}.${name}`, "a value", "nothing");
  const epoch = integer(`${CREATED}.epoch_index`, due("epoch_index"));
  return {
    kind: "created",
    escrow_id: integer(`${CREATED}.escrow_id`, due("escrow_id")),
    creator: due("creator"),
    amount: integer(`${CREATED}.amount`, due("amount")),
    epoch: uint32.safeParse(Number(epoch)).data ?? reject(`${CREATED}.epoch_index`, "an epoch", String(epoch)),
    model_id: due("model_id"),
  };
}

function settledOf(event: comet38.Event): EscrowSettled {
  const amount = (name: string) => {
    const value = attribute(event, name);
    return value === null ? null : integer(`${SETTLED}.${name}`, value);
  };
  return {
    kind: "settled",
    escrow_id: amount("escrow_id") ?? reject(`${SETTLED}.escrow_id`, "a value", "nothing"),
    settler: attribute(event, "settler"),
    protocol_version: attribute(event, "state_root_and_protocol_version"),
    total_payout: amount("total_payout"),
    fees: amount("fees"),
    remainder: amount("remainder"),
  };
}

/** An attribute that comes twice with different values tells nothing. */
function attribute({ type, attributes }: comet38.Event, name: string): string | null {
  const values = new Set(attributes.filter(({ key }) => key === name).map(({ value }) => value));
  if (values.size > 1) reject(`${type}.${name}`, "one value", `${values.size}`);
  return [...values][0] ?? null;
}

function integer(path: string, text: string): bigint {
  const value = /^(0|[1-9]\d{0,19})$/.test(text) ? uint64.safeParse(BigInt(text)).data : undefined;
  return value ?? reject(path, "uint64", text.slice(0, 128));
}
