import type { Decoded } from "../decode/decoded.ts";
import { refuseDuplicates, reject } from "../decode/reader.ts";
import { bytesOf, decodedMessage, fieldsOf, textOf, uint32Of, uint64Of } from "./wire-fields.ts";

export const CREATE_ESCROW = "/inference.inference.MsgCreateDevshardEscrow";
export const SETTLE_ESCROW = "/inference.inference.MsgSettleDevshardEscrow";

/** `MsgCreateDevshardEscrow` of the chain's inference module, as far as it is used. */
export interface CreateEscrow {
  readonly creator: string;
  /** ngonka */
  readonly amount: bigint;
  readonly model_id: string;
}

/** What `MsgSettleDevshardEscrow` says of one slot of the escrow. */
export interface SlotStats {
  readonly slot_id: number;
  readonly missed: number;
  readonly invalid: number;
  /** ngonka */
  readonly cost: bigint;
  readonly required_validations: number;
  readonly completed_validations: number;
}

/** `MsgSettleDevshardEscrow`, as far as it is used. */
export interface SettleEscrow {
  readonly settler: string;
  readonly escrow_id: bigint;
  readonly nonce: bigint;
  /** ngonka */
  readonly fees: bigint;
  readonly protocol_version: string;
  readonly slots: readonly SlotStats[];
}

/** A group has 16 slots (params.devshard_escrow_params.group_size); nobody's message may fill the memory. */
const MOST_SLOTS = 1024;

/** Field numbers by the chain's recorded transactions: bytes against the gateway's JSON of the same. Of a field that comes twice the last counts. */
export function decodeCreateEscrow(message: Uint8Array): Decoded<CreateEscrow> {
  return decodedMessage("MsgCreateDevshardEscrow", () => {
    let [creator, amount, model_id] = ["", 0n, ""];
    for (const field of fieldsOf(message)) {
      if (field.number === 1) creator = textOf(field);
      else if (field.number === 2) amount = uint64Of(field);
      else if (field.number === 3) model_id = textOf(field);
    }
    return { creator, amount, model_id };
  });
}

/** As above. The rows of `host_stats` come in any order; two of one slot are no settlement (data-sources: one row per slot). */
export function decodeSettleEscrow(message: Uint8Array): Decoded<SettleEscrow> {
  return decodedMessage("MsgSettleDevshardEscrow", () => {
    let [settler, protocol_version] = ["", ""];
    let [escrow_id, nonce, fees] = [0n, 0n, 0n];
    const slots: SlotStats[] = [];
    for (const field of fieldsOf(message)) {
      if (field.number === 1) settler = textOf(field);
      else if (field.number === 2) escrow_id = uint64Of(field);
      else if (field.number === 4) nonce = uint64Of(field);
      else if (field.number === 6) {
        if (slots.length >= MOST_SLOTS) reject("host_stats", `at most ${MOST_SLOTS} slots`, "more");
        slots.push(slotOf(bytesOf(field)));
      } else if (field.number === 8) fees = uint64Of(field);
      else if (field.number === 9) protocol_version = textOf(field);
      // State root, rest hash and signatures are not kept, but have to be what they are.
      else if (field.number === 3 || field.number === 5 || field.number === 7) bytesOf(field);
    }
    refuseDuplicates(slots, ({ slot_id }) => String(slot_id), "host_stats");
    return { settler, escrow_id, nonce, fees, protocol_version, slots };
  });
}

function slotOf(stats: Uint8Array): SlotStats {
  let [slot_id, missed, invalid, required_validations, completed_validations] = [0, 0, 0, 0, 0];
  let cost = 0n;
  for (const field of fieldsOf(stats)) {
    if (field.number === 1) slot_id = uint32Of(field);
    else if (field.number === 2) missed = uint32Of(field);
    else if (field.number === 3) invalid = uint32Of(field);
    else if (field.number === 4) cost = uint64Of(field);
    else if (field.number === 5) required_validations = uint32Of(field);
    else if (field.number === 6) completed_validations = uint32Of(field);
  }
  return { slot_id, missed, invalid, cost, required_validations, completed_validations };
}
