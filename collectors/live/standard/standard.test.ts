import { createHash } from "node:crypto";
import { toBech32 } from "@cosmjs/encoding";
import { BinaryReader, BinaryWriter } from "cosmjs-types/binary";
import { QuerySupplyOfResponse } from "cosmjs-types/cosmos/bank/v1beta1/query";
import { PageRequest } from "cosmjs-types/cosmos/base/query/v1beta1/pagination";
import { PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import { QueryCommunityPoolResponse } from "cosmjs-types/cosmos/distribution/v1beta1/query";
import { QueryParamsResponse, QuerySigningInfosResponse } from "cosmjs-types/cosmos/slashing/v1beta1/query";
import { QueryValidatorsRequest, QueryValidatorsResponse } from "cosmjs-types/cosmos/staking/v1beta1/query";
import { BondStatus } from "cosmjs-types/cosmos/staking/v1beta1/staking";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CollectContext } from "../../context.ts";
import type { Told } from "../pinned.ts";
import { STANDARD_QUESTIONS } from "./index.ts";
import { questionContext } from "./testing/context.ts";
import { type Behaviour, startNode, type TestNode } from "./testing/node.ts";

const PIN = { epoch: 8, height: 847 };
const ascii = (text: string) => new TextEncoder().encode(text);
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

let context: CollectContext;
let warnings: object[];
let close: () => Promise<void>;
let nodes: TestNode[] = [];
beforeEach(() => {
  ({ context, warnings, close } = questionContext());
});
afterEach(async () => {
  await close();
  await Promise.all(nodes.map((node) => node.close()));
  nodes = [];
});

async function node(behaviour: Behaviour): Promise<TestNode> {
  const started = await startNode(behaviour);
  nodes.push(started);
  return started;
}

/** Every question of the list, asked of one node; the key is the topic. */
async function askAll({ source }: TestNode) {
  const replies = await Promise.all(
    STANDARD_QUESTIONS.map(async (question) => ({
      topic: question.questions(PIN)[0]?.topic ?? "",
      reply: await question.ask(context, source, PIN),
    })),
  );
  return new Map(replies.map(({ topic, reply }) => [topic, reply]));
}

const rowsOf = (told: readonly Told[]) => told.flatMap(({ rows }) => rows.flatMap((each) => each.rows));
async function askOne(of: TestNode, topic: string) {
  const question = STANDARD_QUESTIONS.find((one) => one.questions(PIN)[0]?.topic === topic);
  if (question === undefined) throw new Error(`no question ${topic}`);
  return question.ask(context, of.source, PIN);
}
async function toldRows(of: TestNode, topic: string) {
  const reply = await askOne(of, topic);
  if (reply.outcome !== "told") throw new Error(`${topic}: ${JSON.stringify(reply)}`);
  expect(reply.height).toBe(PIN.height);
  return rowsOf(reply.value);
}

const keyOf = (index: number) => new Uint8Array(32).fill(index + 1);
const consensusOf = (index: number) => sha256(keyOf(index)).subarray(0, 20);
const operator = (index: number) => toBech32("gonkavaloper", sha256(ascii(`operator ${index}`)).subarray(0, 20));
const validator = (index: number, moniker = `host${index}`) => ({
  operatorAddress: operator(index),
  consensusPubkey: { typeUrl: "/cosmos.crypto.ed25519.PubKey", value: PubKey.encode({ key: keyOf(index) }).finish() },
  jailed: index === 1,
  status: index === 2 ? BondStatus.BOND_STATUS_UNBONDING : BondStatus.BOND_STATUS_BONDED,
  tokens: String(100 + index),
  delegatorShares: "1000000000000000000000000",
  description: { moniker, identity: "", website: "", securityContact: "", details: "" },
});
const validatorPage = (indexes: readonly number[], nextKey: Uint8Array = new Uint8Array()) =>
  QueryValidatorsResponse.encode(
    QueryValidatorsResponse.fromPartial({
      validators: indexes.map((index) => validator(index)),
      pagination: { nextKey, total: 0n },
    }),
  ).finish();

const VALIDATORS_PATH = "/cosmos.staking.v1beta1.Query/Validators";
const SUPPLY_PATH = "/cosmos.bank.v1beta1.Query/SupplyOf";
const supplyOf = (amount: string) =>
  QuerySupplyOfResponse.encode(QuerySupplyOfResponse.fromPartial({ amount: { denom: "ngonka", amount } })).finish();

const slashingParams = QueryParamsResponse.encode(
  QueryParamsResponse.fromPartial({
    params: {
      signedBlocksWindow: 100n,
      minSignedPerWindow: ascii("500000000000000000"),
      downtimeJailDuration: { seconds: 600n, nanos: 0 },
      slashFractionDoubleSign: ascii("50000000000000000"),
      slashFractionDowntime: ascii("10000000000000000"),
    },
  }),
).finish();

const forever = { seconds: 253402300799n, nanos: 0 };
const signingInfos = QuerySigningInfosResponse.encode(
  QuerySigningInfosResponse.fromPartial({
    info: [
      { jailedUntil: { seconds: 0n, nanos: 0 }, missedBlocksCounter: 3n, indexOffset: 831n },
      { jailedUntil: { seconds: 1_795_359_333n, nanos: 123_456_789 }, startHeight: 828n },
      { jailedUntil: { seconds: -62_135_596_800n, nanos: 0 } },
      { jailedUntil: forever, tombstoned: true },
    ].map((info, index) => ({ ...info, address: toBech32("gonkavalcons", consensusOf(index)) })),
    pagination: { nextKey: new Uint8Array(), total: 4n },
  }),
).finish();

const communityPool = QueryCommunityPoolResponse.encode(
  QueryCommunityPoolResponse.fromPartial({ pool: [{ denom: "ngonka", amount: "400040000000000021561960" }] }),
).finish();

const WHOLE: NonNullable<Behaviour["abci"]> = {
  [VALIDATORS_PATH]: ({ data }) => {
    const { status, pagination } = QueryValidatorsRequest.decode(data);
    expect(status).toBe("");
    const page = Buffer.from(pagination?.key ?? new Uint8Array()).toString();
    if (page === "") return validatorPage([0, 1], ascii("second page"));
    return page === "second page" ? validatorPage([2]) : { code: 2, log: "a key that was never given" };
  },
  "/cosmos.slashing.v1beta1.Query/SigningInfos": () => signingInfos,
  "/cosmos.slashing.v1beta1.Query/Params": () => slashingParams,
  [SUPPLY_PATH]: () => supplyOf("443181451939622918"),
  "/cosmos.distribution.v1beta1.Query/CommunityPool": () => communityPool,
};

test("a node without REST tells everything by abci_query, each at the pinned height", async () => {
  const whole = await node({ abci: WHOLE });
  const replies = await askAll(whole);
  expect([...replies.values()].map(({ outcome }) => outcome)).toEqual(Array(5).fill("told"));
  expect(new Set(whole.asked.map(({ height }) => height))).toEqual(new Set(["847"]));
  expect(whole.asked.length).toBe(6);
  expect(warnings).toEqual([]);
});

test("validators of all pages, by consensus address", async () => {
  const rows = await toldRows(await node({ abci: WHOLE }), "validators");
  expect(rows).toEqual(
    [0, 1, 2].map((index) => ({
      epoch: 8,
      operator_address: operator(index),
      consensus_address: consensusOf(index).toString("hex").toUpperCase(),
      jailed: index === 1,
      status: index === 2 ? "BOND_STATUS_UNBONDING" : "BOND_STATUS_BONDED",
      tokens: BigInt(100 + index),
      moniker: `host${index}`,
    })),
  );
});

test("signing infos: never jailed is null, for ever is the last moment that can be stored", async () => {
  const rows = await toldRows(await node({ abci: WHOLE }), "signing_infos");
  expect(rows).toMatchObject([
    { jailed_until: null, missed_blocks: 3n, index_offset: 831n, start_height: 0, tombstoned: false },
    { jailed_until: "2026-11-22T14:55:33.123Z", start_height: 828 },
    { jailed_until: null },
    { jailed_until: "2299-12-31T23:59:59.000Z", tombstoned: true },
  ]);
  expect(rows[0]).toMatchObject({ epoch: 8, consensus_address: consensusOf(0).toString("hex").toUpperCase() });
});

test("slashing params, supply and community pool in the chain's own integers", async () => {
  const whole = await node({ abci: WHOLE });
  expect(await toldRows(whole, "slashing_params")).toEqual([
    {
      epoch: 0,
      signed_blocks_window: 100n,
      min_signed_per_window_e18: 500_000_000_000_000_000n,
      downtime_jail_seconds: 600n,
      slash_fraction_downtime_e18: 10_000_000_000_000_000n,
    },
  ]);
  expect(await toldRows(whole, "supply")).toEqual([{ epoch: 8, denom: "ngonka", amount: 443_181_451_939_622_918n }]);
  expect(await toldRows(whole, "community_pool")).toEqual([
    { epoch: 8, denom: "ngonka", amount_e18: 400_040_000_000_000_021_561_960n },
  ]);
});

test("fields that a fork adds, at any place, change nothing", async () => {
  // Field 200 as text and field 201 as a number, in the answer itself and inside a validator.
  const more = Uint8Array.of(0xc2, 0x0c, 0x02, 0x68, 0x69, 0xc8, 0x0c, 0x07);
  const plain = validatorPage([0]);
  const first = new BinaryReader(plain);
  const tag = first.uint32();
  const inside = first.bytes();
  const grown = new BinaryWriter()
    .uint32(tag)
    .bytes(Uint8Array.from([...inside, ...more]))
    .finish();
  const wrapped = Uint8Array.from([...plain, ...more]);
  const longer = Uint8Array.from([...grown, ...plain.subarray(first.pos), ...more]);
  for (const answer of [wrapped, longer]) {
    const rows = await toldRows(await node({ abci: { [VALIDATORS_PATH]: () => answer } }), "validators");
    expect(rows).toMatchObject([{ operator_address: operator(0), tokens: 100n }]);
  }
});

test("a moniker is cut, and half a character never stays", async () => {
  const moniker = `${"x".repeat(511)}😀😀`;
  const answer = QueryValidatorsResponse.encode(
    QueryValidatorsResponse.fromPartial({ validators: [validator(0, moniker)] }),
  ).finish();
  const rows = await toldRows(await node({ abci: { [VALIDATORS_PATH]: () => answer } }), "validators");
  expect(rows).toMatchObject([{ moniker: `${"x".repeat(511)}\ufffd` }]);
});

test("an answer of another height than the pinned one is can't tell, and not asked for by REST", async () => {
  for (const height of ["848", "0", undefined]) {
    const liar = await node({ abci: { [SUPPLY_PATH]: () => ({ value: b64(supplyOf("1")), height }) }, rest: () => null });
    expect(await askOne(liar, "supply")).toMatchObject({
      outcome: "unknown",
      detail: expect.stringContaining("asked for height 847"),
    });
    expect(liar.restAsked).toEqual([]);
  }
});

test.each([
  ["an unknown path", { code: 6, log: "unknown query path" }],
  ["a pruned height", { code: 18, log: "failed to load state at height 847", height: "0" }],
  ["not found", { code: 5, log: "not found" }],
])("ABCI refusal (%s) without REST is can't tell, never absent", async (_, response) => {
  const refusing = await node({ abci: { [SUPPLY_PATH]: () => response } });
  expect(await askOne(refusing, "supply")).toMatchObject({ outcome: "unknown" });
});

test.each<[string, Uint8Array]>([
  ["bytes that are no protobuf", Uint8Array.of(0xff, 0xff, 0xff)],
  ["a supply that is no number", supplyOf("1e9")],
  ["an empty supply", supplyOf("")],
  ["a negative supply", supplyOf("-5")],
])("%s: rejected, counted, can't tell", async (_, bytes) => {
  const odd = await node({ abci: { [SUPPLY_PATH]: () => bytes } });
  expect(await askOne(odd, "supply")).toMatchObject({ outcome: "unknown" });
  expect(context.notebook.rejections).toBe(1);
});

test("a validator told twice, or pages without an end, tell nothing", async () => {
  const twice = await node({ abci: { [VALIDATORS_PATH]: () => validatorPage([0, 0]) } });
  expect(await askOne(twice, "validators")).toMatchObject({ outcome: "unknown", detail: expect.stringContaining("twice") });
  let pages = 0;
  const endless = await node({
    abci: {
      [VALIDATORS_PATH]: () => validatorPage([pages++], PageRequest.encode(PageRequest.fromPartial({ limit: 1n })).finish()),
    },
  });
  expect(await askOne(endless, "validators")).toMatchObject({ outcome: "unknown", detail: expect.stringContaining("no end") });
}, 60_000);

test("a node that is down is not asked a second time by another way", async () => {
  const down = await node({ rest: () => null });
  await down.close();
  nodes = [];
  expect(await askOne(down, "supply")).toMatchObject({ outcome: "unknown", detail: expect.stringContaining("refused") });
});

const b64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
