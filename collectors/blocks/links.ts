import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { count, queryRows } from "../../storage/read/query.ts";
import type { Span } from "./chunks.ts";

/**
 * A place where stored blocks contradict each other. `parent`: the block does not name the block before it by its hash. `versions`: sources
 * told different hashes or times for one height. `sources` told the blocks concerned; at least one of them is wrong.
 */
export interface BrokenLink {
  readonly height: number;
  readonly kind: "parent" | "versions";
  readonly sources: readonly string[];
}

/** Heights looked at in one query. */
const SLICE = 500_000;
/** Contradictions told of one slice: a source that lies throughout is known by its first thousand lies. */
const MOST = 1000;

const link = z.object({ height: count, kind: z.enum(["parent", "versions"]), sources: z.array(z.string()) });

/** The contradictions among the stored blocks of a range and with the blocks beside it, lowest first; at most 1,000 per 500,000 blocks. */
export async function brokenLinks(client: ClickHouseClient, chain: string, { from, to }: Span): Promise<BrokenLink[]> {
  const found: BrokenLink[] = [];
  for (let start = from; start <= to; start += SLICE) {
    const end = Math.min(start + SLICE - 1, to);
    // The block after the range must follow its last one.
    found.push(
      ...(await queryRows(client, link, BROKEN, {
        chain,
        from: Math.max(start - 1, 1),
        own: start,
        to: end === to ? to + 1 : end,
      })),
    );
  }
  return found;
}

const BROKEN = `
  WITH broken AS (
    SELECT height, if(lowest != highest OR earliest != latest, 'versions', 'parent') AS kind
    FROM (
      SELECT height, lowest, highest, earliest, latest, parent, other_parent,
        lagInFrame(height) OVER below AS height_below, lagInFrame(lowest) OVER below AS hash_below,
        lagInFrame(highest) OVER below AS other_hash_below
      FROM (
        SELECT height, min(hash) AS lowest, max(hash) AS highest, min(time) AS earliest, max(time) AS latest,
          min(last_block_hash) AS parent, max(last_block_hash) AS other_parent
        FROM blocks WHERE chain_id = {chain:String} AND height BETWEEN {from:UInt64} AND {to:UInt64}
        GROUP BY height
      )
      WINDOW below AS (ORDER BY height ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
    )
    WHERE height >= {own:UInt64} AND (lowest != highest OR earliest != latest
      -- Where the block below has two versions, that is told there.
      OR (height_below = height - 1 AND hash_below = other_hash_below AND (parent != hash_below OR other_parent != hash_below)))
    ORDER BY height LIMIT ${MOST}
  )
  SELECT broken.height AS height, any(broken.kind) AS kind, arraySort(groupUniqArray(toString(block.source))) AS sources
  FROM blocks AS block
  INNER JOIN (
    SELECT height, kind, arrayJoin([toUInt64(height - if(kind = 'parent', 1, 0)), height]) AS concerned FROM broken
  ) AS broken ON broken.concerned = block.height
  WHERE block.chain_id = {chain:String} AND block.height BETWEEN {from:UInt64} AND {to:UInt64}
  GROUP BY broken.height ORDER BY height`;
