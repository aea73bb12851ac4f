import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as tables from "../facts/tables.ts";
import { blockRow } from "../testing/rows.ts";
import { type TestStore, temporaryStore } from "../testing/store.ts";
import { ObservationWriter } from "../write/observations.ts";
import { type Observed, type ObservedKind, readObserved } from "./observed.ts";
import { NOW } from "./query.ts";
import type { Epoch } from "./votes.ts";

/** Epochs of 10 blocks and one minute: 1 and 2 are over, 3 runs. The first block of each comes half a millisecond after the full minute. */
const epochs: readonly Epoch[] = [1, 2, 3].map((epoch) => ({
  epoch,
  poc_start_height: epoch * 10 - 5,
  effective_height: epoch * 10,
  last_height: epoch === 3 ? 0 : epoch * 10 + 9,
  models: [],
  starts_at: `2026-01-01T00:0${epoch}:00.000500000Z`,
  told_until: null,
  ends_at: epoch === 3 ? null : `2026-01-01T00:0${epoch + 1}:00.000500000Z`,
}));

let store: TestStore;
let chains = 0;
beforeAll(async () => {
  store = await temporaryStore("observed");
});
afterAll(() => store?.remove());

/** A chain of a test's own, and what is read of it. */
function chainOf() {
  const chain = `chain-${++chains}`;
  const writer = new ObservationWriter(store.client, chain);
  const read = async (kind: ObservedKind, epoch: number, asOf = NOW): Promise<Observed | undefined> => {
    await writer.flush();
    return (await readObserved(store.client, chain, asOf, epochs)).find((one) => one.kind === kind && one.epoch === epoch);
  };
  const blocks = (heights: readonly number[], num_txs = 0) =>
    writer.write(
      tables.BLOCKS,
      heights.map((height) => ({ ...blockRow(height, "2026-01-01T00:01:00.000000000Z"), num_txs })),
    );
  return { chain, writer, read, blocks };
}
const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

const round = (observed_at: string, change: object = {}) => ({
  vantage: "here",
  observed_at,
  epoch: 99,
  valid: true,
  control_ok: true,
  hosts: 1,
  up: 1,
  down: 0,
  unknown: 0,
  maintenance: 0,
  seconds: 1,
  detail: "",
  ...change,
});
const sent = (height: number, tx_index = 0) => ({
  height,
  tx_index,
  hash: height.toString(16).padStart(64, "0").toUpperCase(),
  time: "2026-01-01T00:01:00.000000000Z",
  code: 0,
  signers: [],
  on_behalf_of: [],
  fee_granter: null,
  message_types: [],
  source: "a",
});

describe("rounds of probes", () => {
  it("belong to the epoch whose blocks lie around them, whatever the prober took for it", async () => {
    const { writer, read } = chainOf();
    await writer.write(tables.PROBE_ROUNDS, [
      round("2026-01-01T00:02:00.000Z"),
      round("2026-01-01T00:02:00.001Z"),
      round("2026-01-01T00:02:30.000Z", { vantage: "there" }),
      round("2026-01-01T09:00:00.000Z"),
    ]);
    expect(await read("probes", 1)).toMatchObject({ complete: true, sources: 1, final: true });
    expect(await read("probes", 2)).toMatchObject({ complete: true, sources: 2, final: true });
    expect(await read("probes", 3)).toMatchObject({ complete: true, sources: 1, final: false });
  });

  it("that were all in doubt tell nothing, and that they were asked", async () => {
    const { writer, read } = chainOf();
    await writer.write(tables.PROBE_ROUNDS, [round("2026-01-01T00:02:10.000Z", { valid: false })]);
    expect(await read("probes", 2)).toMatchObject({ complete: false, inDoubt: true, sources: 0 });
    expect((await read("probes", 2))?.detail).toMatch(/in doubt/);
    expect(await read("probes", 1)).toBeUndefined();
  });

  it("that come later change the stamp, and are not there as of before", async () => {
    const { writer, read } = chainOf();
    await writer.write(tables.PROBE_ROUNDS, [round("2026-01-01T00:02:10.000Z")]);
    const before = await read("probes", 2);
    const asOf = new Date(Date.now() + 1).toISOString().replace("T", " ").replace("Z", "");
    await new Promise((done) => setTimeout(done, 20));
    await writer.write(tables.PROBE_ROUNDS, [round("2026-01-01T00:02:20.000Z")]);
    const after = await read("probes", 2);
    expect(after?.stamp).not.toBe(before?.stamp);
    expect((await read("probes", 2, asOf))?.stamp).toBe(before?.stamp);
  });
});

describe("blocks", () => {
  it("are complete when every height of an epoch that is over is stored", async () => {
    const { read, blocks } = chainOf();
    await blocks(span(10, 19));
    await blocks(span(20, 28));
    await blocks(span(30, 33));
    expect(await read("blocks", 1)).toMatchObject({ complete: true, sources: 1, final: true });
    expect(await read("blocks", 2)).toMatchObject({ complete: false, detail: "1 of the epoch's 10 blocks are not stored" });
    expect(await read("blocks", 3)).toMatchObject({ complete: false, final: false });
  });

  it("stored twice fill no hole", async () => {
    const { read, blocks, writer } = chainOf();
    await blocks(span(10, 18));
    await writer.write(tables.BLOCKS, [blockRow(18, "2026-01-01T00:01:00.000000000Z", "1")]);
    expect(await read("blocks", 1)).toMatchObject({ complete: false });
  });

  it("are attested by the sources that told all of them alike", async () => {
    const { read, blocks, writer } = chainOf();
    await blocks(span(10, 29));
    const seen = (source: string, from_height: number, to_height: number, same = true) => ({
      source,
      from_height,
      to_height,
      same,
    });
    await writer.write(tables.BLOCK_SIGHTINGS, [
      seen("a", 1, 100),
      seen("b", 5, 14),
      seen("b", 15, 19),
      seen("b", 21, 29),
      seen("c", 10, 14),
      seen("c", 15, 29, false),
    ]);
    expect(await read("blocks", 1)).toMatchObject({ complete: true, sources: 2 });
    expect(await read("blocks", 2)).toMatchObject({ complete: true, sources: 1 });
  });
});

describe("transactions", () => {
  it("are complete when no block with any lacks one", async () => {
    const { read, blocks, writer } = chainOf();
    await blocks([10, 12, 13, 14, 15, 16, 17, 18, 19]);
    await blocks([11], 2);
    expect(await read("transactions", 1)).toMatchObject({ complete: false, detail: "1 of 1 blocks with transactions lack them" });
    await writer.write(tables.TRANSACTIONS, [sent(11), sent(11)]);
    expect(await read("transactions", 1)).toMatchObject({ complete: false });
    await writer.write(tables.TRANSACTIONS, [sent(11, 1)]);
    expect(await read("transactions", 1)).toMatchObject({ complete: true, sources: 1, final: true });
  });

  it("are complete so far while the epoch runs, and not with a hole", async () => {
    const { read, blocks } = chainOf();
    await blocks([30, 31, 32]);
    expect(await read("transactions", 3)).toMatchObject({ complete: true, final: false });
    await blocks([34]);
    expect(await read("transactions", 3)).toMatchObject({ complete: false });
  });
});

it("the sandbox was watched when any probe could tell", async () => {
  const { writer, read } = chainOf();
  const probe = { sandbox_chain: "", height: null, detail: "" };
  await writer.write(tables.SANDBOX_PROBES, [
    { ...probe, source: "x", observed_at: "2026-01-01T00:01:10.000Z", api_ok: null, chain_ok: null },
    { ...probe, source: "x", observed_at: "2026-01-01T00:02:10.000Z", api_ok: false, chain_ok: null },
    { ...probe, source: "y", observed_at: "2026-01-01T00:02:10.000Z", api_ok: null, chain_ok: null },
  ]);
  expect(await read("sandbox", 1)).toMatchObject({ complete: false, inDoubt: true });
  expect(await read("sandbox", 2)).toMatchObject({ complete: true, sources: 1 });
});

it("a chain of which nothing is known has nothing observed", async () => {
  expect(await readObserved(store.client, "nothing", NOW, [])).toEqual([]);
  expect(await readObserved(store.client, "nothing", NOW, epochs)).toEqual([]);
});
