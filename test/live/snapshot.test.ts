import { afterAll, beforeAll, expect, it } from "vitest";
import { createSnapshotReaders, readSnapshot, type Snapshot } from "../../exporter/snapshot/snapshot.ts";
import { BRISK, openWorld, type World } from "./world.ts";

const EPOCH_MS = 100_000;
const MEMBERSHIP = ["cap.hosts_active", "cap.weight_top3_share"];
const lie = (source: number, size: number) => ({ kind: "lie", source, about: "weight", size, fromHeight: 0 }) as const;

let world: World;
beforeAll(async () => {
  world = await openWorld(BRISK);
});
afterAll(() => world?.close());

/** What happens to the store, one after the other. */
const life: readonly (readonly [what: string, happens: () => Promise<unknown>])[] = [
  ["an epoch's answers", () => world.leap(20_000, "epochs", "blocks")],
  ["first values", () => world.evaluate(...MEMBERSHIP)],
  ["nothing at all", async () => {}],
  ["probes and what hosts tell of themselves", () => world.leap(5000, "hosts", "host_reports", "registry")],
  ["the same epoch's answers once more", () => world.leap(EPOCH_MS / 4, "epochs", "poc")],
  ["the next epoch", () => world.leap(EPOCH_MS, "epochs", "blocks", "registry")],
  ["its values", () => world.evaluate(...MEMBERSHIP)],
  [
    "an epoch on which no two sources agree",
    async () => {
      for (const source of [0, 1]) world.simulation.faults.switchOn(lie(source, source + 1));
      await world.leap(EPOCH_MS, "epochs", "blocks");
    },
  ],
  [
    "sources that agree again",
    async () => {
      world.simulation.faults.clear();
      await world.leap(EPOCH_MS, "epochs", "blocks");
    },
  ],
  [
    "a value that an evaluation stored which began earlier",
    () =>
      world.store.client.command({
        query: `INSERT INTO indicator_values
          SELECT * REPLACE (bucket + 1 AS bucket, 12345 AS value, published_at - INTERVAL 1 MICROSECOND AS published_at)
          FROM indicator_values WHERE indicator = 'cap.hosts_active' AND axis = 'epoch' AND labels = '{}' ORDER BY bucket DESC LIMIT 1`,
      }),
  ],
];

it("a snapshot that remembers the one before it is one that was read afresh, whatever was stored between", async () => {
  const store = { client: world.store.client, chain: world.service.chainId };
  const readers = createSnapshotReaders();
  const read = async (by = createSnapshotReaders()): Promise<Omit<Snapshot, "asOf" | "sources">> => {
    // Sources' seconds are sums of fractions, whose last digit differs from one reading to the next.
    const { asOf: _, sources: __, ...content } = await readSnapshot(store, new Date(world.simulation.clock.now()), by);
    return content;
  };
  const seen = new Set<string>();
  for (const [what, happens] of life) {
    await happens();
    await world.service.flush();
    const [remembering, afresh] = [await read(readers), await read()];
    expect(remembering, what).toEqual(afresh);
    const { hosts, epochs, indicators } = afresh;
    const values = indicators.flatMap(({ newest }) => newest?.value ?? []);
    for (const one of [`hosts of ${hosts.epoch}`, `${epochs.length} epochs`, `values ${values}`]) seen.add(one);
  }
  // What is compared did change: hosts, epochs and values at least twice each, and the value of the earlier evaluation was found.
  const kinds = [...seen].map((one) => one.replace(/[^a-z ]+/g, "").trim());
  for (const kind of ["hosts of", "epochs", "values"])
    expect(kinds.filter((one) => one === kind).length, kind).toBeGreaterThan(2);
  expect([...seen].some((one) => one.includes("12345"))).toBe(true);
}, 120_000);
