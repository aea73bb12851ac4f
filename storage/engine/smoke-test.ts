import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { StorageError } from "../errors.ts";

const expectations = z.object({
  version: z.string(),
  sum_of_nothing: z.null(),
  join_miss: z.null(),
  big: z.literal("18446744073709551615"),
  parameter: z.literal("a\nb'c"),
});

/**
 * Asks the engine for the few things that every number rests on. Run at each start: the embedded server is pinned, but a server elsewhere
 * may be any version.
 *
 * @returns the engine's version. @throws StorageError naming what differs.
 */
export async function smokeTest(client: ClickHouseClient): Promise<string> {
  const answer = await client.query({
    query: `SELECT version() AS version, (SELECT sum(number) FROM numbers(0)) AS sum_of_nothing,
      (SELECT r.b FROM (SELECT 1 AS a) AS l LEFT JOIN (SELECT 2 AS a, 3 AS b) AS r USING a) AS join_miss,
      toUInt64('18446744073709551615') AS big, {text:String} AS parameter`,
    query_params: { text: "a\nb'c" },
    format: "JSONEachRow",
  });
  const seen = z.array(expectations).safeParse(await answer.json());
  if (!seen.success) throw new StorageError(`the ClickHouse engine does not behave as needed: ${z.prettifyError(seen.error)}`);
  const [row] = seen.data;
  if (!row) throw new StorageError("the ClickHouse engine answered nothing to its first question");
  return row.version;
}
