import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import { expect, it } from "vitest";
import { z } from "zod";
import { EXCLUSIONS } from "../facts/tables.ts";
import { openStorage } from "../open.ts";
import { count, queryRows } from "../read/query.ts";
import { AnswerLog } from "./answer-log.ts";

const exclusion = (epoch: number) => ({ epoch, address: "gonka1a", reason: "downtime", height: 5 });

/** The same client with inserts that take a while, as they do under load. */
const slowed = (client: ClickHouseClient): ClickHouseClient =>
  new Proxy(client, {
    get: (target, name) =>
      name === "insert"
        ? async (insert: Parameters<ClickHouseClient["insert"]>[0]) => {
            await sleep(15);
            return target.insert(insert);
          }
        : Reflect.get(target, name, target),
  });

it("never stores an answer before its rows, however flushes and records interleave", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "gonka-order-"));
  const { client, close } = await openStorage({ dataDir });
  try {
    const log = await AnswerLog.open(slowed(client), "c", []);
    const orphans = async () => {
      const query = `SELECT count() AS orphans FROM answers WHERE outcome = 'told' AND row_count > 0
        AND epoch NOT IN (SELECT epoch FROM exclusions WHERE chain_id = 'c')`;
      return (await queryRows(client, z.object({ orphans: count }), query))[0]?.orphans;
    };
    const epochs = Array.from({ length: 40 }, (_, index) => index + 1);
    const seen = await Promise.all(
      epochs.map(async (epoch) => {
        await sleep(epoch * 4);
        for (const source of ["a", "b"])
          await log.record({
            topic: "exclusions",
            epoch,
            subject: "",
            source,
            outcome: "told",
            rows: [{ table: EXCLUSIONS, rows: [exclusion(epoch)] }],
            height: 1,
            final: true,
          });
        await log.flush();
        return orphans();
      }),
    );
    expect(seen.filter((found) => found !== 0)).toEqual([]);
  } finally {
    await close();
    rmSync(dataDir, { recursive: true });
  }
});
