import type { ClickHouseSettings } from "@clickhouse/client";

/**
 * What every connection sets. The first four keep ClickHouse from turning null into 0: a sum of nothing, a LEFT JOIN miss, a misspelled
 * column. The test beside this file fails without any of them. A null into a column that isn't Nullable can't be stopped by a setting:
 * rows are checked against their schema before they get here (write/encode.ts).
 */
export const CONNECTION_SETTINGS = {
  aggregate_functions_null_for_empty: 1,
  join_use_nulls: 1,
  input_format_skip_unknown_fields: 0,
  output_format_json_quote_64bit_integers: 1,
  date_time_input_format: "best_effort",
  // A moment given as text, such as a view's as_of, would be read in the zone of a server elsewhere.
  session_timezone: "UTC",
  async_insert: 0,
  max_execution_time: 120,
} as const satisfies ClickHouseSettings;

/** The settings a stranger needs to get our numbers from our SQL in any ClickHouse client. */
export const READER_SETTINGS = "aggregate_functions_null_for_empty = 1, join_use_nulls = 1, session_timezone = 'UTC'";
