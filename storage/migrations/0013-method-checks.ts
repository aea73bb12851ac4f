import type { Migration } from "./types.ts";

/** Which methods were found to run, on which schema. */
export const methodChecks: Migration = {
  number: 13,
  name: "method_checks",
  statements: [
    `CREATE TABLE method_checks (
      checksum String COMMENT 'of a method''s text, the schema and the engine',
      checked_at DateTime64(3, 'UTC') DEFAULT now64(3)
    ) ENGINE = {{ReplacingMergeTree(checked_at)}} ORDER BY checksum`,
  ],
};
