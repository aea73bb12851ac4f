import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { readBytes } from "../decode/testing/recordings.ts";
import type { KnownBlock } from "./block-answer.ts";
import { collectTransactions } from "./collect.ts";
import { CREATE_ESCROW, SETTLE_ESCROW } from "./escrow-messages.ts";
import { hasLocalnet, type Localnet, localnetTitle, startLocalnet } from "./testing/localnet.ts";
import { openTestStore, type TestStore } from "./testing/store.ts";

const line = z.object({ url: z.string(), body: z.string() });
const header = z.object({
  result: z.object({ block: z.object({ header: z.object({ height: z.string(), time: z.string() }) }) }),
});
const event = z.object({ type: z.string(), attributes: z.array(z.object({ key: z.string(), value: z.string() })) });
const results = z.object({
  result: z.object({
    txs_results: z.array(z.object({ code: z.number().default(0), events: z.array(event).nullable().default([]) })).nullable(),
  }),
});
const slotStats = z.object({
  slot_id: z.number(),
  missed: z.number(),
  invalid: z.number(),
  cost: z.string(),
  required_validations: z.number(),
  completed_validations: z.number(),
});
const message = z.looseObject({ "@type": z.string() });
/** The chain's own decoding of the same bytes, which shares no code with ours. */
const settleMessage = z.object({
  settler: z.string(),
  escrow_id: z.string(),
  nonce: z.string(),
  fees: z.string(),
  state_root_and_protocol_version: z.string(),
  host_stats: z.array(slotStats),
});
const decodedTxs = z.object({ txs: z.array(z.object({ body: z.object({ messages: z.array(message) }) })) });

const opening = z.object({
  escrow_id: z.string(),
  height: z.string(),
  creator: z.string(),
  amount: z.string(),
  epoch: z.number(),
  model_id: z.string(),
});
const settlement = z.object({
  escrow_id: z.string(),
  height: z.string(),
  tx_index: z.number(),
  settler: z.string(),
  nonce: z.string(),
  fees: z.string(),
  total_payout: z.string(),
  remainder: z.string(),
  protocol_version: z.string(),
});
const slot = slotStats.extend({ escrow_id: z.string() });

/** params.devshard_escrow_params.token_price of the network. */
const TOKEN_PRICE = 10n;

describe.skipIf(!hasLocalnet)(localnetTitle, () => {
  let store: TestStore;
  let localnet: Localnet;
  let bodies: ReadonlyMap<string, string>;
  let blocks: KnownBlock[];
  let openings: z.infer<typeof opening>[];
  let settlements: z.infer<typeof settlement>[];
  let slots: z.infer<typeof slot>[];

  beforeAll(async () => {
    [store, localnet] = await Promise.all([openTestStore(), startLocalnet()]);
    const lines = gunzipSync(readBytes("localnet/blocks.ndjson.gz")).toString().trim().split("\n");
    bodies = new Map(lines.map((text) => line.parse(JSON.parse(text))).map(({ url, body }) => [url, body]));
    blocks = [...bodies].flatMap(([url, body]) => {
      if (!url.startsWith("/chain-rpc/block?")) return [];
      const { height, time } = header.parse(JSON.parse(body)).result.block.header;
      return [{ height: Number(height), time }];
    });
    const writer = store.writer();
    const context = store.contextOf();
    await collectTransactions(context, writer, localnet.sources, blocks);
    await writer.flush();
    expect(context.notebook.rejections).toBe(0);
    openings = await store.rows(opening, "SELECT * FROM escrow_openings FINAL ORDER BY escrow_id");
    settlements = await store.rows(settlement, "SELECT * FROM settlements FINAL ORDER BY escrow_id");
    slots = await store.rows(slot, "SELECT * FROM settlement_slots FINAL ORDER BY escrow_id, slot_id");
  }, 120_000);

  afterAll(async () => {
    localnet?.stop();
    await store?.close();
  });

  /** Every message of a type whose transaction succeeded, with the attributes of the events beside it. */
  const succeeded = (type: string, eventType: string) =>
    blocks.flatMap(({ height }) => {
      const decoded = bodies.get(`/chain-api/cosmos/tx/v1beta1/txs/block/${height}?pagination.limit=100`);
      if (decoded === undefined) return [];
      const told = results.parse(JSON.parse(bodies.get(`/chain-rpc/block_results?height=${height}`) ?? "")).result.txs_results;
      return decodedTxs.parse(JSON.parse(decoded)).txs.flatMap(({ body }, tx_index) => {
        const result = told?.[tx_index];
        const found = body.messages.find((one) => one["@type"] === type);
        if (found === undefined || result?.code !== 0) return [];
        const events = (result.events ?? []).filter((one) => one.type === eventType);
        expect(events.length).toBe(1);
        const attributes = new Map((events[0]?.attributes ?? []).map(({ key, value }) => [key, value]));
        return [{ height: String(height), tx_index, message: found, attributes }];
      });
    });

  test("openings are those of the chain's own messages and events; what failed opened nothing", () => {
    const expected = succeeded(CREATE_ESCROW, "devshard_escrow_created").map(
      ({ height, message: { creator, amount, model_id }, attributes }) => ({
        escrow_id: attributes.get("escrow_id"),
        height,
        creator,
        amount,
        epoch: Number(attributes.get("epoch_index")),
        model_id,
      }),
    );
    expect(expected.length).toBe(22);
    expect(openings).toEqual(expected);
  });

  test("settlements and their slots are as the chain itself decoded them", () => {
    const told = succeeded(SETTLE_ESCROW, "devshard_escrow_settled").map((one) => ({
      ...one,
      message: settleMessage.parse(one.message),
    }));
    expect(told.length).toBe(14);
    const byId = (a: { escrow_id: string }, b: { escrow_id: string }) => Number(a.escrow_id) - Number(b.escrow_id);
    const expected = told.map(
      ({ height, tx_index, message: { host_stats: _, state_root_and_protocol_version, ...said }, attributes }) => ({
        ...said,
        height,
        tx_index,
        protocol_version: state_root_and_protocol_version,
        total_payout: attributes.get("total_payout") ?? "",
        remainder: attributes.get("remainder") ?? "",
      }),
    );
    expect(settlements).toEqual(expected.sort(byId));
    const stats = told.flatMap(({ message: { escrow_id, host_stats } }) => host_stats.map((one) => ({ escrow_id, ...one })));
    expect(slots).toEqual(stats.sort((a, b) => byId(a, b) || a.slot_id - b.slot_id));
    expect(slots.length).toBe(told.length * 16);
  });

  const costOf = (id: string) =>
    slots.filter(({ escrow_id }) => escrow_id === id).reduce((sum, { cost }) => sum + BigInt(cost), 0n);

  test("epochs: created, settled, tokens", () => {
    const epochs = [1, 2, 3, 4, 5].map((epoch) => {
      const created = openings.filter((one) => one.epoch === epoch);
      const settled = created.filter(({ escrow_id }) => settlements.some((one) => one.escrow_id === escrow_id));
      const cost = settled.reduce((sum, { escrow_id }) => sum + costOf(escrow_id), 0n);
      return [epoch, created.length, settled.length, Number(cost / TOKEN_PRICE)];
    });
    expect(epochs).toEqual([
      [1, 2, 1, 1096],
      [2, 0, 0, 0],
      [3, 3, 2, 2089],
      [4, 3, 2, 4848],
      [5, 3, 2, 1834],
    ]);
  });

  test("the payout of every settlement is its tokens times ten, and its fees", () => {
    expect(settlements.length).toBe(14);
    for (const { escrow_id, total_payout, fees, remainder } of settlements) {
      expect(BigInt(total_payout), escrow_id).toBe(costOf(escrow_id) + BigInt(fees));
      const amount = openings.find((one) => one.escrow_id === escrow_id)?.amount ?? "";
      expect(BigInt(remainder), escrow_id).toBe(BigInt(amount) - BigInt(total_payout));
    }
    const of = (id: string) => settlements.find(({ escrow_id }) => escrow_id === id);
    expect([of("1")?.nonce, costOf("1"), of("1")?.fees]).toEqual(["39", 10_960n, "32000"]);
    expect([of("3")?.nonce, costOf("3"), of("3")?.fees]).toEqual(["38", 10_250n, "31000"]);
  });

  test("missed and invalid stand where they were signed by hand, and nowhere else", () => {
    const sums = new Map<string, readonly [number, number]>();
    for (const { escrow_id, missed, invalid } of slots) {
      const [a, b] = sums.get(escrow_id) ?? [0, 0];
      sums.set(escrow_id, [a + missed, b + invalid]);
    }
    expect([...sums].filter(([, [missed, invalid]]) => missed > 0 || invalid > 0)).toEqual([
      ["15", [48, 6]],
      ["19", [225, 15]],
    ]);
  });
});
