import type { ClickHouseSettings } from "@clickhouse/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CONNECTION_SETTINGS } from "./settings.ts";
import { type TestStore, temporaryStore } from "./testing/store.ts";

type Guard =
  | "aggregate_functions_null_for_empty"
  | "join_use_nulls"
  | "input_format_skip_unknown_fields"
  | "output_format_json_quote_64bit_integers";

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("settings");
  await store.client.command({
    query: "CREATE TABLE guarded (a Nullable(UInt64), b UInt64) ENGINE = MergeTree ORDER BY tuple()",
  });
});
afterAll(() => store?.remove());

/** The connection as it is but for one of its settings, which has ClickHouse's own value. */
const without = (guard: Guard): ClickHouseSettings => ({ [guard]: guard === "input_format_skip_unknown_fields" ? 1 : 0 });

async function ask(query: string, settings: ClickHouseSettings = {}): Promise<unknown> {
  const answer = await store.client.query({ query, format: "JSONEachRow", clickhouse_settings: settings });
  const [row] = await answer.json<{ x: unknown }>();
  return row?.x;
}

describe("each setting of a connection is needed", () => {
  it("knows every setting that ClickHouse has", async () => {
    for (const [name, value] of Object.entries(CONNECTION_SETTINGS))
      expect(await ask(`SELECT value AS x FROM system.settings WHERE name = '${name}'`), name).toBe(String(value));
  });

  it.each(["sum", "max", "avg", "any"])(
    "%s of nothing is null, and 0 without aggregate_functions_null_for_empty",
    async (sum) => {
      const query = `SELECT toFloat64(${sum}(b)) AS x FROM guarded WHERE b > 100`;
      expect(await ask(query)).toBeNull();
      const loose = await ask(query, without("aggregate_functions_null_for_empty"));
      // An average of nothing is NaN, which JSON has no word for.
      if (sum !== "avg") expect(loose).toBe(0);
    },
  );

  it("a LEFT JOIN miss is null, and 0 without join_use_nulls", async () => {
    const query = "SELECT r.v AS x FROM (SELECT 1 AS k) AS l LEFT JOIN (SELECT 2 AS k, toUInt32(3) AS v) AS r ON l.k = r.k";
    expect(await ask(query)).toBeNull();
    expect(await ask(query, without("join_use_nulls"))).toBe(0);
  });

  it("a misspelled column is refused, and its value lost without input_format_skip_unknown_fields = 0", async () => {
    const insert = (settings: ClickHouseSettings) =>
      store.client.insert({
        table: "guarded",
        format: "JSONEachRow",
        values: [{ a: "1", bb: "7" }],
        clickhouse_settings: settings,
      });
    await expect(insert({})).rejects.toThrow(/bb/);
    expect(await ask("SELECT count() AS x FROM guarded")).toBe("0");
    await insert(without("input_format_skip_unknown_fields"));
    expect(await ask("SELECT b AS x FROM guarded WHERE a = 1")).toBe("0");
  });

  it("UInt64 keeps its digits, and loses them without output_format_json_quote_64bit_integers", async () => {
    const query = "SELECT toUInt64('18446744073709551615') AS x";
    expect(await ask(query)).toBe("18446744073709551615");
    const loose = await ask(query, without("output_format_json_quote_64bit_integers"));
    expect(loose).toBeTypeOf("number");
    expect(String(loose)).not.toBe("18446744073709551615");
  });

  it("a moment without a zone is UTC on a server of any zone", async () => {
    const query = "SELECT toString(toTimeZone(toDateTime64('2026-05-23 20:00:00', 6), 'UTC')) AS x";
    expect(await ask(query, { session_timezone: "Asia/Tokyo" })).toBe("2026-05-23 11:00:00.000000");
    expect(CONNECTION_SETTINGS).toMatchObject({ session_timezone: "UTC" });
    expect(await ask(query)).toBe("2026-05-23 20:00:00.000000");
  });

  it("no setting keeps a null, or a field left out, from becoming 0 in a column that isn't Nullable", async () => {
    await store.client.insert({
      table: "guarded",
      format: "JSONCompactEachRow",
      columns: ["a", "b"],
      values: [["2", null]],
      clickhouse_settings: { input_format_null_as_default: 1 },
    });
    await store.client.insert({ table: "guarded", format: "JSONEachRow", values: [{ a: "3" }] });
    expect(await ask("SELECT groupArray(b) AS x FROM guarded WHERE a IN (2, 3)")).toEqual(["0", "0"]);
  });
});
