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
