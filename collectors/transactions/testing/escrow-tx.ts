import { createHash } from "node:crypto";
import { toBech32 } from "@cosmjs/encoding";
import { MsgExec } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { AuthInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import protobuf from "protobufjs";
import type { TestEvent } from "./chain-node.ts";

/** The chain's messages by the field numbers of its `tx.proto`, for a standard protobuf library: nothing of the product's own decoding. */
const { nested } = protobuf.Root.fromJSON({
  nested: {
    Create: {
      fields: {
        creator: { type: "string", id: 1 },
        amount: { type: "uint64", id: 2 },
        modelId: { type: "string", id: 3 },
      },
    },
    Slot: {
      fields: {
        slotId: { type: "uint32", id: 1 },
        missed: { type: "uint32", id: 2 },
        invalid: { type: "uint32", id: 3 },
        cost: { type: "uint64", id: 4 },
        requiredValidations: { type: "uint32", id: 5 },
        completedValidations: { type: "uint32", id: 6 },
      },
    },
    Signature: { fields: { slotId: { type: "uint32", id: 1 }, signature: { type: "bytes", id: 2 } } },
    Settle: {
      fields: {
        settler: { type: "string", id: 1 },
        escrowId: { type: "uint64", id: 2 },
        stateRoot: { type: "bytes", id: 3 },
        nonce: { type: "uint64", id: 4 },
        restHash: { type: "bytes", id: 5 },
        hostStats: { rule: "repeated", type: "Slot", id: 6 },
        signatures: { rule: "repeated", type: "Signature", id: 7 },
        fees: { type: "uint64", id: 8 },
        version: { type: "string", id: 9 },
      },
    },
  },
});

function encoded(name: "Create" | "Settle", message: object): Uint8Array {
  const type = nested?.[name];
  if (!(type instanceof protobuf.Type)) throw new Error(`no type ${name}`);
  return type.encode(type.fromObject(message)).finish();
}

export const account = (name: string) => toBech32("gonka", createHash("sha256").update(name).digest().subarray(0, 20));

/** Numbers as decimal text: the library makes them 64-bit integers. */
export interface GoldenCreate {
  readonly creator: string;
  readonly amount: string;
  readonly modelId: string;
}

export interface GoldenSlot {
  readonly slotId: number;
  readonly missed: number;
  readonly invalid: number;
  readonly cost: string;
  readonly requiredValidations: number;
  readonly completedValidations: number;
}

export interface GoldenSettle {
  readonly settler: string;
  readonly escrowId: string;
  readonly nonce: string;
  readonly hostStats: readonly GoldenSlot[];
  readonly fees: string;
  readonly version: string;
}

export const createBytes = (message: GoldenCreate) => encoded("Create", message);
export const settleBytes = (message: GoldenSettle) =>
  encoded("Settle", {
    ...message,
    stateRoot: Buffer.alloc(32, 1),
    restHash: Buffer.alloc(32, 2),
    signatures: message.hostStats.map(({ slotId }) => ({ slotId, signature: Buffer.alloc(65, slotId) })),
  });

export const createMessage = (message: GoldenCreate): Any => ({
  typeUrl: "/inference.inference.MsgCreateDevshardEscrow",
  value: createBytes(message),
});
export const settleMessage = (message: GoldenSettle): Any => ({
  typeUrl: "/inference.inference.MsgSettleDevshardEscrow",
  value: settleBytes(message),
});
export const execMessage = (msgs: Any[]): Any => ({
  typeUrl: "/cosmos.authz.v1beta1.MsgExec",
  value: MsgExec.encode({ grantee: account("warm key"), msgs }).finish(),
});

export const txOf = (...messages: Any[]): Uint8Array =>
  TxRaw.encode(
    TxRaw.fromPartial({
      bodyBytes: TxBody.encode(TxBody.fromPartial({ messages })).finish(),
      authInfoBytes: AuthInfo.encode(AuthInfo.fromPartial({})).finish(),
    }),
  ).finish();

const event = (type: string, attributes: Readonly<Record<string, string>>): TestEvent => ({
  type,
  attributes: Object.entries({ ...attributes, msg_index: "0" }).map(([key, value]) => ({ key, value })),
});

export const createdEvent = (id: string, epoch: number, { creator, amount, modelId }: GoldenCreate): TestEvent =>
  event("devshard_escrow_created", { escrow_id: id, creator, amount, epoch_index: String(epoch), model_id: modelId });

/** What the chain says of a settlement: payout and remainder follow from the message and the escrow's amount. */
export function settledEvent(message: GoldenSettle, amount: string, change: Readonly<Record<string, string>> = {}): TestEvent {
  const payout = message.hostStats.reduce((sum, { cost }) => sum + BigInt(cost), BigInt(message.fees));
  return event("devshard_escrow_settled", {
    escrow_id: message.escrowId,
    state_root_and_protocol_version: message.version,
    settler: message.settler,
    total_payout: String(payout),
    fees: message.fees,
    remainder: String(BigInt(amount) - payout),
    ...change,
  });
}

/** Sixteen slots, the last first; `change` for those that are not like the others. */
export const slotsOf = (costs: readonly number[], change: Partial<GoldenSlot> = {}): GoldenSlot[] =>
  costs
    .map((cost, slotId) => ({
      slotId,
      missed: 0,
      invalid: 0,
      cost: String(cost),
      requiredValidations: 0,
      completedValidations: 0,
      ...change,
    }))
    .reverse();
