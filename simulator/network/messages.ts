import { BinaryWriter } from "cosmjs-types/binary";
import { GenericAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import { MsgExec, MsgGrant } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { BasicAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import { MsgGrantAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/tx";
import type { Message } from "./types.ts";

/** Field numbers of the inference module's messages: its proto/inference/inference/tx.proto, checked against recorded transactions. */

export function storeCommit(creator: string, stageStart: number, modelId: string, count: number, rootHash: Uint8Array): Message {
  const entry = new BinaryWriter().uint32(10).string(modelId).uint32(16).uint32(count).uint32(26).bytes(rootHash).finish();
  const value = new BinaryWriter()
    .uint32(10)
    .string(creator)
    .uint32(16)
    .int64(BigInt(stageStart))
    .uint32(42)
    .bytes(entry)
    .finish();
  const entries = [{ model_id: modelId, count, root_hash: base64(rootHash) }];
  return {
    typeUrl: "/inference.inference.MsgPoCV2StoreCommit",
    value,
    json: { creator, poc_stage_start_block_height: `${stageStart}`, count: 0, root_hash: null, entries },
  };
}

export function claimRewards(creator: string, seed: bigint, epoch: number): Message {
  const value = new BinaryWriter().uint32(10).string(creator).uint32(16).int64(seed).uint32(24).uint64(BigInt(epoch)).finish();
  return {
    typeUrl: "/inference.inference.MsgClaimRewards",
    value,
    json: { creator, seed: `${seed}`, epoch_index: `${epoch}` },
  };
}

export function submitSeed(creator: string, epoch: number, signature: string): Message {
  const value = new BinaryWriter()
    .uint32(10)
    .string(creator)
    .uint32(16)
    .uint64(BigInt(epoch))
    .uint32(26)
    .string(signature)
    .finish();
  return { typeUrl: "/inference.inference.MsgSubmitSeed", value, json: { creator, epoch_index: `${epoch}`, signature } };
}

/** A diff without changes, as a host sends it when only the status of its nodes changed back. */
export function hardwareDiff(creator: string): Message {
  return {
    typeUrl: "/inference.inference.MsgSubmitHardwareDiff",
    value: new BinaryWriter().uint32(10).string(creator).finish(),
    json: { creator, newOrModified: [], removed: [] },
  };
}

export function newParticipant(creator: string, url: string, validatorKey: string): Message {
  const value = new BinaryWriter().uint32(10).string(creator).uint32(18).string(url).uint32(26).string(validatorKey).finish();
  return {
    typeUrl: "/inference.inference.MsgSubmitNewParticipant",
    value,
    json: { creator, url, validator_key: validatorKey, worker_key: "" },
  };
}

export function createEscrow(creator: string, amount: bigint, modelId: string): Message {
  const value = new BinaryWriter().uint32(10).string(creator).uint32(16).uint64(amount).uint32(26).string(modelId).finish();
  return {
    typeUrl: "/inference.inference.MsgCreateDevshardEscrow",
    value,
    json: { creator, amount: `${amount}`, model_id: modelId },
  };
}

export function send(from: string, to: string, amount: bigint): Message {
  const coins = [{ denom: "ngonka", amount: `${amount}` }];
  return {
    typeUrl: "/cosmos.bank.v1beta1.MsgSend",
    value: MsgSend.encode({ fromAddress: from, toAddress: to, amount: coins }).finish(),
    json: { from_address: from, to_address: to, amount: coins },
  };
}

export function exec(grantee: string, inner: readonly Message[]): Message {
  const msgs = inner.map(({ typeUrl, value }) => ({ typeUrl, value }));
  return {
    typeUrl: "/cosmos.authz.v1beta1.MsgExec",
    value: MsgExec.encode({ grantee, msgs }).finish(),
    json: { grantee, msgs: inner.map(({ typeUrl, json }) => ({ "@type": typeUrl, ...json })) },
  };
}

export function grant(granter: string, grantee: string, message: string, expirationMs: number): Message {
  const authorization = {
    typeUrl: "/cosmos.authz.v1beta1.GenericAuthorization",
    value: GenericAuthorization.encode({ msg: message }).finish(),
  };
  return {
    typeUrl: "/cosmos.authz.v1beta1.MsgGrant",
    value: MsgGrant.encode({ granter, grantee, grant: { authorization, expiration: timestamp(expirationMs) } }).finish(),
    json: {
      granter,
      grantee,
      grant: { authorization: { "@type": authorization.typeUrl, msg: message }, expiration: iso(expirationMs) },
    },
  };
}

export function grantAllowance(granter: string, grantee: string, limit: bigint, expirationMs: number): Message {
  const spendLimit = [{ denom: "ngonka", amount: `${limit}` }];
  const allowance = {
    typeUrl: "/cosmos.feegrant.v1beta1.BasicAllowance",
    value: BasicAllowance.encode({ spendLimit, expiration: timestamp(expirationMs) }).finish(),
  };
  return {
    typeUrl: "/cosmos.feegrant.v1beta1.MsgGrantAllowance",
    value: MsgGrantAllowance.encode({ granter, grantee, allowance }).finish(),
    json: {
      granter,
      grantee,
      allowance: { "@type": allowance.typeUrl, spend_limit: spendLimit, expiration: iso(expirationMs) },
    },
  };
}

const timestamp = (ms: number) => ({ seconds: BigInt(Math.floor(ms / 1000)), nanos: (ms % 1000) * 1_000_000 });
const iso = (ms: number) => new Date(ms).toISOString();
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
