import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, count, NOW, queryRows } from "../../storage/read/query.ts";
import { KEPT_EPOCHS } from "./epochs.ts";

const due = z.object({ epoch: z.int(), address: z.string(), settledAt: count, isSettled: z.boolean() });

/** A host whose sums over an epoch's settlements are not known as they are now. */
export type DueStats = z.infer<typeof due>;

/**
 * Hosts whose sums have to be asked: they have a slot in an escrow that was settled after they were asked last, or, of the epoch that was
 * dropped last, their final sums are not known. Where an escrow's slots are not known, every member may have one (`isSettled` false). The
 * dropped epoch comes first, then whoever was asked longest ago.
 */
export function readDueStats(client: ClickHouseClient, chain: string, running: number): Promise<DueStats[]> {
  const epochs = Array.from({ length: KEPT_EPOCHS + 1 }, (_, back) => running - back).filter((epoch) => epoch >= 0);
  return queryRows(client, due, DUE, { ...at(chain, NOW), epochs, dropped: running - KEPT_EPOCHS });
}

const OURS = "chain_id = {chain:String}";

const DUE = `WITH settled AS (
    SELECT escrow_id, max(height) AS height, max(recorded_at) AS recorded_at FROM settlements WHERE ${OURS} GROUP BY escrow_id
  ),
  slotted AS (
    SELECT epoch, arrayJoin(arrayDistinct(slots)) AS address, settled.height AS height, settled.recorded_at AS recorded_at
    FROM (SELECT escrow_id, epoch, slots FROM escrows FINAL WHERE ${OURS} AND epoch IN {epochs:Array(UInt32)}) AS escrow
    INNER JOIN settled ON settled.escrow_id = escrow.escrow_id
  ),
  unslotted AS (
    SELECT epoch, max(settled.height) AS height, max(settled.recorded_at) AS recorded_at
    FROM (
      SELECT escrow_id, epoch FROM escrow_openings FINAL
      WHERE ${OURS} AND epoch IN {epochs:Array(UInt32)} AND escrow_id NOT IN (SELECT escrow_id FROM escrows WHERE ${OURS})
    ) AS opening
    INNER JOIN settled ON settled.escrow_id = opening.escrow_id GROUP BY epoch
  ),
  told AS (
    SELECT epoch, address, max(recorded_at) AS asked, max(final) AS final
    FROM host_epoch_stats FINAL WHERE ${OURS} AND epoch IN {epochs:Array(UInt32)} GROUP BY epoch, address
  )
  SELECT wanted.epoch AS epoch, wanted.address AS address, wanted.height AS settledAt, wanted.certain AS isSettled
  FROM (
    SELECT epoch, address, max(height) AS height, max(recorded_at) AS recorded_at, max(certain) AS certain FROM (
      SELECT epoch, address, height, recorded_at, true AS certain FROM slotted
      UNION ALL
      SELECT member.epoch AS epoch, member.address AS address, unslotted.height AS height, unslotted.recorded_at AS recorded_at, false AS certain
      FROM agreed_members(${AT}) AS member INNER JOIN unslotted ON unslotted.epoch = member.epoch WHERE member.weight > 0
    ) GROUP BY epoch, address
  ) AS wanted
  LEFT JOIN told ON told.epoch = wanted.epoch AND told.address = wanted.address
  WHERE if(wanted.epoch = {dropped:Int64}, NOT ifNull(told.final, false), ifNull(told.asked < wanted.recorded_at, true))
  ORDER BY wanted.epoch != {dropped:Int64}, told.asked NULLS FIRST, wanted.epoch, wanted.address`;
