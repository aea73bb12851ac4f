import type { Method } from "../method.ts";
import { AT, NETWORK, NO_NOTE, WANTED } from "../sql/fragments.ts";

/**
 * A member counts once, whatever befell it: a row of excluded_participants, its validator jailed, or its status INACTIVE or INVALID, the
 * last two at the epoch's last collected height. A validator is a member's by its key: SHA-256 of the participant's validator_key, first 20
 * bytes. One row a reason: those of excluded_participants, `jailed`, `status_inactive`, `status_invalid`; a member can be in several.
 */
export const exclusionRateWithJail: Method = {
  indicator: "ret.exclusion_rate",
  version: 2,
  validFromEpoch: 0,
  startsWithFacts: true,
  reason: "members whose validator is jailed, or whose status is INACTIVE or INVALID, count too",
  summary: "members excluded, jailed, INACTIVE or INVALID in the epoch ÷ all members; one row a reason beside it",
  estimate: false,
  needs: ["members", "exclusions", "participants", "validators"],
  history: [],
  minSamples: 1,
  sql: `
WITH reasons AS (
  SELECT member.epoch AS epoch, member.address AS address,
    arrayConcat(ifNull(excluded.reasons, []), if(ifNull(validator.jailed, 0), ['jailed'], []),
      if(person.status IN ('INACTIVE', 'INVALID'), [concat('status_', lower(assumeNotNull(person.status)))], [])) AS reasons
  FROM (SELECT epoch, address FROM agreed_members(${AT}) WHERE ${WANTED}) AS member
  LEFT JOIN (
    SELECT epoch, address, groupUniqArray(toString(reason)) AS reasons FROM agreed_exclusions(${AT}) WHERE ${WANTED} GROUP BY epoch, address
  ) AS excluded ON excluded.epoch = member.epoch AND excluded.address = member.address
  LEFT JOIN (
    SELECT epoch, address, toString(status) AS status, substring(hex(SHA256(tryBase64Decode(validator_key))), 1, 40) AS consensus_address
    FROM agreed_participants(${AT}) WHERE ${WANTED}
  ) AS person ON person.epoch = member.epoch AND person.address = member.address
  LEFT JOIN (SELECT epoch, consensus_address, max(jailed) AS jailed FROM agreed_validators(${AT}) WHERE ${WANTED} GROUP BY epoch, consensus_address) AS validator
    ON validator.epoch = member.epoch AND validator.consensus_address = person.consensus_address
),
counted AS (
  SELECT epoch, count() AS members, countIf(notEmpty(reasons)) AS struck, groupArrayArray(reasons) AS all FROM reasons GROUP BY epoch
)
SELECT epoch, if(reason = '', ${NETWORK}, map('reason', reason)) AS labels, hosts / members AS value, hosts AS numerator, members AS denominator,
  1 AS coverage, members AS samples, ${NO_NOTE} AS note
FROM (
  SELECT epoch, members, reason, if(reason = '', struck, countEqual(all, reason)) AS hosts
  FROM counted ARRAY JOIN arrayConcat([''], arrayDistinct(all)) AS reason
)`,
};
