import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { record, rootAnswer } from "../../storage/testing/answers.ts";
import { epochRow, memberRow } from "../../storage/testing/rows.ts";
import type { CollectContext } from "../context.ts";
import { readBytes } from "../decode/testing/recordings.ts";
import { collectTransactions } from "../transactions/collect.ts";
import { hasLocalnet, type Localnet, localnetTitle, startLocalnet } from "../transactions/testing/localnet.ts";
import { CHAIN, openTestStore, type TestStore } from "../transactions/testing/store.ts";
import { collectEscrows } from "./collect.ts";
import { collectHostEpochStats } from "./host-epoch-stats.ts";

const line = z.object({ url: z.string(), body: z.string() });
const header = z.object({
  result: z.object({ block: z.object({ header: z.object({ height: z.string(), time: z.string() }) }) }),
});

const HOSTS = [
  "gonka18hg4gmjhx4za0tpl8ttemsddphs2z8lyqn7x06",
  "gonka1fhkc2g9s2xljr3jxlnutvut007wrkdgvrh4q38",
  "gonka1p38ygyljdfnfayc65vh9k6ajj396havtqxmeeh",
];

describe.skipIf(!hasLocalnet)(localnetTitle, () => {
  let store: TestStore;
  let localnet: Localnet;
  let context: CollectContext;

  beforeAll(async () => {
    [store, localnet] = await Promise.all([openTestStore(), startLocalnet()]);
    context = store.contextOf();
    // Epoch N is effective from N × 100 + 26 on; the network was recorded in epoch 8.
    const epochs = [6, 7, 8].map((epoch) => epochRow(epoch, { effective_height: epoch * 100 + 26 }));
    const members = (epoch: number) => HOSTS.map((address) => memberRow(epoch, address, 5n));
    await record(
      context.client,
      CHAIN,
      epochs.map((root) => rootAnswer("node", root, members(root.epoch))),
    );
    const lines = gunzipSync(readBytes("localnet/blocks.ndjson.gz")).toString().trim().split("\n");
    const blocks = lines.flatMap((text) => {
      const { url, body } = line.parse(JSON.parse(text));
      if (!url.startsWith("/chain-rpc/block?")) return [];
      const { height, time } = header.parse(JSON.parse(body)).result.block.header;
      return [{ height: Number(height), time }];
    });
    const writer = store.writer();
    await collectTransactions(context, writer, localnet.sources, blocks);
    await writer.flush();
  }, 120_000);

  afterAll(async () => {
    localnet?.stop();
    await store?.close();
  });

  test("hosts' sums over an epoch's settlements are those of the settlements' slots", async () => {
    const { written } = await collectHostEpochStats(context, store.writer(), CHAIN, localnet.sources, 20);
    expect(written).toBe(6);
    const sums = z.object({ epoch: z.number(), cost: z.string(), missed: z.string(), invalid: z.string() });
    const told = await store.rows(
      sums,
      `SELECT epoch, toString(sum(cost)) AS cost, toString(sum(missed)) AS missed, toString(sum(invalid)) AS invalid
       FROM host_epoch_stats FINAL WHERE found GROUP BY epoch ORDER BY epoch`,
    );
    const settled = await store.rows(
      sums,
      `SELECT epoch, toString(sum(cost)) AS cost, toString(sum(missed)) AS missed, toString(sum(invalid)) AS invalid
       FROM settlement_slots FINAL INNER JOIN escrow_openings FINAL USING (chain_id, escrow_id)
       WHERE epoch IN (7, 8) GROUP BY epoch ORDER BY epoch`,
    );
    expect(told).toEqual([
      { epoch: 7, cost: "1401890", missed: "225", invalid: "15" },
      { epoch: 8, cost: "11750", missed: "0", invalid: "0" },
    ]);
    expect(told).toEqual(settled);
  });

  test("what is not recorded is no escrow and no rejection: it stays to be asked", async () => {
    const { problems } = await collectEscrows(context, store.writer(), CHAIN, localnet.sources, new Date(), 20, new Set());
    const rows = z.object({ rows: z.coerce.number() });
    const stored = await store.rows(rows, "SELECT count() AS rows FROM escrows UNION ALL SELECT count() FROM escrow_expiries");
    expect(stored).toEqual([{ rows: 0 }, { rows: 0 }]);
    expect(problems).toEqual(["7 escrows that were opened: no source could tell them"]);
    expect(context.notebook.rejections).toBe(0);
  });
});
