import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NODE_LIMITS } from "../../collectors/http/budget.ts";
import { openWorld, QUICK, type World } from "./world.ts";

const MINUTES = 60;
const MINUTE_MS = 60_000;
/** By the wall a source is polled for its head every 15 s; a step of a minute polls it once. */
const POLLS_NOT_STEPPED = 3;

describe("a service that keeps to the nodes' limits", () => {
  let world: World;
  beforeAll(async () => {
    // The head stands before an epoch begins, so that an epoch change falls into the hour: that is when most is asked.
    // Three sources, the fewest that can outvote one: most is asked of each.
    world = await openWorld({ ...QUICK, hosts: 30, sources: 3 }, () => {}, { rateLimit: true });
  }, 120_000);
  afterAll(() => world?.close());

  it("wants no more of any source in an hour from its start, with an epoch change, than the limits give, and less once it has caught up", async () => {
    const { simulation, service } = world;
    const begun = simulation.network.epochsAt(simulation.clock.height()).effective;
    /** Requests of each source so far. The node's proxy counts `/chain-api` and `/chain-rpc` together. */
    const counted = (minutes: number) =>
      new Map(
        Object.entries(simulation.requests.report()).flatMap(([place, classes]) => {
          if (!place.startsWith("source:")) return [];
          const stepped = (classes["chain-api"]?.total ?? 0) + (classes["chain-rpc"]?.total ?? 0);
          return [[place, stepped + POLLS_NOT_STEPPED * minutes]];
        }),
      );
    // `start` runs every job at once before its times.
    for (const { name } of service.jobs) if (name !== "evaluate") await world.run(name);
    for (const [place, requests] of counted(0)) expect(requests, place).toBeLessThanOrEqual(NODE_LIMITS.chain.burst);

    await world.live((MINUTES / 2) * MINUTE_MS);
    const half = counted(MINUTES / 2);
    await world.live((MINUTES / 2) * MINUTE_MS);
    const whole = counted(MINUTES);

    expect(simulation.network.epochsAt(simulation.clock.height()).effective).toBe(begun + 1);
    expect(whole.size).toBe(3);
    const { perMinute, burst } = NODE_LIMITS.chain;
    for (const [place, requests] of whole) {
      expect(requests, place).toBeLessThanOrEqual(burst + perMinute * MINUTES);
      expect(requests - (half.get(place) ?? 0), `${place}, caught up`).toBeLessThanOrEqual((perMinute * MINUTES) / 2);
    }
    // Nothing else of a source is asked, and hosts are asked two things a round, and four things half-hourly.
    for (const [place, classes] of Object.entries(simulation.requests.report()))
      for (const [name, { total }] of Object.entries(classes)) {
        if (place.startsWith("source:")) expect(["chain-api", "chain-rpc"]).toContain(name);
        else if (place.startsWith("host:"))
          expect(total, `${place} ${name}`).toBeLessThanOrEqual(NODE_LIMITS.host_api.perMinute * MINUTES);
      }
  }, 600_000);

  it("asks for everybody's grants seldom", async () => {
    const { simulation } = world;
    const asked = () => simulation.requests.report()["source:0"]?.["chain-rpc"]?.total ?? 0;
    const asking = async () => {
      const before = asked();
      await world.run("registry");
      return asked() - before;
    };
    await asking();
    expect(await asking()).toBeLessThan(30);
    simulation.advance(6 * MINUTES * MINUTE_MS);
    await world.run("heads");
    expect(await asking()).toBeGreaterThan(2 * 30);
  }, 120_000);
});
