/**
 * One forward-only step of the schema. `{{MergeTree}}` and `{{ReplacingMergeTree}}` become the engine, `CREATE … name` and
 * `ALTER TABLE name` get their `ON CLUSTER` where CLICKHOUSE_CLUSTER is set; the checksum is of the text as written here.
 */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
}
