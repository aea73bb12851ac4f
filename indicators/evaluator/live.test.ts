import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as tables from "../../storage/facts/tables.ts";
import { question, record, rowsOf, told } from "../../storage/testing/answers.ts";
import { type MadeUpChain, startOf, storeMadeUpChain } from "../../storage/testing/made-up-network.ts";
import { epochRow, paramsRow } from "../../storage/testing/rows.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import { explain } from "../explain.ts";
import type { Method } from "../method.ts";
import { methodAt, methodsOf } from "../methods/index.ts";
import { dayOf } from "./days.ts";
import { evaluate } from "./evaluate.ts";
import { readMethodStarts } from "./method-starts.ts";
import { readPublished } from "./published.ts";

/** How facts of the running network decide what is evaluated, and when again. */

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("live-evaluate");
});
afterAll(() => store?.remove());

const stored = async (name: string): Promise<MadeUpChain> => {
  const chain = { chain: name, first: 249, last: 252, days: 2 };
  await storeMadeUpChain(store.client, chain);
  return chain;
};
const [v1, v2] = methodsOf("ret.exclusion_rate");
const [windows] = methodsOf("mnt.windows_used");
const [liveness] = methodsOf("rel.chain_liveness");
const [sandbox] = methodsOf("sbx.availability");
const [uptime] = methodsOf("aux.host_uptime");
if (!v1 || !v2 || !windows || !liveness || !sandbox || !uptime) throw new Error("no methods");

const run = (chain: MadeUpChain, methods: readonly Method[]) =>
  evaluate(store.client, { chain: chain.chain, now: startOf(chain, chain.last + 1), methods });
const states = async ({ chain }: MadeUpChain, { indicator, version }: Method, axis: "epoch" | "day" = "epoch") =>
  (await readPublished(store.client, chain, { indicator, method: version, axis, networkOnly: true })).map(
    ({ bucket, state }): [number, string] => [bucket, state],
  );

/** The facts that the second method of ret.exclusion_rate needs beyond the first's. */
const people = (epoch: number) => [
  told(question("participants", epoch), "a", [rowsOf(tables.PARTICIPANTS)]),
  told(question("validators", epoch), "a", [rowsOf(tables.VALIDATORS)]),
];

describe("a method that starts with its facts", () => {
  it("has no bucket before the first epoch whose facts were collected, and every one after", async () => {
    const chain = await stored("starts");
    await run(chain, [v1, v2]);
    expect(await states(chain, v2)).toEqual([]);
    expect(await states(chain, v2, "day")).toEqual([]);
    expect(await readMethodStarts(store.client, chain.chain)).toEqual(new Map());

    await record(store.client, chain.chain, people(250));
    await run(chain, [v1, v2]);
    expect(await states(chain, v1)).toEqual([249, 250, 251, 252].map((epoch) => [epoch, "ok"]));
    expect(await states(chain, v2)).toEqual([
      [250, "ok"],
      [251, "no_data"],
      [252, "no_data"],
    ]);
    const days = await states(chain, v2, "day");
    expect(days[0]).toEqual([dayOf(startOf(chain, 250).getTime()), "ok"]);
    const starts = await readMethodStarts(store.client, chain.chain);
    expect([249, 250, 252].map((epoch) => methodAt("ret.exclusion_rate", epoch, starts)?.version)).toEqual([1, 2, 2]);
    expect((await run(chain, [v1, v2])).rows_written).toBe(0);
  });

  it("is what explain explains from there on, and the older one before", async () => {
    const ask = { chain: "starts", indicator: "ret.exclusion_rate", day: null, method: null, most: 10, now: new Date() };
    const versionAt = async (epoch: number) => (await explain(store.client, { ...ask, epoch })).method.version;
    expect([await versionAt(249), await versionAt(250)]).toEqual([1, 2]);
    expect((await explain(store.client, { ...ask, epoch: 252 })).method.validFromEpoch).toBe(250);
  });

  it("begins earlier once facts of earlier epochs come", async () => {
    const chain = await stored("earlier");
    await record(store.client, chain.chain, people(251));
    await run(chain, [v2]);
    await record(store.client, chain.chain, people(249));
    await run(chain, [v2]);
    expect(await states(chain, v2)).toEqual([
      [249, "ok"],
      [250, "no_data"],
      [251, "ok"],
      [252, "no_data"],
    ]);
  });
});

describe("what the chain has switched off", () => {
  it("is not measurable, before all else, and is from the epoch on in which it is switched on", async () => {
    const chain = await stored("switch");
    const json = JSON.stringify({ maintenance_params: { maintenance_enabled: false } });
    const told_at = (height: number, text: string) =>
      ["a", "b", "c"].map((source) =>
        told(question("params", 0), source, [rowsOf(tables.PARAMS, paramsRow({ json: text }))], { height, final: false }),
      );
    await run(chain, [windows]);
    expect((await states(chain, windows)).map(([, state]) => state)).toEqual(Array(4).fill("not_measurable_yet"));
    const [none] = await readPublished(store.client, chain.chain, { indicator: windows.indicator });
    expect(none?.note).toBe("the chain has no maintenance windows yet");

    await record(store.client, chain.chain, told_at(epochRow(249).effective_height, json));
    await run(chain, [windows]);
    const [off] = await readPublished(store.client, chain.chain, { indicator: windows.indicator });
    expect(off).toMatchObject({
      state: "not_measurable_yet",
      note: "the chain has maintenance windows switched off",
      value: null,
    });

    await record(store.client, chain.chain, told_at(epochRow(251).last_height, json.replace("false", "true")));
    await run(chain, [windows]);
    expect(await states(chain, windows)).toEqual([
      [249, "not_measurable_yet"],
      [250, "not_measurable_yet"],
      [251, "no_data"],
      [252, "no_data"],
    ]);
  });
});

describe("what is observed", () => {
  const probe = (chain: MadeUpChain, epoch: number, hours: number, well: boolean) => ({
    sandbox_chain: "",
    source: "x",
    observed_at: new Date(startOf(chain, epoch).getTime() + hours * 3_600_000).toISOString(),
    api_ok: well,
    chain_ok: well,
    height: null,
    detail: "",
  });

  it("is computed again where more was observed, and nowhere else", async () => {
    const chain = await stored("again");
    const writer = new ObservationWriter(store.client, chain.chain);
    await writer.write(tables.SANDBOX_PROBES, [probe(chain, 250, 1, true), probe(chain, 251, 1, true)]);
    await writer.flush();
    await run(chain, [sandbox]);
    expect(await states(chain, sandbox)).toEqual([
      [249, "no_data"],
      [250, "ok"],
      [251, "ok"],
      [252, "no_data"],
    ]);
    await writer.write(tables.SANDBOX_PROBES, [probe(chain, 251, 2, false)]);
    await writer.flush();
    await run(chain, [sandbox]);
    const rows = await readPublished(store.client, chain.chain, {
      indicator: sandbox.indicator,
      axis: "epoch",
      networkOnly: true,
    });
    expect(rows.map(({ value }) => value)).toEqual([null, 1, 0.5, null]);
    const [, before, after] = rows.map(({ published_at }) => published_at);
    expect((before ?? "") < (after ?? "")).toBe(true);
    expect((await run(chain, [sandbox])).rows_written).toBe(0);
  });

  it("tells nothing of hosts while the prober is in doubt, and nothing of one of which all is unknown", async () => {
    const chain = await stored("doubt");
    const writer = new ObservationWriter(store.client, chain.chain);
    const at = (epoch: number) => new Date(startOf(chain, epoch).getTime() + 3_600_000).toISOString();
    const round = {
      vantage: "here",
      epoch: 0,
      control_ok: false,
      hosts: 1,
      up: 0,
      down: 0,
      unknown: 1,
      maintenance: 0,
      seconds: 1,
      detail: "",
    };
    const verdict = {
      vantage: "here",
      epoch: 0,
      address: "gonka1host1",
      reason: "",
      health_status: null,
      api_status: null,
      seconds: null,
    };
    await writer.write(tables.PROBE_ROUNDS, [
      { ...round, observed_at: at(249), valid: false },
      { ...round, observed_at: at(250), valid: true },
      { ...round, observed_at: at(251), valid: true },
    ]);
    await writer.write(tables.PROBES, [
      { ...verdict, observed_at: at(249), state: "unknown" },
      { ...verdict, observed_at: at(250), state: "unknown" },
      { ...verdict, observed_at: at(251), state: "up" },
    ]);
    await writer.flush();
    await run(chain, [uptime]);
    expect(await states(chain, uptime)).toEqual([
      [249, "source_lost"],
      [250, "not_enough_data"],
      [251, "ok"],
      [252, "no_data"],
    ]);
    const rows = await readPublished(store.client, chain.chain, {
      indicator: uptime.indicator,
      axis: "epoch",
      networkOnly: true,
    });
    // The last verdict holds for ten minutes, no longer.
    expect(rows.map(({ value, numerator }) => [value, numerator])).toEqual([
      [null, null],
      [null, null],
      [1, 10],
      [null, null],
    ]);
  });

  it("of an epoch that has to be over has no bucket while it runs", async () => {
    const chain = await stored("runs");
    const rows = rowsOf(tables.EPOCHS, epochRow(253, { last_height: 0 }));
    await record(store.client, chain.chain, [told(question("epoch_group", 253), "a", [rows], { final: false })]);
    await run(chain, [liveness, sandbox]);
    expect((await states(chain, liveness)).map(([epoch]) => epoch)).toEqual([249, 250, 251, 252]);
    expect((await states(chain, sandbox)).map(([epoch]) => epoch)).toEqual([249, 250, 251, 252, 253]);
  });
});
