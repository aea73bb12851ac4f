import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { collectRunningEpochs } from "../../collectors/live/running-epochs.ts";
import { count } from "../../storage/read/query.ts";
import { BRISK, openWorld, type World } from "./world.ts";

const EPOCH_MS = 100_000;
let world: World;
beforeAll(async () => {
  world = await openWorld(BRISK);
}, 120_000);
afterAll(() => world?.close());

const closings = z.object({ epoch: z.int(), sources: count });
const CLOSINGS = `SELECT epoch, uniqExact(source) AS sources FROM answers
  WHERE topic = 'participants' AND outcome = 'told' AND final GROUP BY epoch ORDER BY epoch`;

it("asks for an epoch's last state again where runs that were killed stored a part, however many epochs ago", async () => {
  await world.leap(20_000, "epochs");
  for (let epochs = 0; epochs < 4; epochs++) await world.leap(EPOCH_MS, "epochs");
  const whole = await world.rows(closings, CLOSINGS);
  const lost = whole.at(-4)?.epoch ?? 0;
  expect(whole.find(({ epoch }) => epoch === lost)).toEqual({ epoch: lost, sources: 3 });
  // As kills leave it: who is a member was stored, the state at the epoch's end was not.
  const others = `DELETE FROM answers WHERE epoch = ${lost} AND topic NOT IN ('epoch_group', 'epoch_results')`;
  await world.store.client.command({ query: others });
  expect((await world.rows(closings, CLOSINGS)).length).toBe(whole.length - 1);

  const { context, chainId, watch } = world.service;
  const tried = new Set<number>();
  await collectRunningEpochs(context, chainId, watch, [], tried);
  expect(await world.rows(closings, CLOSINGS)).toEqual(whole);
  // Once a process: where nodes have dropped the state they would be asked in vain again and again.
  expect(tried).toContain(lost);
  await world.store.client.command({ query: others });
  await collectRunningEpochs(context, chainId, watch, [], tried);
  expect((await world.rows(closings, CLOSINGS)).length).toBe(whole.length - 1);
}, 120_000);

const stretch = z.object({ from: count, to: count, stored: count });
const STRETCH = `SELECT min(from_height) AS from, max(to_height) AS to,
  (SELECT uniqExact(height) FROM blocks WHERE height >= (SELECT min(from_height) FROM block_sightings)) AS stored FROM block_sightings`;
const sightings = z.object({ rows: count });
const effective = z.object({ epoch: z.int(), height: count });
const EFFECTIVE =
  "SELECT epoch, max(effective_height) AS height FROM epochs WHERE effective_height > 0 GROUP BY epoch ORDER BY epoch";

it.each([
  ["the newest", -1],
  ["an earlier", -2],
])(
  "begins the stream of blocks only once it is known when %s epoch began too, where it should and without a hole",
  async (_, place) => {
    const epochs = await world.rows(effective, EFFECTIVE);
    await world.store.client.command({ query: "TRUNCATE TABLE block_sightings" });
    // As where the first answers about the epoch's first block got lost.
    const lost = epochs.at(place)?.height ?? 0;
    await world.store.client.command({ query: `DELETE FROM answers WHERE topic = 'header' AND subject = '${lost}'` });
    await world.run("blocks");
    expect(await world.rows(sightings, "SELECT count() AS rows FROM block_sightings")).toEqual([{ rows: 0 }]);

    await world.leap(0, "epochs");
    await world.run("blocks");
    const [whole] = await world.rows(stretch, STRETCH);
    const [from, to] = [epochs[0]?.height ?? 0, world.simulation.clock.height()];
    expect(whole).toEqual({ from, to, stored: to - from + 1 });
  },
  120_000,
);
