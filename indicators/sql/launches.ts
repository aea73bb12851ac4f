import { AT } from "./fragments.ts";

/** A model group is active with weight of at least so many hosts. */
const ACTIVE_HOSTS = 3;

/**
 * Common tables of model launches. `known`: the epochs whose model groups are all told, with `island`, the same for epochs without a gap
 * between them. `launches`: each model that a passed proposal registered and that had no weight then, if every epoch from the vote's end to
 * its first active one is known: `passed_at`, `first_try` (the first epoch after the vote that has a group of it), `first_active` (the
 * first one with weight of at least 3 hosts) and its `active_at`; null where not yet.
 */
export const LAUNCHES = `
known AS (
  SELECT epoch, starts_at, ends_at, models, toInt64(epoch) - toInt64(row_number() OVER (ORDER BY epoch)) AS island
  FROM (
    SELECT times.epoch AS epoch, times.starts_at AS starts_at, times.ends_at AS ends_at, times.last_height AS last_height, root.models AS models
    FROM epoch_times(${AT}) AS times
    INNER JOIN agreed_epochs(${AT}) AS root ON root.epoch = times.epoch
    LEFT JOIN (SELECT epoch, count() AS told FROM agreed(${AT}) WHERE topic = 'model_group' GROUP BY epoch) AS groups ON groups.epoch = times.epoch
    WHERE times.starts_at IS NOT NULL AND ifNull(groups.told, 0) >= length(root.models)
  )
),
hosts AS (SELECT epoch, model_id, countIf(weight > 0) AS hosts FROM agreed_model_members(${AT}) GROUP BY epoch, model_id),
launches AS (
  SELECT voted.model_id AS model_id, voted.passed_at AS passed_at, minIf(later.epoch, later.epoch > voted.epoch AND has(later.models, voted.model_id)) AS first_try,
    minIf(later.epoch, later.epoch > voted.epoch AND hosts.hosts >= ${ACTIVE_HOSTS}) AS first_active,
    argMinIf(later.starts_at, later.epoch, later.epoch > voted.epoch AND hosts.hosts >= ${ACTIVE_HOSTS}) AS active_at
  FROM (
    SELECT proposal.model_id AS model_id, proposal.passed_at AS passed_at, at.epoch AS epoch, at.island AS island
    FROM (
      SELECT toString(model) AS model_id, assumeNotNull(min(voting_ends_at)) AS passed_at
      FROM agreed_proposals(${AT}) ARRAY JOIN registers_models AS model
      WHERE status = 'PROPOSAL_STATUS_PASSED' AND voting_ends_at IS NOT NULL GROUP BY model_id
    ) AS proposal
    CROSS JOIN known AS at
    WHERE at.starts_at <= proposal.passed_at AND at.ends_at > proposal.passed_at
  ) AS voted
  INNER JOIN known AS later ON later.island = voted.island
  LEFT JOIN hosts ON hosts.epoch = later.epoch AND toString(hosts.model_id) = voted.model_id
  WHERE later.epoch >= voted.epoch
  GROUP BY voted.model_id, voted.passed_at
  HAVING countIf(later.epoch = voted.epoch AND hosts.hosts > 0) = 0
)`;
