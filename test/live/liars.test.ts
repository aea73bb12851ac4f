import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decideClock } from "../../chain/head.ts";
import type { Lie } from "../../simulator/faults/fault.ts";
import { readClocks, readVotes } from "../../storage/read/votes.ts";
import { BRISK, openWorld, type World } from "./world.ts";

const EPOCH_MS = 100_000;
const JOBS = ["epochs", "blocks", "transactions", "rollups"];
const LIAR = 2;
const SECOND_LIAR = 1;
/** The newest epoch after an epoch and a half. */
const LAST = 5;
/** Indicators that rest on who is a member, with which weight, and who was excluded. */
const DISPUTED = ["cap.hosts_active", "cap.weight_top3_share"];
type About = Lie["about"];

/** Sizes far above what honest nodes may differ by; two liars of different sizes contradict each other too. */
const lie = (source: number, about: About, fromHeight: number): Lie => ({
  kind: "lie",
  source,
  about,
  size: about === "head" ? 1000 * source : source,
  fromHeight,
});

/** Lies that don't hide each other: who lies about the head, or a header's time, is not asked the rest. */
const COMPANY: readonly (readonly About[])[] = [
  ["head"],
  ["header_time"],
  ["epoch_clock", "weight", "exclusion"],
  ["membership"],
];

/** Lives through an epoch and a half. */
async function live(world: World): Promise<void> {
  await world.leap(20_000, ...JOBS);
  await world.leap(EPOCH_MS, ...JOBS);
}

/** Who is named, and for what. */
async function named(world: World, about: About): Promise<readonly string[]> {
  const { client } = world.store;
  const { chainId, watch } = world.service;
  const votes = await readVotes(client, chainId);
  const oddIn = (topic: string) => [
    ...new Set(votes.filter((vote) => vote.topic === topic && vote.verdict === "agreed").flatMap(({ odd }) => odd)),
  ];
  switch (about) {
    case "head":
    case "header_time": {
      const head = watch.head();
      return head.kind === "agreed" ? head.odd : [];
    }
    case "epoch_clock": {
      const clock = decideClock(await readClocks(client, chainId));
      return clock.kind === "agreed" ? clock.odd : [];
    }
    case "exclusion":
      return oddIn("exclusions");
    case "weight":
    case "membership":
      return oddIn("epoch_group");
  }
}

/** Values whose bucket is an epoch after this one, with a number. */
const numbersAfter = (values: ReadonlyMap<string, string>, epoch: number) =>
  [...values].filter(([key, content]) => {
    const [, , axis, bucket] = key.split("|");
    return axis === "epoch" && Number(bucket) > epoch && /"(ok|provisional)"/.test(content);
  });

describe("nodes that lie", () => {
  let honest: ReadonlyMap<string, string>;
  beforeAll(async () => {
    const world = await openWorld(BRISK);
    try {
      await live(world);
      await world.evaluate();
      honest = await world.values();
    } finally {
      await world.close();
    }
  }, 120_000);

  it("are compared with an honest world, whose values are numbers", () => {
    expect(numbersAfter(honest, 0).length).toBeGreaterThan(50);
    expect(numbersAfter(honest, LAST).length).toBe(0);
  });

  describe.each(COMPANY.map((about) => [about.join(", "), about] as const))("in %s from the start", (_, abouts) => {
    let world: World;
    beforeAll(async () => {
      world = await openWorld(BRISK, ({ faults }) => {
        for (const about of abouts) faults.switchOn(lie(LIAR, about, 0));
      });
    }, 120_000);
    afterAll(() => world?.close());

    it("one of three is outvoted and named, and every value is the honest one", async () => {
      await live(world);
      await world.evaluate();
      expect(await world.values()).toEqual(honest);
      for (const about of abouts) expect(await named(world, about), about).toEqual([world.nameOf(LIAR)]);
    }, 120_000);

    it("two of three are a dispute: no number from then on, and those before stay", async () => {
      const { simulation } = world;
      for (const about of abouts.filter((one) => one !== "epoch_clock"))
        simulation.faults.switchOn(lie(SECOND_LIAR, about, simulation.clock.height() + 1));
      await world.leap(EPOCH_MS, ...JOBS);
      await world.evaluate(...DISPUTED);
      const values = await world.values();
      expect(numbersAfter(values, LAST)).toEqual([]);
      expect(settled(values)).toEqual(settled(honest));
      if (abouts.includes("head") || abouts.includes("header_time")) {
        expect(world.service.watch.head().kind).toBe("disputed");
        return;
      }
      for (const indicator of DISPUTED)
        expect(await world.value(indicator, LAST + 1), indicator).toMatchObject({
          state: "disputed",
          value: null,
          numerator: null,
        });
    }, 120_000);
  });

  it("two of three about the epoch clock are a dispute: what is not final is no number any more", async () => {
    const world = await openWorld(BRISK);
    try {
      await live(world);
      await world.evaluate("cap.hosts_active");
      expect(await world.value("cap.hosts_active", LAST)).toMatchObject({ state: "provisional" });
      for (const source of [SECOND_LIAR, LIAR]) world.simulation.faults.switchOn(lie(source, "epoch_clock", 0));
      await world.leap(EPOCH_MS, ...JOBS);
      await world.evaluate("cap.hosts_active");
      expect(decideClock(await readClocks(world.store.client, world.service.chainId)).kind).toBe("disputed");
      expect(await world.value("cap.hosts_active", LAST)).toMatchObject({ state: "disputed", value: null });
      expect(await world.value("cap.hosts_active", LAST + 1)).toBeUndefined();
    } finally {
      await world.close();
    }
  }, 120_000);
});

/** Values of epochs that were settled and claimed before the second liar began. */
function settled(values: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...values].filter(([key]) => {
      const [, , axis, bucket] = key.split("|");
      return axis === "epoch" && Number(bucket) <= LAST - 2;
    }),
  );
}
