import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TOLD_ALIKE } from "../facts/session-words.ts";
import * as tables from "../facts/tables.ts";
import { INFERENCE_ROWS } from "../testing/inference-rows.ts";
import { blockRow } from "../testing/rows.ts";
import { type TestStore, temporaryStore } from "../testing/store.ts";
import { ObservationWriter } from "../write/observations.ts";
import { type ObservedKind, readObserved } from "./observed.ts";
import { NOW } from "./query.ts";
import type { Epoch } from "./votes.ts";

/** Epochs of 10 blocks and one minute: 1 to 3 are over, 4 runs. */
const epochs: readonly Epoch[] = [1, 2, 3, 4].map((epoch) => ({
  epoch,
  poc_start_height: epoch * 10 - 5,
  effective_height: epoch * 10,
  last_height: epoch === 4 ? 0 : epoch * 10 + 9,
  models: [],
  starts_at: `2026-01-01T01:0${epoch}:00.000000000Z`,
  told_until: null,
  ends_at: epoch === 4 ? null : `2026-01-01T01:0${epoch + 1}:00.000000000Z`,
}));

let store: TestStore;
let chains = 0;
beforeAll(async () => {
  store = await temporaryStore("observed-sessions");
});
afterAll(() => store?.remove());

const TYPE = { create: "/inference.inference.MsgCreateDevshardEscrow", settle: "/inference.inference.MsgSettleDevshardEscrow" };
const TIME = "2026-01-01T01:02:00.000000000Z";

/** A chain of a test's own with all blocks stored, those that are named with one transaction. */
async function chainOf(sent: Readonly<Record<number, keyof typeof TYPE>>, codes: Readonly<Record<number, number | null>> = {}) {
  const chain = `chain-${++chains}`;
  const writer = new ObservationWriter(store.client, chain);
  const heights = Array.from({ length: 35 }, (_, index) => 10 + index);
  await writer.write(
    tables.BLOCKS,
    heights.map((height) => ({ ...blockRow(height, TIME), num_txs: sent[height] ? 1 : 0 })),
  );
  await writer.write(
    tables.TRANSACTIONS,
    Object.entries(sent).map(([height, what]) => ({
      ...{ height: Number(height), tx_index: 0, hash: height.padStart(64, "0"), time: TIME, signers: [], on_behalf_of: [] },
      ...{
        code: height in codes ? (codes[Number(height)] ?? null) : 0,
        fee_granter: null,
        message_types: [TYPE[what]],
        source: "a",
      },
    })),
  );
  const rowFor = <T extends object>(table: string, change: T) => ({ ...INFERENCE_ROWS[table], ...change });
  const write = {
    opened: (id: number, height: number, epoch: number) =>
      writer.write(tables.ESCROW_OPENINGS, [
        tables.ESCROW_OPENINGS.row.parse(rowFor("escrow_openings", { escrow_id: BigInt(id), height, epoch })),
      ]),
    settled: (id: number, height: number, nonce: number) =>
      writer.write(tables.SETTLEMENTS, [
        tables.SETTLEMENTS.row.parse(rowFor("settlements", { escrow_id: BigInt(id), height, nonce: BigInt(nonce) })),
      ]),
    read: (id: number, epoch: number, nonce: number, change: object = {}) =>
      writer.write(tables.SESSION_READS, [
        tables.SESSION_READS.row.parse(
          rowFor("session_reads", { escrow_id: BigInt(id), epoch, nonce: BigInt(nonce), finalized: false, ...change }),
        ),
      ]),
    detailed: (id: number) =>
      writer.write(tables.SESSION_DETAILS, [
        tables.SESSION_DETAILS.row.parse(rowFor("session_details", { escrow_id: BigInt(id) })),
      ]),
    expired: (id: number) =>
      writer.write(tables.ESCROW_EXPIRIES, [
        tables.ESCROW_EXPIRIES.row.parse(rowFor("escrow_expiries", { escrow_id: BigInt(id) })),
      ]),
    listed: (id: number, epoch: number) =>
      writer.write(tables.SESSION_LISTINGS, [
        tables.SESSION_LISTINGS.row.parse(rowFor("session_listings", { escrow_id: BigInt(id), epoch })),
      ]),
    kept: (epoch: number, final: boolean) =>
      writer.write(tables.HOST_EPOCH_STATS, [tables.HOST_EPOCH_STATS.row.parse(rowFor("host_epoch_stats", { epoch, final }))]),
  };
  const read = async (kind: ObservedKind, epoch: number) => {
    await writer.flush();
    return (await readObserved(store.client, chain, NOW, epochs)).find((one) => one.kind === kind && one.epoch === epoch);
  };
  return { write, read };
}

describe("escrows and settlements", () => {
  it("are whole when every transaction that opened or settled one led to rows", async () => {
    const { write, read } = await chainOf({ 12: "create", 23: "create", 24: "settle" });
    await write.opened(1, 12, 1);
    expect(await read("escrows", 1)).toMatchObject({ complete: true, final: true });
    expect(await read("escrows", 2)).toMatchObject({ complete: false, detail: "what 1 blocks opened is not stored" });
    expect(await read("settlements", 2)).toMatchObject({ complete: false, detail: "what 1 blocks settled is not stored" });
    await write.opened(2, 23, 2);
    await write.settled(2, 24, 9);
    expect(await read("escrows", 2)).toMatchObject({ complete: true });
    expect(await read("settlements", 2)).toMatchObject({ complete: true });
    expect(await read("settlements", 4)).toMatchObject({ complete: true, final: false });
  });

  it("need no rows of a transaction that failed, and rows of one of which that isn't known", async () => {
    const { read } = await chainOf({ 12: "create", 22: "create" }, { 12: 5, 22: null });
    expect(await read("escrows", 1)).toMatchObject({ complete: true });
    expect(await read("escrows", 2)).toMatchObject({ complete: false });
  });
});

describe("escrows that were searched for where no blocks are stored", () => {
  /** A chain without blocks, on which these escrows were opened and these spans searched; an epoch is a ten of heights. */
  async function searched(
    openings: readonly (readonly [id: number, height: number])[],
    ...spans: readonly (readonly [number, number])[]
  ) {
    const chain = `chain-${++chains}`;
    const writer = new ObservationWriter(store.client, chain);
    for (const [id, height] of openings) {
      const change = { escrow_id: BigInt(id), height, epoch: Math.floor(height / 10) };
      const opening = tables.ESCROW_OPENINGS.row.parse({ ...INFERENCE_ROWS["escrow_openings"], ...change });
      await writer.write(tables.ESCROW_OPENINGS, [opening]);
    }
    for (const [from_height, to_height] of spans) {
      const told = ["a", "b", "c"].map((source) => ({
        ...{ source, from_height, to_height, same: source !== "c", openings: 0, settlements: 0 },
        observed_at: "2026-01-01T02:00:00.000Z",
      }));
      await writer.write(tables.ESCROW_SEARCHES, told);
    }
    await writer.flush();
    const seen = await readObserved(store.client, chain, NOW, epochs);
    return (kind: ObservedKind, epoch: number) => seen.find((one) => one.kind === kind && one.epoch === epoch);
  }

  it("are whole where spans hold the epoch, by as many sources as found the same", async () => {
    const of = await searched(
      [
        [1, 12],
        [2, 23],
      ],
      [10, 14],
      [15, 25],
    );
    for (const kind of ["escrows", "settlements"] as const) {
      expect(of(kind, 1)).toMatchObject({ complete: true, final: true, sources: 2 });
      expect(of(kind, 2)).toMatchObject({
        complete: false,
        detail: "4 of the epoch's 10 blocks are neither stored nor searched for escrows",
      });
      expect(of(kind, 3)).toBeUndefined();
    }
    expect(of("transactions", 1)).toBeUndefined();
  });

  it("are not whole where their numbers have a hole", async () => {
    const of = await searched(
      [
        [4, 12],
        [5, 18],
        [7, 31],
      ],
      [10, 39],
    );
    // Before number 4 others were opened, and number 6 somewhere between blocks 18 and 31.
    for (const epoch of [1, 2, 3]) expect(of("escrows", epoch)).toMatchObject({ complete: false, sources: 2 });
    expect(of("settlements", 2)?.detail).toBe(
      "escrows that were opened before block 31 are missing among those that searches found",
    );
    const filled = await searched(
      [
        [1, 12],
        [2, 18],
        [3, 31],
      ],
      [10, 39],
    );
    for (const epoch of [1, 2, 3]) expect(filled("escrows", epoch)).toMatchObject({ complete: true });
    expect(filled("sessions", 1)).toMatchObject({ complete: false });
  });

  it("leave no session of an epoch that opened none", async () => {
    const of = await searched(
      [
        [1, 12],
        [2, 31],
      ],
      [10, 39],
    );
    expect(of("sessions", 2)).toMatchObject({ complete: true, final: true });
  });
});

describe("sessions", () => {
  it("that nobody opened are all read; of one that is known and unread nothing is", async () => {
    const { write, read } = await chainOf({ 22: "create", 32: "create" });
    await write.opened(2, 22, 2);
    await write.opened(3, 32, 3);
    await write.listed(3, 3);
    expect(await read("sessions", 1)).toMatchObject({ complete: true, final: true });
    const [unread, unanswered] = [await read("sessions", 2), await read("sessions", 3)];
    expect(unread).toMatchObject({
      complete: false,
      inDoubt: false,
      detail: "1 sessions are known, and no host told the diffs of any",
    });
    expect(unanswered).toMatchObject({ complete: false, inDoubt: true });
  });

  it("of an epoch whose transactions aren't whole are not known to be none", async () => {
    const { read } = await chainOf({});
    expect(await read("sessions", 4)).toMatchObject({ complete: true, final: false });
    const writer = new ObservationWriter(store.client, "holes");
    await writer.write(tables.BLOCKS, [{ ...blockRow(10, TIME), num_txs: 0 }]);
    await writer.flush();
    expect((await readObserved(store.client, "holes", NOW, epochs)).filter(({ kind }) => kind === "sessions")).toEqual([]);
  });

  it("that came to their end without a settlement are final once another host tells the same, those settled once they were judged", async () => {
    const { write, read } = await chainOf({ 22: "create", 24: "settle" });
    await write.opened(2, 22, 2);
    const ended = { observed_at: "2026-01-01T01:02:30.000Z", finalized: true, fits_settlement: null };
    await write.read(2, 2, 9, ended);
    expect(await read("sessions", 2)).toMatchObject({ complete: true, final: false });
    await write.read(2, 2, 9, { ...ended, observed_at: "2026-01-01T01:02:40.000Z", detail: TOLD_ALIKE });
    expect(await read("sessions", 2)).toMatchObject({ complete: true, final: true });
    await write.settled(2, 24, 9);
    expect(await read("sessions", 2)).toMatchObject({ final: false });
    await write.read(2, 2, 9, { ...ended, observed_at: "2026-01-01T01:02:50.000Z", fits_settlement: false });
    expect(await read("sessions", 2)).toMatchObject({ final: true });
  });

  it("that a host lists and nobody opened are none", async () => {
    const { write, read } = await chainOf({ 32: "create" });
    await write.opened(3, 32, 3);
    await write.read(3, 3, 9);
    const before = await read("sessions", 3);
    await write.listed(77, 3);
    await write.listed(3, 4);
    expect(await read("sessions", 3)).toEqual(before);
    expect(await read("sessions", 2)).toMatchObject({ complete: true });
  });

  it("are final once all are read to their ends, or so late that nothing is to come", async () => {
    const { write, read } = await chainOf({ 22: "create", 24: "settle", 32: "create" });
    await write.opened(2, 22, 2);
    await write.read(2, 2, 5, { observed_at: "2026-01-01T01:02:30.000Z" });
    expect(await read("sessions", 2)).toMatchObject({ complete: true, final: false });
    const before = (await read("sessions", 2))?.stamp;
    await write.settled(2, 24, 9);
    await write.read(2, 2, 9, { observed_at: "2026-01-01T01:02:40.000Z" });
    expect(await read("sessions", 2)).toMatchObject({ complete: true, final: true });
    expect((await read("sessions", 2))?.stamp).not.toBe(before);
    await write.opened(3, 32, 3);
    await write.read(3, 3, 5, { observed_at: "2026-01-01T01:13:59.000Z" });
    expect(await read("sessions", 3)).toMatchObject({ complete: true, final: false });
    await write.read(3, 3, 5, { observed_at: "2026-01-01T01:14:00.000Z" });
    expect(await read("sessions", 3)).toMatchObject({ complete: true, final: true });
    // A session that nobody read yet may still be.
    await write.opened(4, 33, 3);
    expect(await read("sessions", 3)).toMatchObject({ complete: true, final: false });
  });
});

it("what is told of a session beside its diffs is computed anew, of its epoch alone", async () => {
  const { write, read } = await chainOf({ 22: "create", 24: "settle", 32: "create" });
  await write.opened(2, 22, 2);
  await write.opened(3, 32, 3);
  const told = [() => write.settled(2, 24, 9), () => write.detailed(2), () => write.expired(2)];
  const stamps = [(await read("sessions", 2))?.stamp];
  const other = await read("sessions", 4);
  for (const tell of told) {
    await tell();
    stamps.push((await read("sessions", 2))?.stamp);
  }
  expect(new Set(stamps).size).toBe(1 + told.length);
  expect(await read("sessions", 4)).toEqual(other);
  expect((await read("sessions", 3))?.detail).toBe("1 sessions are known, and no host told the diffs of any");
});

describe("what the chain keeps of hosts", () => {
  it("is there when it was asked, or when no escrow of the epoch is settled", async () => {
    const { write, read } = await chainOf({ 22: "create", 24: "settle" });
    await write.opened(2, 22, 2);
    await write.settled(2, 24, 9);
    expect(await read("host_epoch_stats", 1)).toMatchObject({ complete: true });
    expect(await read("host_epoch_stats", 2)).toMatchObject({ complete: false });
    await write.kept(2, false);
    expect(await read("host_epoch_stats", 2)).toMatchObject({ complete: true });
    await write.kept(3, true);
    expect(await read("host_epoch_stats", 3)).toMatchObject({ complete: true, final: true });
  });
});

it("counters are the scrapes that told, those of ML nodes apart", async () => {
  const chain = "scrapes";
  const writer = new ObservationWriter(store.client, chain);
  const scrape = (endpoint: string, minute: number, told: boolean) => ({
    ...{ address: "a", endpoint, observed_at: `2026-01-01T01:0${minute}:30.000Z`, epoch: 0, told, series: 0, detail: "" },
  });
  await writer.write(tables.COUNTER_SCRAPES, [
    scrape("devshard/v4", 1, true),
    scrape("devshard/v4", 2, false),
    scrape("mlnodes", 2, true),
    scrape("devshard/v4", 4, true),
  ]);
  await writer.flush();
  const observed = await readObserved(store.client, chain, NOW, epochs);
  const of = (kind: ObservedKind, epoch: number) => observed.find((one) => one.kind === kind && one.epoch === epoch);
  expect(of("counters", 1)).toMatchObject({ complete: true, final: true, sources: 1 });
  expect(of("counters", 2)).toMatchObject({ complete: false, inDoubt: true });
  expect(of("mlnode_counters", 2)).toMatchObject({ complete: true });
  expect(of("mlnode_counters", 1)).toBeUndefined();
  expect(of("counters", 4)).toMatchObject({ complete: true, final: false, until: "2026-01-01T01:04:30.000Z" });
});
