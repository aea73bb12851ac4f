import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { HostCounterRow } from "../../storage/facts/inference-rows.ts";
import { COUNTER_SCRAPES, HOST_COUNTERS } from "../../storage/facts/tables.ts";
import { NOW, queryRows } from "../../storage/read/query.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import { increases, labelOf } from "./increases.ts";

const START = Date.parse("2026-09-01T00:00:00.000Z");
const DAY = 86_400_000;
const FAMILY = "devshard_mlnode_tokens_sum";

/** A scrape: who answered (Unix seconds of its start), and what it counted by series. `told` false is an attempt that failed. */
interface Scrape {
  readonly at: number;
  readonly told: boolean;
  readonly process: number | null;
  readonly values: Readonly<Record<string, number>>;
}

const increaseRow = z.object({
  address: z.string(),
  labels: z.string(),
  at: z.string().transform((text) => Date.parse(`${text.replace(" ", "T")}Z`)),
  increase: z.number().nullable(),
  reset: z.number(),
});
type IncreaseRow = z.infer<typeof increaseRow>;

let store: TestStore;
let chains = 0;
beforeAll(async () => {
  store = await temporaryStore("increases");
});
afterAll(() => store?.remove());

async function stored(hosts: Readonly<Record<string, readonly Scrape[]>>): Promise<string> {
  const chain = `chain-${++chains}`;
  const writer = new ObservationWriter(store.client, chain);
  for (const [address, scrapes] of Object.entries(hosts)) {
    for (const { at, told, process, values } of scrapes) {
      const row = { address, endpoint: "devshard/v4", observed_at: new Date(at).toISOString() };
      const sample = (family: string, labels: string, value: number): HostCounterRow => ({
        ...{ ...row, family, labels, value },
        process_start: process,
      });
      const series = Object.entries(values).map(([labels, value]) => sample(FAMILY, labels, value));
      const own = process === null ? [] : [sample("process_start_time_seconds", "", process)];
      // A round that was killed leaves counters without a scrape: they are there in the store and must count for nothing.
      await writer.write(HOST_COUNTERS, [...series, ...own]);
      if (told) await writer.write(COUNTER_SCRAPES, [{ ...row, epoch: 7, told, series: series.length, detail: "" }]);
      else await writer.write(COUNTER_SCRAPES, [{ ...row, epoch: 7, told, series: 0, detail: "timeout" }]);
    }
  }
  await writer.flush();
  return chain;
}

function read(chain: string, from: number, until: number): Promise<IncreaseRow[]> {
  const moment = (ms: number) => `toDateTime64('${new Date(ms).toISOString().replace("T", " ").replace("Z", "")}', 3, 'UTC')`;
  const sql = `WITH ${increases({ families: [FAMILY], from: moment(from), until: moment(until) })}
    SELECT address, labels, at, increase, reset FROM increases ORDER BY address, labels, at`;
  return queryRows(store.client, increaseRow, sql, { chain, as_of: NOW });
}

/** One host's increases, from its first scrape to its last. */
async function increasesOf(scrapes: readonly Scrape[]): Promise<[number | null, number][]> {
  const rows = await read(await stored({ host: scrapes }), START - DAY, START + 100 * DAY);
  return rows.map(({ increase, reset }) => [increase, reset]);
}

const minute = (n: number) => START + n * 60_000;
const told = (n: number, process: number | null, value: number): Scrape => ({
  ...{ at: minute(n), told: true, process },
  values: { 'kind="prompt"': value },
});
/** A process that began this many minutes after the first scrape. */
const began = (n: number) => minute(n) / 1000;
const OLD = began(-1000);

describe("increases", () => {
  it("are what a counter grew by; its first sight counts nothing", async () => {
    expect(await increasesOf([told(0, OLD, 100), told(1, OLD, 100), told(2, OLD, 150)])).toEqual([
      [null, 0],
      [0, 0],
      [50, 0],
    ]);
  });

  it("count a restarted process from 0, also where it has passed the old value, and say that something may be lost", async () => {
    expect(
      await increasesOf([told(0, OLD, 100), told(1, began(0.5), 30), told(2, began(0.5), 35), told(3, began(2.9), 70)]),
    ).toEqual([
      [null, 0],
      [30, 1],
      [5, 0],
      [70, 1],
    ]);
  });

  it("do not count replicas that answer by turns twice", async () => {
    const other = began(-500);
    const scrapes = [told(0, OLD, 1000), told(1, other, 10), told(2, OLD, 1001), told(3, other, 12), told(4, OLD, 1005)];
    expect(await increasesOf(scrapes)).toEqual([
      [null, 0],
      [null, 0],
      [1, 0],
      [2, 0],
      [4, 0],
    ]);
  });

  it("count a replica that was restarted behind another one's answer", async () => {
    const other = began(-500);
    const scrapes = [told(0, OLD, 1000), told(1, other, 10), told(2, began(0.5), 7), told(3, other, 12)];
    expect(await increasesOf(scrapes)).toEqual([
      [null, 0],
      [null, 0],
      [7, 1],
      [2, 0],
    ]);
  });

  it("begin at 0 for a series that a known process didn't have before", async () => {
    const none: Scrape = { at: minute(0), told: true, process: OLD, values: {} };
    expect(await increasesOf([none, told(1, OLD, 40)])).toEqual([[40, 0]]);
    expect(await increasesOf([{ ...none, process: null }, told(1, null, 40)])).toEqual([[null, 0]]);
    expect(await increasesOf([{ ...none, told: false }, told(1, OLD, 40)])).toEqual([[null, 0]]);
  });

  it("see a reset by the value alone where no process is told", async () => {
    expect(await increasesOf([told(0, null, 100), told(1, null, 120), told(2, null, 7)])).toEqual([
      [null, 0],
      [20, 0],
      [7, 1],
    ]);
  });

  it("bridge failed scrapes and hours, but not a day", async () => {
    const failed: Scrape = { ...told(1, OLD, 999_999), told: false };
    const day = 24 * 60;
    expect(await increasesOf([told(0, OLD, 1), failed, told(600, OLD, 5), told(600 + day, OLD, 9)])).toEqual([
      [null, 0],
      [4, 0],
      [4, 0],
    ]);
    expect(await increasesOf([told(0, OLD, 1), told(day + 1, OLD, 5), told(day + 2, OLD, 6)])).toEqual([
      [null, 0],
      [null, 0],
      [1, 0],
    ]);
    expect(await increasesOf([told(0, OLD, 1), told(day + 1, began(5), 5)])).toEqual([
      [null, 0],
      [null, 0],
    ]);
  });

  it("read labels that try to look like others", async () => {
    const kindOf = async (labels: string) =>
      (
        await queryRows(
          store.client,
          z.object({ kind: z.string() }),
          `SELECT ${labelOf("kind")} AS kind FROM (SELECT {l:String} AS labels)`,
          {
            l: labels,
          },
        )
      )[0]?.kind;
    expect(await kindOf('kind="prompt",path="execute"')).toBe("prompt");
    expect(await kindOf('a="x,kind=",kind="prompt"')).toBe("prompt");
    expect(await kindOf('a="\\",kind=\\"b",kind="prompt"')).toBe("prompt");
    expect(await kindOf('a="\\\\",kind="prompt"')).toBe("prompt");
    expect(await kindOf('mykind="prompt"')).toBe("");
    expect(await kindOf("")).toBe("");
  });
});

/** What a network did: processes of an endpoint that live and count, and scrapes that see one of them or fail. */
const made = fc.record({
  nameless: fc.boolean(),
  // Two that began at the same moment can't be told apart.
  processes: fc.uniqueArray(
    fc.record({
      starts: fc.integer({ min: -50, max: 60 }),
      lives: fc.integer({ min: 1, max: 80 }),
      // Tokens a minute of two series; the second begins late.
      works: fc.integer({ min: 0, max: 9 }),
      late: fc.integer({ min: 0, max: 40 }),
    }),
    { minLength: 1, maxLength: 5, selector: ({ starts }) => starts },
  ),
  scrapes: fc.array(fc.record({ at: fc.integer({ min: 0, max: 100 }), who: fc.nat(9), fails: fc.boolean() }), {
    minLength: 1,
    maxLength: 25,
  }),
  stretch: fc.constantFrom(1, 1, 30, 300),
});
type Made = typeof made extends fc.Arbitrary<infer Network> ? Network : never;

function scrapesOf({ nameless, processes, scrapes, stretch }: Made): Scrape[] {
  const moments = [...new Map(scrapes.map((scrape) => [scrape.at, scrape])).values()].sort((a, b) => a.at - b.at);
  return moments.flatMap(({ at, who, fails }): Scrape[] => {
    const alive = processes.filter(({ starts, lives }) => starts < at && at < starts + lives);
    const one = alive[who % Math.max(alive.length, 1)];
    if (!one) return [{ at: minute(at * stretch), told: false, process: null, values: {} }];
    const age = at - one.starts;
    const late = age - one.late;
    const values = { "": age * one.works, ...(late > 0 ? { 'kind="late"': late * 3 } : {}) };
    const process = nameless ? null : began(one.starts * stretch);
    return [{ at: minute(at * stretch), told: !fails || who > 6, process, values }];
  });
}

/** The rules once more, by walking the scrapes backwards instead of by windows. */
function expected(scrapes: readonly Scrape[]): Omit<IncreaseRow, "address">[] {
  const good = scrapes.filter((scrape) => scrape.told);
  return good
    .flatMap((now, index) => {
      const past = good
        .slice(0, index)
        .filter((scrape) => now.at - scrape.at <= DAY)
        .reverse();
      return Object.entries(now.values).map(([labels, value]) => {
        const row = { labels, at: now.at };
        const same = past.filter((scrape) => scrape.process === now.process);
        const before = same.find((scrape) => scrape.values[labels] !== undefined)?.values[labels];
        if (before !== undefined)
          return { ...row, increase: value < before ? value : value - before, reset: value < before ? 1 : 0 };
        if (now.process === null) return { ...row, increase: null, reset: 0 };
        if (same.length > 0) return { ...row, increase: value, reset: 0 };
        const first = past.at(-1);
        const isNew = first !== undefined && now.process * 1000 > first.at;
        return { ...row, increase: isNew ? value : null, reset: isNew ? 1 : 0 };
      });
    })
    .sort((a, b) => (a.labels === b.labels ? a.at - b.at : a.labels < b.labels ? -1 : 1));
}

const until = minute(100 * 300 + 1);

describe("increases of networks that were made up", () => {
  it("are those of a walk over the scrapes, and add up however time is cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(made, { minLength: 20, maxLength: 40 }),
        fc.integer({ min: 1, max: 100 }),
        async (networks, cut) => {
          const hosts = Object.fromEntries(networks.map((network, index) => [`host-${100 + index}`, scrapesOf(network)]));
          const chain = await stored(hosts);
          const rows = await read(chain, START, until);
          const truth = Object.entries(hosts).flatMap(([address, scrapes]) =>
            expected(scrapes).map((row) => ({ address, ...row })),
          );
          expect(rows).toEqual(truth);
          const [early, late] = await Promise.all([read(chain, START, minute(cut * 30)), read(chain, minute(cut * 30), until)]);
          const order = ({ address, labels, at }: IncreaseRow) => `${address} ${labels} ${at}`;
          expect([...early, ...late].sort((a, b) => (order(a) < order(b) ? -1 : 1))).toEqual(rows);
        },
      ),
      { numRuns: 15 },
    );
  }, 120_000);

  it("never exceed the work that was done since the first scrape", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(made, { minLength: 20, maxLength: 40 }), async (all) => {
        // Told by processes: without one, a value that fell may be another replica's.
        const networks = all.map((network) => ({ ...network, nameless: false }));
        const chain = await stored(
          Object.fromEntries(networks.map((network, index) => [`host-${100 + index}`, scrapesOf(network)])),
        );
        const rows = await read(chain, START, until);
        networks.forEach((network, index) => {
          const scrapes = scrapesOf(network).filter((scrape) => scrape.told);
          const [first, last] = [scrapes[0], scrapes.at(-1)].map(
            (scrape) => ((scrape?.at ?? START) - START) / 60_000 / network.stretch,
          );
          const work = network.processes.reduce((sum, { starts, lives, works }) => {
            const minutes = Math.min(last ?? 0, starts + lives) - Math.max(first ?? 0, starts);
            return sum + Math.max(minutes, 0) * works;
          }, 0);
          const counted = rows
            .filter(({ address, labels }) => address === `host-${100 + index}` && labels === "")
            .reduce((sum, { increase }) => sum + (increase ?? 0), 0);
          expect(counted).toBeLessThanOrEqual(work);
        });
      }),
      { numRuns: 10 },
    );
  }, 120_000);
});
