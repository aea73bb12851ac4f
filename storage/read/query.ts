import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT } from "../migrations/views.ts";

/** As of now: a moment after every version. */
export const NOW = "2299-12-31 00:00:00";

/** Runs a query, in a session if one is named, and checks every row against its schema. @throws StorageError-like ZodError when the answer isn't of that shape. */
export async function queryRows<Row extends z.ZodType>(
  client: ClickHouseClient,
  row: Row,
  query: string,
  params: Record<string, unknown> = {},
  session?: string,
): Promise<z.infer<Row>[]> {
  const answer = await client.query({
    query,
    query_params: params,
    format: "JSONEachRow",
    ...(session !== undefined && { session_id: session }),
  });
  return z.array(row).parse(await answer.json());
}

/** Arguments of the parameterised views, filled by `at`. */
export { AT };

/** `{chain:String}` and `{as_of:DateTime64(6)}` of the parameterised views. */
export const at = (chain: string, asOf: string) => ({ chain, as_of: asOf });

/** ClickHouse's text of a moment (UTC) as ISO 8601, and back. */
export const isoTime = (text: string) => `${text.replace(" ", "T")}Z`;
export const clickhouseTime = (date: Date) => date.toISOString().replace("T", " ").replace("Z", "");

/** UInt64 comes as text; heights and counts fit a double. */
export const count = z
  .union([z.string().regex(/^\d+$/), z.int()])
  .transform(Number)
  .pipe(z.int());
