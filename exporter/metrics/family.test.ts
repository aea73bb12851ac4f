import fc from "fast-check";
import { Gauge, Registry } from "prom-client";
import { expect, it } from "vitest";
import type { Snapshot } from "../snapshot/snapshot.ts";
import { parseExposition } from "../testing/exposition.ts";
import { type Family, renderFamilies } from "./family.ts";
import { AGE_FAMILIES, SNAPSHOT_FAMILIES } from "./index.ts";

const NOTHING_KNOWN: Snapshot = {
  chain: 'odd "chain"\\',
  asOf: "2026-05-05 18:00:00",
  indicators: [],
  hosts: { epoch: null, totalWeight: 0n, hosts: [], resultsEpoch: null, missRatios: new Map() },
  sources: [],
  epochs: [],
  completeFrom: [],
  epochBuckets: [],
  dayBuckets: [],
  methodStarts: new Map(),
  verified: new Set(),
  questions: [],
  head: { kind: "lost" },
  clock: { kind: "lost" },
  live: {
    halt: { halted: null, open: null },
    blockTime: null,
    epochClock: null,
    facts: {
      statuses: [],
      params: null,
      limits: { confirmationRatio: null, missRatio: null },
      registrations: new Map(),
      confirmationRatios: new Map(),
      validators: new Map(),
      supply: null,
      communityPool: null,
    },
    models: [],
    hosts: new Map(),
    hostStates: null,
    rounds: [],
    sources: new Map(),
    collectors: [],
  },
};
const now = new Date("2026-05-05T18:00:00Z");
const render = async (snapshot: Snapshot) =>
  parseExposition(await renderFamilies([...SNAPSHOT_FAMILIES, ...AGE_FAMILIES], snapshot, now)).map(({ name, labels, value }) => [
    name,
    labels["verdict"] ?? "",
    value,
  ]);

it("what is not known has no series: only the counts of questions are known to be 0", async () => {
  const none = ["agreed", "absent", "disputed", "lost"].map((verdict) => ["gonka_questions", verdict, 0]);
  expect(await render(NOTHING_KNOWN)).toEqual(none);
});

it("a disputed head and clock have neither height nor epoch nor age", async () => {
  const disputed = { kind: "disputed", odd: ["a", "b"] } as const;
  const series = (await render({ ...NOTHING_KNOWN, head: disputed, clock: disputed })).filter(
    ([name]) => name !== "gonka_questions",
  );
  expect(series).toEqual([
    ["gonka_epoch_disputed", "", 1],
    ["gonka_head_disputed", "", 1],
  ]);
});

it("hosts whose exclusions nobody agrees on have no excluded series", async () => {
  const host = { address: "gonka1one", weight: 5n, confirmationWeight: 4n, reputation: 0, rank: 1, exclusions: null };
  const hosts = { ...NOTHING_KNOWN.hosts, epoch: 3, hosts: [host] };
  const names = (await render({ ...NOTHING_KNOWN, hosts })).map(([name]) => name);
  expect(names).toContain("gonka_host_weight");
  expect(names).not.toContain("gonka_host_excluded");
});

it("every series names the chain, quoted as the format wants it", async () => {
  const text = await renderFamilies(SNAPSHOT_FAMILIES, NOTHING_KNOWN, now);
  expect(text).toContain('gonka_questions{chain_id="odd \\"chain\\"\\\\",verdict="lost"} 0');
});

it("a family is written as prom-client writes it, whatever its labels hold", async () => {
  const text = fc.oneof(fc.string({ unit: "binary" }), fc.string({ unit: fc.constantFrom("\\", '"', "\n", "a") }));
  const value = fc.oneof(fc.double({ noNaN: true }), fc.integer());
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.tuple(text, value), { selector: ([one]) => one }), async (pairs) => {
      const registry = new Registry();
      const gauge = new Gauge({ name: "gonka_x", help: "Of x.", labelNames: ["chain_id", "of"], registers: [registry] });
      for (const [of, number] of pairs) gauge.set({ chain_id: NOTHING_KNOWN.chain, of }, number);
      const family: Family = {
        name: "gonka_x",
        help: "Of x.",
        labels: ["of"],
        samples: () => pairs.map(([of, x]) => [{ of }, x]),
      };
      const written = await renderFamilies([family], NOTHING_KNOWN, now);
      expect(written).toBe(pairs.length === 0 ? "" : await registry.metrics());
    }),
  );
});

it("what is not a number has no series", async () => {
  const samples = () => [[{}, Number.NaN] as const];
  expect(await renderFamilies([{ name: "gonka_x", help: "Of x.", labels: [], samples }], NOTHING_KNOWN, now)).toBe("");
});
