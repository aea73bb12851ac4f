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
const effective = z.object({ epoch: z.int(), height: count });
const EFFECTIVE =
  "SELECT epoch, max(effective_height) AS height FROM epochs WHERE effective_height > 0 GROUP BY epoch ORDER BY epoch";

it("begins the stream of blocks earlier once it is known when epochs began, without a hole", async () => {
  const epochs = await world.rows(effective, EFFECTIVE);
  // As where the first answers about the newest epoch's first block got lost.
  const newest = epochs.at(-1)?.height ?? 0;
  await world.store.client.command({ query: `DELETE FROM answers WHERE topic = 'header' AND subject = '${newest}'` });
  await world.run("blocks");
  const [late] = await world.rows(stretch, STRETCH);
  expect(late?.from).toBe(newest);

  await world.leap(0, "epochs");
  await world.run("blocks");
  const [whole] = await world.rows(stretch, STRETCH);
  expect(whole).toEqual({ from: epochs[0]?.height, to: late?.to, stored: (late?.to ?? 0) - (epochs[0]?.height ?? 0) + 1 });
}, 120_000);
