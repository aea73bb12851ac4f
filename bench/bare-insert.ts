import { Readable } from "node:stream";
import type { ClickHouseClient } from "@clickhouse/client";
import type { FactTable } from "../storage/facts/tables.ts";
import { BLOCK_ROWS } from "../storage/write/batch-writer.ts";
import { NativeBlock, type Row } from "../storage/write/native/block.ts";
import { typesOf } from "../storage/write/native/types.ts";

/** What a client with nothing to encode inserts: blocks of the size and format of our write path, their bytes made ahead. */
export interface BareInsert {
  /** One insert after the other. */
  run(): Promise<void>;
}

export async function bareInsert(
  client: ClickHouseClient,
  table: FactTable,
  fixed: Readonly<Record<string, string>>,
  rows: readonly Row[],
): Promise<BareInsert> {
  const types = await typesOf(client, table.name);
  const names = [...Object.keys(fixed), ...table.columns];
  const columns = names.map((name) => ({ name, type: types.get(name) ?? "" }));
  const block = NativeBlock.of(columns, BLOCK_ROWS);
  if (block === null) throw new Error(`${table.name} has columns that go as JSON`);
  const blocks: Buffer[] = [];
  for (let at = 0; at < rows.length; at += BLOCK_ROWS) {
    block.take(rows.slice(at, at + BLOCK_ROWS), fixed);
    blocks.push(block.give());
  }
  const run = async () => {
    for (const bytes of blocks) {
      const values = Readable.from([bytes], { objectMode: false });
      const query = `INSERT INTO ${table.name} (${names.join(", ")}) FORMAT Native`;
      const { stream } = await client.exec({ query, values });
      stream.resume();
    }
  };
  return { run };
}
