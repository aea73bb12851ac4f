import { createECDH } from "node:crypto";
import { toBech32 } from "@cosmjs/encoding";
import { MsgExec } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { MsgSend } from "cosmjs-types/cosmos/bank/v1beta1/tx";
import { LegacyAminoPubKey } from "cosmjs-types/cosmos/crypto/multisig/keys";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import { MsgVote } from "cosmjs-types/cosmos/gov/v1/tx";
import { AuthInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import fc from "fast-check";
import { expect, test } from "vitest";
import { TRANSACTIONS } from "../../storage/facts/tables.ts";
import { decodeTx, type TxContent } from "./decode-tx.ts";

/** The generator of the curve: its hash is on every list of test vectors (Bitcoin's key 1). */
const GENERATOR = Buffer.from("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798", "hex");
const GENERATOR_ACCOUNT = toBech32("gonka", Buffer.from("751e76e8199196d454941c45d1b3a323f1433bd6", "hex"));

const account = (index: number) => toBech32("gonka", new Uint8Array(20).fill(index));
const single = (key: Uint8Array): Any => ({ typeUrl: "/cosmos.crypto.secp256k1.PubKey", value: PubKey.encode({ key }).finish() });
const send = (fromAddress: string): Any => ({
  typeUrl: "/cosmos.bank.v1beta1.MsgSend",
  value: MsgSend.encode({ fromAddress, toAddress: account(99), amount: [] }).finish(),
});
const exec = (grantee: string, msgs: Any[]): Any => ({
  typeUrl: "/cosmos.authz.v1beta1.MsgExec",
  value: MsgExec.encode({ grantee, msgs }).finish(),
});

function txOf(messages: Any[], keys: (Any | undefined)[], granter = ""): Uint8Array {
  const signerInfos = keys.map((publicKey) => (publicKey === undefined ? { sequence: 1n } : { publicKey, sequence: 1n }));
  return TxRaw.encode(
    TxRaw.fromPartial({
      bodyBytes: TxBody.encode(TxBody.fromPartial({ messages })).finish(),
      authInfoBytes: AuthInfo.encode(AuthInfo.fromPartial({ signerInfos, fee: { granter } })).finish(),
    }),
  ).finish();
}

function read(bytes: Uint8Array): TxContent {
  const decoded = decodeTx(bytes);
  if (!decoded.ok) throw new Error(decoded.reason);
  return decoded.value;
}

test("a signer is the account of its key, by a known vector", () => {
  expect(read(txOf([send(GENERATOR_ACCOUNT)], [single(GENERATOR)]))).toEqual({
    signers: [GENERATOR_ACCOUNT],
    on_behalf_of: [],
    fee_granter: null,
    message_types: ["/cosmos.bank.v1beta1.MsgSend"],
  });
});

test("inner messages act for their creators, at any depth; the signer itself and strangers' texts are not among them", () => {
  const vote = {
    typeUrl: "/cosmos.gov.v1.MsgVote",
    value: MsgVote.encode(MsgVote.fromPartial({ proposalId: 7n, voter: account(5) })).finish(),
  };
  const inner = exec(account(3), [send(account(4)), vote]);
  const outer = exec(GENERATOR_ACCOUNT, [send(account(2)), send(GENERATOR_ACCOUNT), send("cosmos1nobody"), send(""), inner]);
  expect(read(txOf([outer], [single(GENERATOR)], account(8)))).toEqual({
    signers: [GENERATOR_ACCOUNT],
    on_behalf_of: [account(2), account(3), account(4)],
    fee_granter: account(8),
    message_types: ["/cosmos.authz.v1beta1.MsgExec", "/cosmos.bank.v1beta1.MsgSend", "/cosmos.gov.v1.MsgVote"],
  });
});

test("keys of several people, keys left out and keys of another kind are no signers; a granter that is no account is none", () => {
  const several = {
    typeUrl: "/cosmos.crypto.multisig.LegacyAminoPubKey",
    value: LegacyAminoPubKey.encode({ threshold: 1, publicKeys: [single(GENERATOR)] }).finish(),
  };
  const other = { typeUrl: "/cosmos.crypto.secp256r1.PubKey", value: PubKey.encode({ key: GENERATOR }).finish() };
  const short = single(GENERATOR.subarray(0, 20));
  expect(read(txOf([], [several, undefined, other, short], "gonka1granter"))).toMatchObject({ signers: [], fee_granter: null });
});

test("what a stranger writes beyond measure still is a row", () => {
  const many = Array.from({ length: 300 }, (_, index) => send(toBech32("gonka", Buffer.from(`${index}`.padStart(20)))));
  const types = Array.from({ length: 1100 }, (_, index) => ({ typeUrl: `/t${index}`, value: new Uint8Array() }));
  const odd = { typeUrl: `${"x".repeat(255)}😀`, value: Uint8Array.of(0xff) };
  const keys = Array.from({ length: 70 }, () => {
    const pair = createECDH("secp256k1");
    pair.generateKeys();
    return single(pair.getPublicKey(null, "compressed"));
  });
  const content = read(txOf([odd, exec(account(1), many), ...types], keys));
  expect(content.signers.length).toBe(64);
  expect(content.on_behalf_of.length).toBe(256);
  expect(content.message_types.length).toBe(1024);
  expect(content.message_types[0]).toBe(`${"x".repeat(255)}\ufffd`);
  const place = { height: 1, tx_index: 0, hash: "A".repeat(64), time: "2026-03-01T00:00:00Z", code: 0, source: "node" };
  expect(TRANSACTIONS.row.safeParse({ ...place, ...content }).success).toBe(true);
});

test("messages wrapped without end are not followed without end", () => {
  let message = send(account(1));
  for (let depth = 0; depth < 50; depth++) message = exec(account(depth + 2), [message]);
  const { message_types, on_behalf_of } = read(txOf([message], []));
  expect(message_types).toEqual(["/cosmos.authz.v1beta1.MsgExec"]);
  expect(on_behalf_of.length).toBe(8);
});

test("any bytes, and any damage to a real transaction, are read or refused, never thrown; what is read is a row", () => {
  const whole = txOf([exec(account(3), [send(account(4))])], [single(GENERATOR)], account(8));
  const damaged = fc
    .tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), fc.nat(whole.length))
    .map(([at, byte, end]) => whole.map((before, index) => (index === at ? byte : before)).subarray(0, Math.max(at, end)));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), damaged), (bytes) => {
      const decoded = decodeTx(bytes);
      if (!decoded.ok) {
        expect(decoded.reason).toMatch(/^not a transaction: /);
        return;
      }
      const place = { height: 1, tx_index: 0, hash: "A".repeat(64), time: "2026-03-01T00:00:00Z", code: null, source: "node" };
      expect(TRANSACTIONS.row.safeParse({ ...place, ...decoded.value }).success).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
