import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { queryRows } from "../storage/read/query.ts";
import { headerAnswer, record, rootAnswer } from "../storage/testing/answers.ts";
import { epochRow } from "../storage/testing/rows.ts";
import { type TestStore, temporaryStore } from "../storage/testing/store.ts";
import { AnswerLog } from "../storage/write/answer-log.ts";
import { collectClassic } from "./classic.ts";
import { gatewayNode, quickContext, says } from "./live/questions/testing/gateway-node.ts";

const [MAINNET, OTHER] = ["gonka-mainnet", "gonka-other"];
const EPOCHS = Array.from({ length: 8 }, (_, index) => 51_950 + index);
const startOf = (epoch: number) => Date.parse("2026-07-16T06:00:00.000Z") + (epoch - 51_950) * 86_400_000;
/** A block's time ends in nanoseconds. */
const timeOf = (epoch: number) => new Date(startOf(epoch)).toISOString().replace("Z", "000007Z");
/** Of the epochs whose end and 150 blocks lie before block 5,195,700. */
const CLASSIC = EPOCHS.filter((epoch) => epochRow(epoch).last_height + 150 < 5_195_700);
const P = "/productscience/inference/inference";

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("classic");
  for (const chain of [MAINNET, OTHER]) await storeEpochs(chain);
});
afterAll(() => store?.remove());

const storeEpochs = (chain: string) =>
  record(
    store.client,
    chain,
    EPOCHS.flatMap((epoch) => {
      const root = epochRow(epoch);
      return [
        rootAnswer("s", root),
        headerAnswer("s", root.effective_height, timeOf(epoch)),
        headerAnswer("s", root.last_height + 1, timeOf(epoch + 1)),
      ];
    }),
  );

const tokensOf = (from: number) => BigInt(from % 1_000_003);
/** An archive node tells of the time it is asked about, another has no state of that height. */
const archive = () => {
  const asked: URL[] = [];
  const node = gatewayNode((path) => {
    const url = new URL(path, "http://node");
    asked.push(url);
    const tokens = String(tokensOf(Number(url.searchParams.get("time_from"))));
    if (url.pathname === `${P}/all_stats_by_time`) return says({ ai_tokens: tokens, inferences: 9, actual_inferences_cost: "1" });
    if (url.pathname !== `${P}/models_stats_by_time`) return undefined;
    return says({ stats_models: [{ model: "vendor/a", ai_tokens: tokens, inferences: 9 }] });
  });
  return { node, asked };
};
const pruned = () => gatewayNode(() => ({ status: 500, code: 2 }));

async function collect(chain: string, nodes: readonly Awaited<ReturnType<typeof gatewayNode>>[]) {
  const context = { ...quickContext(), client: store.client };
  const log = await AnswerLog.open(store.client, chain, EPOCHS);
  const untold = await collectClassic(
    context,
    chain,
    log,
    nodes.map(({ source }) => source),
    EPOCHS,
  );
  await log.flush();
  await context.http.close();
  return { untold, count: log.count };
}

it("asks of epochs before v0.2.14 alone, each at a height soon after its end, of its own time", async () => {
  expect(CLASSIC.length).toBeGreaterThan(3);
  expect(CLASSIC.length).toBeLessThan(EPOCHS.length);
  const { node: starting, asked } = archive();
  const [node, other] = [await starting, await pruned()];
  expect((await collect(MAINNET, [node, other])).untold).toEqual([]);
  expect([...node.heights].sort()).toEqual(CLASSIC.map((epoch) => String(epochRow(epoch).last_height + 150)).sort());
  const spans = new Set(asked.map(({ searchParams: one }) => `${one.get("time_from")} ${one.get("time_to")}`));
  // A header's time ends in nanoseconds: the first whole millisecond after it.
  const wanted = CLASSIC.map((epoch) => [startOf(epoch) + 1, startOf(epoch + 1)].join(" "));
  expect([...spans].sort()).toEqual(wanted.sort());
  const row = z.object({ epoch: z.int(), ai_tokens: z.coerce.bigint(), by_model: z.coerce.bigint() });
  const rows = await queryRows(
    store.client,
    row,
    `SELECT total.epoch AS epoch, total.ai_tokens AS ai_tokens, model.ai_tokens AS by_model FROM classic_stats AS total
     INNER JOIN classic_model_stats AS model ON model.epoch = total.epoch WHERE total.chain_id = 'gonka-mainnet' ORDER BY epoch`,
  );
  expect(rows.map(({ epoch }) => epoch)).toEqual(CLASSIC);
  for (const { epoch, ai_tokens, by_model } of rows) {
    expect(ai_tokens).toBe(tokensOf(startOf(epoch) + 1));
    expect(by_model).toBe(ai_tokens);
  }
  const before = asked.length;
  expect((await collect(MAINNET, [node, other])).count.written).toBe(0);
  expect(asked.length).toBe(before);
  await Promise.all([node.close(), other.close()]);
});

it("asks no other chain, and says which epochs no source could tell of", async () => {
  const { node: starting, asked } = archive();
  const node = await starting;
  expect(await collect(OTHER, [node])).toMatchObject({ untold: [], count: { written: 0 } });
  expect(asked).toEqual([]);
  await node.close();
  await store.client.command({ query: "TRUNCATE TABLE answers" });
  await storeEpochs(MAINNET);
  const other = await pruned();
  expect((await collect(MAINNET, [other])).untold).toEqual(CLASSIC);
  await other.close();
});
