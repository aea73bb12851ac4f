import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, count, isoTime, NOW, queryRows } from "../../storage/read/query.ts";

const DAY_MS = 86_400_000;
const epoch = z.object({ effective_height: count, starts_at: z.string().transform(isoTime).nullable() });

/** Where the stream of blocks begins. Worked out again only when more was told of epochs. */
export class FirstBlock {
  readonly #client: ClickHouseClient;
  readonly #chainId: string;
  readonly #days: number;
  #known: { readonly told: number; readonly height: number | null } | null = null;

  /** @param days of blocks before the newest known epoch. */
  constructor(client: ClickHouseClient, chainId: string, days: number) {
    [this.#client, this.#chainId, this.#days] = [client, chainId, days];
  }

  async height(head: number): Promise<number | null> {
    const query = "SELECT count() AS told FROM answers WHERE chain_id = {chain:String} AND topic IN ('epoch_group', 'header')";
    const [{ told } = { told: 0 }] = await queryRows(this.#client, z.object({ told: count }), query, { chain: this.#chainId });
    if (this.#known?.told !== told)
      this.#known = { told, height: await firstBlock(this.#client, this.#chainId, head, this.#days) };
    return this.#known.height;
  }
}

/**
 * Where the stream of blocks begins in a new store: the first block of the epoch that was effective `days` before the newest known epoch
 * began, or of the oldest known one, or of the newest while nobody knows when that began. Null while no epoch is known.
 */
export async function firstBlock(client: ClickHouseClient, chainId: string, head: number, days: number): Promise<number | null> {
  const epochs = await queryRows(
    client,
    epoch,
    `SELECT effective_height, starts_at FROM epoch_times(${AT})
     WHERE effective_height <= {head:UInt64} ORDER BY effective_height DESC`,
    { ...at(chainId, NOW), head },
  );
  const newest = epochs[0];
  if (!newest) return null;
  const then = newest.starts_at === null ? null : Date.parse(newest.starts_at) - days * DAY_MS;
  let first = newest.effective_height;
  for (const { effective_height, starts_at } of epochs) {
    first = effective_height;
    if (then === null || starts_at === null || Date.parse(starts_at) <= then) break;
  }
  return first;
}
