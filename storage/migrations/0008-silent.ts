import type { Migration } from "./types.ts";
import { AS_OF, AT, CHAIN } from "./views.ts";

/**
 * A source that could not tell when it was asked again has no voice while another has: what it told before may have changed since. Where
 * none has, what was told last stands. Views are replaced in one step: another process may be reading them.
 */
export const silent: Migration = {
  number: 8,
  name: "silent",
  statements: [
    `ALTER TABLE answers ADD COLUMN IF NOT EXISTS
       silent Bool DEFAULT false COMMENT 'asked again, the source could not tell: the row repeats what it told before'`,

    `CREATE OR REPLACE VIEW latest_answers AS
     SELECT topic, epoch, subject, source, newest.1 AS outcome, newest.2 AS content_hash, newest.3 AS final, newest.4 AS height,
       newest.5 AS detail, newest.6 AS silent, newest_at AS observed_at
     FROM (
       SELECT topic, epoch, subject, source, max(answer.observed_at) AS newest_at,
         argMax(tuple(answer.outcome, answer.content_hash, answer.final, answer.height, answer.detail, answer.silent), answer.observed_at)
           AS newest
       FROM answers AS answer
       WHERE answer.chain_id = ${CHAIN} AND answer.observed_at <= ${AS_OF}
       GROUP BY topic, epoch, subject, source
     )`,

    `CREATE OR REPLACE VIEW votes AS
     SELECT topic, epoch, subject, ifNull(sumIf(voices, spoke), 0) AS tellers, ifNull(maxIf(voices, spoke), 0) AS top,
       argMaxIf(tuple(said, said_hash, said_final, said_by), voices, spoke) AS winner,
       multiIf(tellers = 0, 'lost', top * 2 <= tellers, 'disputed', winner.1 = 'absent', 'absent', 'agreed') AS verdict,
       if(verdict = 'agreed', winner.2, '') AS content_hash,
       verdict IN ('agreed', 'absent') AND winner.3 = 1 AS final,
       if(verdict IN ('agreed', 'absent'), winner.4, []) AS agreeing,
       arraySort(arrayFilter(s -> NOT has(agreeing, s), arrayFlatten(groupArrayIf(said_by, spoke)))) AS odd,
       arraySort(arrayFlatten(groupArrayIf(said_by, NOT spoke))) AS cannot_tell
     FROM (
       SELECT topic, epoch, subject, said, said_hash, said != 'unknown' AS spoke, count() AS voices,
         arraySort(groupArray(source)) AS said_by, max(toUInt8(final)) AS said_final
       FROM (
         SELECT topic, epoch, subject, source, final, silent AND any_voice AS mute,
           if(mute, 'unknown', toString(outcome)) AS said, if(mute, '', content_hash) AS said_hash
         FROM (
           -- What was told when the chain could no longer change it outranks what was told before.
           SELECT *, max(toUInt8(final)) OVER (PARTITION BY topic, epoch, subject) AS any_final,
             max(outcome != 'unknown' AND NOT silent) OVER (PARTITION BY topic, epoch, subject) AS any_voice
           FROM latest_answers(${AT})
         )
         WHERE outcome = 'unknown' OR toUInt8(final) = any_final
       )
       GROUP BY topic, epoch, subject, said, said_hash
     )
     GROUP BY topic, epoch, subject`,
  ],
};
