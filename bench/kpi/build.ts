import type { ClickHouseClient } from "@clickhouse/client";
import { GENERATE, ROLLUPS, TABLES, YEAR } from "./schema.ts";

/** First days of the year's months, and of the one after. */
export const MONTHS: readonly string[] = Array.from({ length: YEAR.months + 1 }, (_, index) => {
  const day = new Date(`${YEAR.from}T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + index);
  return day.toISOString().slice(0, 10);
});

/** Fills the year with `rows` facts and builds its rollups, each month beside the table and swapped in. Returns the facts stored. */
export async function buildYear(client: ClickHouseClient, rows: number, say: (text: string) => void): Promise<number> {
  for (const query of TABLES) await client.command({ query });
  for (const [index, month] of MONTHS.slice(0, -1).entries()) {
    const share = Math.floor((rows * (index + 1)) / YEAR.months) - Math.floor((rows * index) / YEAR.months);
    const parameters = { month, rows: share };
    // Sequential numbers and one thread for inserting keep the generator's memory small.
    await client.command({ query: GENERATE, query_params: parameters, clickhouse_settings: { max_insert_threads: "1" } });
    for (const [rollup, select] of Object.entries(ROLLUPS)) {
      await client.command({ query: `INSERT INTO ${rollup}_next ${select}`, query_params: parameters });
      const partition = month.slice(0, 7).replace("-", "");
      await client.command({ query: `ALTER TABLE ${rollup} REPLACE PARTITION ${partition} FROM ${rollup}_next` });
      await client.command({ query: `TRUNCATE TABLE ${rollup}_next` });
    }
    say(`  ${month.slice(0, 7)} filled and rolled up`);
  }
  return await countRows(client);
}

async function countRows(client: ClickHouseClient): Promise<number> {
  const answer = await client.query({ query: "SELECT count() AS n FROM bench_inferences", format: "JSONEachRow" });
  const [row] = await answer.json<{ n: string }>();
  return Number(row?.n);
}
