import { expect, it } from "vitest";
import { z } from "zod";
import { NODE_LIMITS } from "../../collectors/http/budget.ts";
import { BRISK, openWorld } from "./world.ts";

const { burst, perMinute } = NODE_LIMITS.mlnode_metrics;
/** Rounds beyond what may be asked at once: by the wall's clock each would wait for its turn. */
const BEYOND = 5;
const WAIT_MS = (BEYOND * 60_000) / perMinute;
const told = z.object({ endpoint: z.string(), asked: z.coerce.number(), told: z.coerce.number() });

it("what hosts allow in a minute of the wall's clock holds nobody back in a network that runs faster", async () => {
  const world = await openWorld({ ...BRISK, hosts: 3 });
  try {
    await world.leap(20_000, "epochs");
    const hosts = (await world.rows(z.object({ address: z.string() }), "SELECT DISTINCT address FROM epoch_members")).length;
    const rounds = async (count: number) => {
      for (let round = 0; round < count; round++) await world.leap(1000, "counters");
    };
    await rounds(burst);
    const begun = performance.now();
    await rounds(BEYOND);
    expect(performance.now() - begun).toBeLessThan(WAIT_MS / 2);
    const scrapes = await world.rows(
      told,
      "SELECT endpoint, count() AS asked, countIf(told) AS told FROM counter_scrapes GROUP BY endpoint ORDER BY endpoint",
    );
    expect(scrapes.find(({ endpoint }) => endpoint.includes("mlnode"))).toMatchObject({
      asked: hosts * (burst + BEYOND),
      told: hosts * (burst + BEYOND),
    });
  } finally {
    await world.close();
  }
}, 120_000);
