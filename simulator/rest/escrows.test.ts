import { BinaryReader } from "cosmjs-types/binary";
import { MsgExec } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import { TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import protobuf from "protobufjs";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { SimulationClock } from "../network/clock.ts";
import { createNetwork } from "../network/network.ts";
import { DEFAULTS } from "../network/options.ts";
import type { Escrow } from "../network/sessions-types.ts";
import type { Tx } from "../network/types.ts";
import { restAnswer } from "./answer.ts";

const options = { ...DEFAULTS, speed: 0 };
const network = createNetwork(options, new SimulationClock(options));
const head = network.clock.height();
const { effective } = network.epochsAt(head);
const BASE = "productscience/inference/inference";
const ask = (path: string, height = head) => restAnswer(network, height, `${BASE}/${path}`, new URLSearchParams()).body;
const all = [effective - 3, effective - 2, effective - 1].flatMap((epoch) => network.escrowsOf(epoch));

function first(found: (escrow: Escrow) => boolean): Escrow {
  const escrow = all.find(found);
  if (escrow === undefined) throw new Error("the plot has none");
  return escrow;
}

/** Field numbers of the data guide and of recorded bytes, read by a library that isn't the simulation's. */
const { root } = protobuf.parse(
  `
  syntax = "proto3";
  message Create { string creator = 1; uint64 amount = 2; string model_id = 3; }
  message Row { uint32 slot_id = 1; uint32 missed = 2; uint32 invalid = 3; uint64 cost = 4;
    uint32 required_validations = 5; uint32 completed_validations = 6; }
  message Signature { uint32 slot_id = 1; bytes signature = 2; }
  message Settle { string settler = 1; uint64 escrow_id = 2; bytes state_root = 3; uint64 nonce = 4; bytes rest_hash = 5;
    repeated Row host_stats = 6; repeated Signature signatures = 7; uint64 fees = 8; string state_root_and_protocol_version = 9; }
`,
  { keepCase: true },
);

function readBack(type: "Create" | "Settle", value: Uint8Array) {
  const message = root.lookupType(type);
  return message.toObject(message.decode(value), { longs: String, bytes: String, defaults: true });
}

const executed = z.array(z.record(z.string(), z.unknown()));
const statsAnswer = z.object({ stats: z.object({ cost: z.string(), escrow_count: z.number() }) });

/** The one message of a transaction, taken out of MsgExec, as bytes and as JSON. */
function messageOf({ bytes, messages }: Tx) {
  const [outer] = TxBody.decode(TxRaw.decode(bytes).bodyBytes).messages;
  const [json] = messages;
  if (outer === undefined || json === undefined) throw new Error("no message");
  if (!outer.typeUrl.endsWith("MsgExec")) return { typeUrl: outer.typeUrl, value: outer.value, json: json.json, executed: false };
  const [inner] = MsgExec.decode(outer.value).msgs;
  const { "@type": typeUrl, ...rest } = executed.parse(json.json["msgs"])[0] ?? {};
  if (inner === undefined) throw new Error("nothing executed");
  expect(inner.typeUrl).toBe(typeUrl);
  return { typeUrl: inner.typeUrl, value: inner.value, json: rest, executed: true };
}

const attributesOf = (tx: Tx, type: string) =>
  tx.events
    .filter((event) => event.type === type)
    .map(({ attributes }) => Object.fromEntries(attributes.map(({ key, value }) => [key, value])));

const txOf = (height: number, type: string, id: bigint) =>
  network.transactions(height).find((tx) => attributesOf(tx, type).some(({ escrow_id }) => escrow_id === String(id)));

describe("escrows on the simulated chain", () => {
  test("an escrow is there from its block on, settled from its settlement on, and gone a block after setNewValidators(E+2)", () => {
    const { id, createdHeight, settledHeight, prunedHeight, epoch } = first((one) => one.settledHeight !== null);
    expect(ask(`devshard_escrow/${id}`, createdHeight - 1)).toEqual({ escrow: null, found: false });
    const at = (height: number) => ask(`devshard_escrow/${id}`, height);
    expect(at(createdHeight)).toMatchObject({ escrow: { id: String(id), settled: false }, found: true });
    expect(at((settledHeight ?? 0) - 1)).toMatchObject({ escrow: { settled: false } });
    expect(at(settledHeight ?? 0)).toMatchObject({ escrow: { settled: true } });
    expect(prunedHeight).toBe(network.stagesOf(epoch + 2).setNewValidators + 1);
    expect(at(prunedHeight - 1)).toMatchObject({ found: true });
    expect(at(prunedHeight)).toEqual({ escrow: null, found: false });
  });

  test("an escrow's answer has the keys of the data guide's example", () => {
    const { id, slots } = first(({ prunedHeight }) => prunedHeight > head);
    expect(ask(`devshard_escrow/${id}`)).toEqual({
      escrow: {
        id: String(id),
        creator: expect.stringMatching(/^gonka1/),
        amount: expect.stringMatching(/^\d+$/),
        slots,
        epoch_index: expect.stringMatching(/^\d+$/),
        app_hash: expect.any(String),
        settled: expect.any(Boolean),
        token_price: "10",
        model_id: expect.any(String),
        create_devshard_fee: "10000",
        fee_per_nonce: "1000",
        inference_seal_grace_nonces: 160,
        inference_seal_grace_seconds: 3600,
        auto_seal_every_n_nonces: 150,
        validation_rate: 1000,
      },
      found: true,
    });
  });

  test("one that nobody settles is split over its slots as it goes, in transfers of the block's end", () => {
    const { slots, amount, prunedHeight } = first((one) => one.settledHeight === null && one.prunedHeight <= head);
    const paid = network
      .events(prunedHeight)
      .filter(({ type }) => type === "transfer")
      .map(({ attributes }) => Object.fromEntries(attributes.map(({ key, value }) => [key, value])));
    for (const slot of new Set(slots)) expect(paid.map(({ recipient }) => recipient)).toContain(slot);
    const sum = paid.reduce((total, { amount: part = "" }) => total + BigInt(part.replace("ngonka", "")), 0n);
    expect(sum % (amount / 16n)).toBe(0n);
    expect(network.events(prunedHeight - 1).some(({ type }) => type === "transfer")).toBe(false);
  });

  test("hosts' sums are those of the settled escrows, late ones too, and 0 of an epoch that is pruned", () => {
    const epoch = effective - 1;
    const settled = network.escrowsOf(epoch).filter(({ settledHeight }) => settledHeight !== null && settledHeight <= head);
    const cost = settled.reduce((sum, { settlement }) => sum + (settlement?.totalPayout ?? 0n) - (settlement?.fees ?? 0n), 0n);
    const hosts = new Set(settled.flatMap(({ slots }) => slots));
    const answers = [...hosts].map((host) => statsAnswer.parse(ask(`devshard_host_epoch_stats/${epoch}/${host}`)));
    expect(answers.reduce((sum, { stats }) => sum + BigInt(stats.cost), 0n)).toBe(cost);
    for (const [number, host] of [...hosts].entries())
      expect(answers[number]?.stats.escrow_count).toBe(settled.filter(({ slots }) => slots.includes(host)).length);
    expect(ask(`devshard_host_epoch_stats/${effective - 5}/${[...hosts][0]}`)).toEqual({ stats: null, found: false });
  });

  test("transactions: bytes, JSON and events say the same, directly and inside MsgExec", () => {
    const seen = new Set<string>();
    for (const escrow of all) {
      const opened = txOf(escrow.createdHeight, "devshard_escrow_created", escrow.id);
      if (opened === undefined) throw new Error(`escrow ${escrow.id} was not opened`);
      const opening = messageOf(opened);
      const amount = String(escrow.amount);
      expect(readBack("Create", opening.value)).toEqual(opening.json);
      expect(opening.json).toEqual({ creator: escrow.creator, amount, model_id: escrow.modelId });
      expect(attributesOf(opened, "devshard_escrow_created")).toEqual([
        {
          escrow_id: String(escrow.id),
          creator: escrow.creator,
          amount,
          epoch_index: String(escrow.epoch),
          model_id: escrow.modelId,
          ...(opening.executed ? { authz_msg_index: "0" } : {}),
          msg_index: "0",
        },
      ]);
      seen.add(`open ${opening.executed}`);
      const { settlement } = escrow;
      if (settlement === null) continue;
      const settled = txOf(settlement.height, "devshard_escrow_settled", escrow.id);
      if (settled === undefined) throw new Error(`escrow ${escrow.id} was not settled`);
      const settling = messageOf(settled);
      expect(readBack("Settle", settling.value)).toEqual(settling.json);
      const [event] = attributesOf(settled, "devshard_escrow_settled");
      expect(event).toMatchObject({
        settler: escrow.creator,
        state_root_and_protocol_version: "v4.1",
        total_payout: String(settlement.totalPayout),
        fees: settling.json["fees"],
        remainder: String(settlement.remainder),
      });
      const transfers = attributesOf(settled, "transfer").map(({ amount: part = "" }) => BigInt(part.replace("ngonka", "")));
      const late = network.epochsAt(settlement.height).effective > escrow.epoch;
      const out = transfers.reduce((sum, part) => sum + part, 0n);
      expect(out).toBe(late ? escrow.amount : settlement.remainder);
      seen.add(`settle ${settling.executed} ${late}`);
    }
    expect([...seen].sort()).toEqual(
      expect.arrayContaining(["open false", "open true", "settle false false", "settle true false"]),
    );
    expect([...seen].some((one) => one.endsWith("true"))).toBe(true);
  });

  test("an offer of too little fails: code 1, no events of an escrow", () => {
    const refused = [effective - 2, effective - 1].flatMap((epoch) => {
      const height = (network.escrowsOf(epoch)[0]?.createdHeight ?? 0) - 1;
      return network.transactions(height).filter(({ code }) => code !== 0);
    });
    expect(refused.length).toBe(1);
    expect(refused[0]?.events.some(({ type }) => type.startsWith("devshard"))).toBe(false);
  });
});

test("the bytes of a settlement stand in the recorded order of fields", () => {
  const { settlement, id } = first((one) => one.settledHeight !== null);
  const tx = txOf(settlement?.height ?? 0, "devshard_escrow_settled", id);
  if (tx === undefined) throw new Error("not settled");
  const reader = new BinaryReader(messageOf(tx).value);
  const fields: number[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    fields.push(tag >>> 3);
    reader.skipType(tag & 7);
  }
  expect(fields).toEqual([1, 2, 3, 4, 5, ...Array.from({ length: 16 }, () => 6), ...Array.from({ length: 16 }, () => 7), 8, 9]);
});
