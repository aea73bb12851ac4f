import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, count, NOW, queryRows } from "../../storage/read/query.ts";

const epochRow = z.object({ epoch: z.int(), effective_height: count });

/** Where each epoch that the sources agree on became effective (`setNewValidators`), newest first. One still being formed is left out. */
export async function effectiveEpochs(client: ClickHouseClient, chainId: string): Promise<ReadonlyMap<number, number>> {
  const rows = await queryRows(
    client,
    epochRow,
    `SELECT epoch, effective_height FROM agreed_epochs(${AT}) WHERE effective_height > 0 ORDER BY epoch DESC`,
    at(chainId, NOW),
  );
  return new Map(rows.map(({ epoch, effective_height }) => [epoch, effective_height]));
}

/** The running epoch; null while none is agreed on. */
export const newestOf = (epochs: ReadonlyMap<number, number>): number | null => [...epochs.keys()][0] ?? null;

/** Epochs later an escrow is dropped, in the block after the one in which that epoch becomes effective (data-sources: pruning). */
export const KEPT_EPOCHS = 2;
