import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, count, isoTime, NOW, queryRows } from "../../storage/read/query.ts";

const DAY_MS = 86_400_000;
const epoch = z.object({ effective_height: count, starts_at: z.string().transform(isoTime).nullable() });

/** Where blocks begin. */
export interface FirstBlock {
  readonly height: number;
  /** False while it isn't known when an epoch on the way began: with that, blocks may begin earlier. */
  readonly certain: boolean;
}

/**
 * The first block of the epoch that was effective `days` before the newest known epoch began, or of the oldest known one; as far back as it
 * is known when epochs began. Null while no epoch is known.
 */
export async function firstBlock(
  client: ClickHouseClient,
  chainId: string,
  head: number,
  days: number,
): Promise<FirstBlock | null> {
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
  let height = newest.effective_height;
  for (const { effective_height, starts_at } of epochs) {
    height = effective_height;
    if (then === null || starts_at === null) return { height, certain: false };
    if (Date.parse(starts_at) <= then) break;
  }
  return { height, certain: true };
}
