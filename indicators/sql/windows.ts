import { AT, WANTED } from "./fragments.ts";

/**
 * Common table `windows`, maintenance windows that began in a wanted epoch: `epoch, reservation_id, address, start_height, end_height` (the
 * first height after it) and `used`, whether it was told as active or completed. The last answer of an epoch no longer names the windows
 * that ended before it, so every version counts that more than half of the sources which told any gave.
 */
export const WINDOWS = `
windows AS (
  SELECT root.epoch AS epoch, declared.reservation_id AS reservation_id, declared.address AS address, declared.start_height AS start_height,
    declared.start_height + declared.duration_blocks AS end_height, declared.used AS used
  FROM (
    SELECT reservation_id, address, start_height, duration_blocks, max(told_used) AS used
    FROM (
      SELECT fact.epoch AS epoch, reservation_id, address, start_height, duration_blocks, match(toString(status), 'ACTIVE|COMPLETED') AS told_used,
        uniqExact(said.source) AS told_by
      FROM maintenance_windows AS fact FINAL
      INNER JOIN (
        SELECT epoch, content_hash, source FROM answers
        WHERE chain_id = {chain:String} AND observed_at <= {as_of:DateTime64(6)} AND topic = 'maintenance' AND outcome = 'told'
      ) AS said ON said.epoch = fact.epoch AND said.content_hash = fact.content_hash
      WHERE fact.chain_id = {chain:String} AND NOT match(toString(status), 'CANCEL|REJECT')
      GROUP BY fact.epoch, reservation_id, address, start_height, duration_blocks, told_used
    ) AS version
    INNER JOIN (
      SELECT epoch, uniqExact(source) AS tellers FROM answers
      WHERE chain_id = {chain:String} AND observed_at <= {as_of:DateTime64(6)} AND topic = 'maintenance' AND outcome = 'told' GROUP BY epoch
    ) AS asked ON asked.epoch = version.epoch
    WHERE version.told_by * 2 > asked.tellers
    GROUP BY reservation_id, address, start_height, duration_blocks
  ) AS declared
  INNER JOIN (SELECT epoch, effective_height, last_height FROM agreed_epochs(${AT}) WHERE ${WANTED}) AS root ON 1 = 1
  WHERE declared.start_height >= root.effective_height AND (root.last_height = 0 OR declared.start_height <= root.last_height)
)`;
