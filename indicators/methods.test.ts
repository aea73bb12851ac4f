import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { indicatorById, roadmap } from "../roadmap/index.ts";
import { backupTo, restoreFrom } from "../storage/backup.ts";
import { StorageError } from "../storage/errors.ts";
import { openStorage } from "../storage/open.ts";
import { count } from "../storage/read/query.ts";
import { type Epoch, readEpochs } from "../storage/read/votes.ts";
import { type MadeUpChain, startOf, storeMadeUpChain } from "../storage/testing/made-up-network.ts";
import { type TestStore, temporaryStore } from "../storage/testing/store.ts";
import { checkMethods } from "./evaluator/check-methods.ts";
import { canonicalLabels } from "./evaluator/compute.ts";
import { dateOf } from "./evaluator/days.ts";
import { evaluate } from "./evaluator/evaluate.ts";
import { filledQuery } from "./evaluator/method-sql.ts";
import { readPublished, type VersionedRow } from "./evaluator/published.ts";
import { daySpan, epochSpan, spanParams } from "./evaluator/spans.ts";
import { explain } from "./explain.ts";
import type { Method, Need } from "./method.ts";
import { METHODS, methodAt, methodsOf } from "./methods/index.ts";
import { storeCounters } from "./testing/counter-facts.ts";
import { DEMAND } from "./testing/demand-facts.ts";
import { storeLiveAnswers } from "./testing/live-facts.ts";
import { NEWCOMERS, storeNewcomers } from "./testing/newcomers.ts";
import { storeObservations } from "./testing/observed-facts.ts";
import { storeDemand } from "./testing/store-demand.ts";

/** Between them every method has numbers: those that need all history since the first epoch, and those that a calibration or scales allow. */
const CHAINS: readonly MadeUpChain[] = [
  { chain: "early", first: 1, last: 8, days: 10 },
  { chain: "late", first: 243, last: 252, days: 10 },
  NEWCOMERS,
  DEMAND,
];

/** What is stored of the chains that are about something of their own. */
const STORED_AS: Readonly<Record<string, (client: TestStore["client"]) => Promise<void>>> = {
  [NEWCOMERS.chain]: storeNewcomers,
  [DEMAND.chain]: async (client) => {
    await storeDemand(client);
    await storeCounters(client, () => 1);
  },
};

/** Kinds of facts that only the chain of demand has. */
const OF_SESSIONS: readonly Need[] = ["escrows", "settlements", "sessions", "counters", "host_epoch_stats", "mlnode_counters"];
/** Methods that need models and devices which somebody has benchmarked: that chain's. */
const BENCHMARKED = ["scl.capacity_tps", "scl.throughput_per_h100e", "scl.poc_real_corr"];
const isOfDemand = ({ indicator, needs, anyOf = [], history }: Method) =>
  BENCHMARKED.includes(indicator) ||
  [...needs, ...anyOf.flat(), ...history.flatMap((one) => one.needs)].some((need) => OF_SESSIONS.includes(need));

let store: TestStore;
const published = new Map<string, VersionedRow[]>();
const epochs = new Map<string, readonly Epoch[]>();
beforeAll(async () => {
  store = await temporaryStore("methods");
  for (const chain of CHAINS) {
    const own = STORED_AS[chain.chain];
    if (own) await own(store.client);
    else {
      await storeMadeUpChain(store.client, chain);
      await storeLiveAnswers(store.client, chain);
      await storeObservations(store.client, chain, () => true);
    }
    const methods = METHODS.filter((method) => isOfDemand(method) === (chain === DEMAND));
    await evaluate(store.client, { chain: chain.chain, now: startOf(chain, chain.last + 1), methods });
    published.set(chain.chain, await readPublished(store.client, chain.chain, { axis: "epoch" }));
    epochs.set(chain.chain, await readEpochs(store.client, chain.chain));
  }
}, 240_000);
afterAll(() => store?.remove());

const named = METHODS.map((method): [string, Method] => [`${method.indicator} v${method.version}`, method]);
const rowsOf = (chain: string, { indicator, version }: Method) =>
  (published.get(chain) ?? []).filter((row) => row.indicator === indicator && row.method === version);
const isNumber = ({ state }: VersionedRow) => state === "ok" || state === "provisional";

const sqlRow = z.object({
  epoch: z.int().optional(),
  day: z.int().optional(),
  labels: z.record(z.string(), z.string()),
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  coverage: z.number().nullable(),
  samples: count.nullable(),
});
type Answers = ReadonlyMap<string, Omit<z.infer<typeof sqlRow>, "epoch" | "day" | "labels">>;

const textFor = (method: Method, chain: string, rows: readonly VersionedRow[], first: number, last: number) => {
  const wanted = (epochs.get(chain) ?? []).filter(({ epoch }) => epoch >= first && epoch <= last);
  return filledQuery(method, { chain, as_of: asOf(rows), first, last, ...spanParams(wanted.map(epochSpan)) });
};

/** Runs a text as a stranger would: no parameters, no settings of ours, in a time zone of theirs. */
async function runText(client: TestStore["client"], text: string): Promise<Answers> {
  const answer = await client.query({
    query: text,
    format: "JSONEachRow",
    clickhouse_settings: {
      aggregate_functions_null_for_empty: 0,
      join_use_nulls: 0,
      output_format_json_quote_64bit_integers: 0,
      session_timezone: "Asia/Tokyo",
    },
  });
  const rows = z.array(sqlRow).parse(await answer.json());
  return new Map(rows.map(({ epoch, day, labels, ...numbers }) => [`${epoch ?? day} ${canonicalLabels(labels)}`, numbers]));
}

const numbersOf = ({ value, numerator, denominator, coverage, samples }: VersionedRow) => ({
  value,
  numerator,
  denominator,
  coverage,
  samples,
});
const asOf = (rows: readonly VersionedRow[]) =>
  rows
    .map(({ published_at }) => published_at)
    .sort()
    .at(-1) ?? "";

describe.each(named)("%s", (_, method) => {
  it("has numbers on the made-up chains", () => {
    const numbers = CHAINS.flatMap(({ chain }) => rowsOf(chain, method)).filter((row) => isNumber(row) && row.labels === "{}");
    expect(numbers.filter(({ value }) => value !== null).length).toBeGreaterThan(0);
  });

  it("gives the published numbers of one epoch alone when its text runs by itself", async () => {
    const chain = CHAINS.findLast((one) => rowsOf(one.chain, method).some(isNumber))?.chain ?? "";
    const numbers = rowsOf(chain, method).filter(isNumber);
    const epoch = numbers.at(-1)?.bucket ?? 0;
    const rows = numbers.filter(({ bucket }) => bucket === epoch);
    const seen = await runText(store.client, textFor(method, chain, rows, epoch, epoch));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(seen.get(`${epoch} ${row.labels}`), `${chain} ${epoch} ${row.labels}`).toEqual(numbersOf(row));
    expect([...seen.keys()].every((key) => key.startsWith(`${epoch} `))).toBe(true);
  });

  it("uses no label that the catalogue does not declare", () => {
    const declared = indicatorById(method.indicator) ?? roadmap.auxiliary.find(({ id }) => id === method.indicator);
    const used = CHAINS.flatMap(({ chain }) => rowsOf(chain, method)).flatMap(({ labels }) =>
      Object.keys(z.record(z.string(), z.string()).parse(JSON.parse(labels))),
    );
    expect([...new Set(used)].filter((label) => !declared?.labels.includes(label))).toEqual([]);
    expect(declared, "an indicator of the catalogue").toBeDefined();
  });

  it("says in its file's words what it is", () => {
    expect(method.reason).not.toBe("");
    expect(method.summary).not.toBe("");
    expect(method.sql).not.toMatch(/now\(|today\(|rand/i);
  });
});

/** Of a method that has its own numbers for UTC days, all of them. */
async function expectDays(client: TestStore["client"], method: Method): Promise<void> {
  const { indicator, version } = method;
  const rows = (await readPublished(store.client, DEMAND.chain, { axis: "day", indicator, method: version })).filter(isNumber);
  const days = [...new Set(rows.map(({ bucket }) => bucket))];
  expect(days.length, indicator).toBeGreaterThan(10);
  const span = { first_day: Math.min(...days), last_day: Math.max(...days), ...spanParams(days.map(daySpan)) };
  const seen = await runText(client, filledQuery(method, { chain: DEMAND.chain, as_of: asOf(rows), ...span }));
  for (const row of rows)
    expect(seen.get(`${row.bucket} ${row.labels}`), `${indicator} ${row.bucket} ${row.labels}`).toEqual(numbersOf(row));
}

/** The walk from the headline of a day: the same on both stores, and its own text gives the number. */
async function expectWalk(client: TestStore["client"]): Promise<void> {
  const rows = await readPublished(store.client, DEMAND.chain, { axis: "day", indicator: "use.tokens_day", networkOnly: true });
  const day = rows.find(isNumber);
  if (!day) throw new Error("no day has a number");
  const ask = { chain: DEMAND.chain, indicator: "use.tokens_day", epoch: null, day: dateOf(day.bucket), method: null, most: 5 };
  const now = startOf(DEMAND, DEMAND.last + 1);
  const [here, there] = await Promise.all([store.client, client].map((one) => explain(one, { ...ask, now })));
  expect(there).toEqual(here);
  expect(there?.evidence?.sessions.shown.length).toBeGreaterThan(0);
  expect((await runText(client, there?.sql ?? "")).get(`${day.bucket} {}`)).toEqual(numbersOf(day));
}

it("every text gives the same numbers on a restored backup in another folder", async () => {
  const folder = join(store.dataDir, "..", `${store.dataDir.split("/").at(-1)}-restored`);
  const backup = await backupTo(store, store.dataDir, null);
  cpSync(backup, `${folder}-backup`, { recursive: true });
  await restoreFrom(folder, `${folder}-backup`);
  const other = await openStorage({ dataDir: folder });
  try {
    const atChain = async ({ chain, first, last }: MadeUpChain) => {
      for (const method of METHODS) {
        const rows = rowsOf(chain, method).filter(isNumber);
        if (rows.length === 0) continue;
        const seen = await runText(other.client, textFor(method, chain, rows, first, last));
        for (const row of rows)
          expect(seen.get(`${row.bucket} ${row.labels}`), `${method.indicator} ${row.bucket} ${row.labels}`).toEqual(
            numbersOf(row),
          );
      }
    };
    await Promise.all(CHAINS.map(atChain));
    await Promise.all(METHODS.filter(({ daySql }) => daySql !== undefined).map((method) => expectDays(other.client, method)));
    await expectWalk(other.client);
  } finally {
    await other.close();
    for (const path of [folder, `${folder}-backup`]) rmSync(path, { recursive: true, force: true });
  }
}, 240_000);

it("H100-equivalents of a model are its raw weight by the calibration, while raw weight is the network's own unit", async () => {
  const weights = await store.client.query({
    query: `SELECT epoch, model_id, toFloat64(sum(poc_weight)) AS raw FROM agreed_nodes(chain = 'late', as_of = '2100-01-01 00:00:00')
      GROUP BY epoch, model_id`,
    format: "JSONEachRow",
  });
  const raw = await weights.json<{ epoch: number; model_id: string; raw: number }>();
  const rows = (published.get("late") ?? []).filter(({ labels }) => labels.includes("h100e"));
  expect(rows.filter(isNumber).length).toBeGreaterThan(3);
  for (const { epoch, model_id, raw: weight } of raw) {
    const row = rows.find(({ bucket, labels }) => bucket === epoch && labels === JSON.stringify({ measure: "h100e", model_id }));
    if (epoch <= 246) expect(row?.value, `${epoch} ${model_id}`).toBeCloseTo(weight / 254.5, 9);
    else expect(row, `${epoch} ${model_id}`).toMatchObject({ value: null, state: "not_enough_data" });
  }
});

describe("at start", () => {
  it("every method passes EXPLAIN", async () => {
    await checkMethods(store.client, METHODS);
  });

  it("a method is checked once: again only when its text or the schema has changed, or it didn't run", async () => {
    const [one, other] = [methodsOf("cap.hosts_active")[0], methodsOf("cap.weight_top3_share")[0]];
    if (!one || !other) throw new Error("no methods");
    const explained = async (methods: readonly Method[]) => {
      let count = 0;
      const query: TestStore["client"]["query"] = (asked) => {
        if (asked.query.startsWith("EXPLAIN")) count++;
        return store.client.query(asked);
      };
      const client: TestStore["client"] = Object.create(store.client, { query: { value: query } });
      await checkMethods(client, methods).catch(() => {});
      return count;
    };
    expect(await explained([one, other])).toBe(0);
    const changed = { ...one, sql: `${one.sql} -- as before` };
    expect(await explained([changed, other])).toBe(1);
    expect(await explained([changed, other])).toBe(0);
    const broken = { ...one, sql: one.sql.replaceAll("member.weight > 0", "member.wait > 0") };
    expect([await explained([broken]), await explained([broken])]).toEqual([1, 1]);
    await store.client.command({ query: "CREATE VIEW of_this_test AS SELECT 1 AS one" });
    expect(await explained([one, other])).toBe(2);
    await store.client.command({ query: "DROP VIEW of_this_test" });
  });

  it("one that does not fit the schema is named", async () => {
    const [good] = methodsOf("cap.hosts_active");
    if (!good) throw new Error("no methods");
    const changes = [
      ["member.weight > 0", "member.wait > 0"],
      ["countIf(member.weight > 0 AND ", "sumIf('text', "],
      ["agreed_members(", "agreed_hosts("],
    ] as const;
    for (const [before, after] of changes) {
      const sql = good.sql.replaceAll(before, after);
      expect(sql).not.toBe(good.sql);
      const broken = { ...good, indicator: "cap.broken", version: 3, sql };
      await expect(checkMethods(store.client, [broken]), after).rejects.toThrow(StorageError);
      await expect(checkMethods(store.client, [broken])).rejects.toThrow(/method 3 of cap\.broken does not run/);
    }
  });
});

describe("the list of methods", () => {
  it("has each version once, numbered from 1 without a gap", () => {
    for (const { indicator } of METHODS)
      expect(methodsOf(indicator).map(({ version }) => version)).toEqual(methodsOf(indicator).map((_, index) => index + 1));
  });

  it("gives an epoch the newest method that is valid there, else the oldest", () => {
    const [one] = METHODS;
    if (!one) throw new Error("no methods");
    const [v1, v2, v3] = [10, 20, 30].map((validFromEpoch, index) => ({ ...one, version: index + 1, validFromEpoch }));
    if (!v1 || !v2 || !v3) throw new Error("no methods");
    const at = (epoch: number) => methodAt(one.indicator, epoch, new Map(), [v3, v1, v2])?.version;
    expect([5, 10, 19, 20, 29, 30, 99].map(at)).toEqual([1, 1, 1, 2, 2, 3, 3]);
    expect(methodAt("cap.nothing", 5, new Map())).toBeUndefined();
  });
});
