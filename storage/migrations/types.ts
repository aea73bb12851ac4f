/**
 * One forward-only step of the schema. `{{MergeTree}}` and `{{ReplacingMergeTree}}` become the engine, `CREATE … name` and
 * `ALTER TABLE name` get their `ON CLUSTER` where CLICKHOUSE_CLUSTER is set; the checksum is of the text as written here.
 */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
  /** Of a step whose views have the text of others in the place of their names: its statements as they were written, with the names. */
  readonly written?: readonly string[];
}
