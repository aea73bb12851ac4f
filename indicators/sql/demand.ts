import { AT, RECORDED, WANTED } from "./fragments.ts";

/**
 * Common table `bounds`, each of the epochs: `epoch, starts_at, over, until, days` from its start until then. A running epoch reaches until
 * the newest stored transaction. They are found once, as one array: the engine computes a common table again wherever it is named.
 */
export const boundsOf = (epochs: string) => `
(SELECT groupArray((epoch, starts_at, over, until)) FROM (
  SELECT epoch, assumeNotNull(told.starts_at) AS starts_at, ends_at IS NOT NULL AS over,
    ifNull(ends_at, greatest(starts_at, ifNull((SELECT max(time) + INTERVAL 1 NANOSECOND FROM transactions WHERE ${RECORDED}), starts_at))) AS until
  FROM epoch_times(${AT}) AS told WHERE ${epochs} AND told.starts_at IS NOT NULL AND (ends_at IS NOT NULL OR last_height = 0)
)) AS bound_list,
bounds AS (
  SELECT item.1 AS epoch, item.2 AS starts_at, item.3 AS over, item.4 AS until,
    (toUnixTimestamp64Nano(until) - toUnixTimestamp64Nano(starts_at)) / 86400e9 AS days
  FROM (SELECT arrayJoin(bound_list) AS item)
)`;
export const BOUNDS = boundsOf(WANTED);

/** What is known of escrows, each once: by the event that opened it, else by what the chain said of it while it was there. */
export const KNOWN_ESCROWS = `(
  SELECT escrow_id, any(toString(creator)) AS creator, any(amount) AS amount, any(epoch) AS opened_in, any(toString(model_id)) AS model_id
  FROM (
    SELECT escrow_id, creator, amount, epoch, model_id FROM escrow_openings FINAL WHERE ${RECORDED}
    UNION ALL
    SELECT escrow_id, creator, amount, epoch, model_id FROM escrows FINAL WHERE ${RECORDED}
  ) GROUP BY escrow_id
)`;

/**
 * Common table `settled`, every settlement known: `escrow_id, time, payer` (empty where who opened the escrow isn't known), `model_id, amount,
 * payout, cost` (Σ of the slots) in ngonka. The payout is the event's; where it wasn't told, costs and fees, which are what is paid.
 */
export const SETTLED = `
settled AS (
  SELECT 1 AS one, paid.escrow_id AS escrow_id, paid.time AS time, ifNull(known.creator, '') AS payer, ifNull(known.model_id, '') AS model_id,
    known.amount AS amount, ifNull(toFloat64(paid.total_payout), toFloat64(paid.fees) + slots.cost) AS payout, slots.cost AS cost
  FROM (SELECT escrow_id, time, fees, total_payout FROM settlements FINAL WHERE ${RECORDED}) AS paid
  LEFT JOIN ${KNOWN_ESCROWS} AS known ON known.escrow_id = paid.escrow_id
  LEFT JOIN (
    SELECT escrow_id, toFloat64(sum(toUInt128(cost))) AS cost FROM settlement_slots FINAL WHERE ${RECORDED} GROUP BY escrow_id
  ) AS slots ON slots.escrow_id = paid.escrow_id
)`;

/** Common table `in_epoch`: the settlements whose block lies in a wanted epoch, with its `epoch`. Needs `bounds` and `settled`. */
export const SETTLED_IN_EPOCH = `
in_epoch AS (
  SELECT span.epoch AS epoch, settled.escrow_id AS escrow_id, settled.payer AS payer, settled.amount AS amount, settled.payout AS payout
  FROM settled ASOF INNER JOIN (SELECT 1 AS one, epoch, starts_at, until FROM bounds) AS span ON span.one = settled.one AND settled.time >= span.starts_at
  WHERE settled.time < span.until
)`;

/** Windows of time before a moment of each wanted epoch: `days` of length, ending `back` days before the epoch's end. */
interface Window {
  readonly days: number;
  readonly back: number;
}

/**
 * Common tables over windows of time. `counted` (`epoch, days, back, settlements, unknown`: how many were settled in the window, and of how
 * many the payer isn't known) and `paying` (`epoch, days, back, payer`: who had an escrow settled in it). Needs `bounds` and `settled`.
 */
export const payersIn = (windows: readonly Window[]) => `
windows AS (
  SELECT 1 AS one, epoch, spell.1 AS days, spell.2 AS back, until - toIntervalDay(spell.2) AS ends, until - toIntervalDay(spell.1 + spell.2) AS begins
  FROM bounds ARRAY JOIN [${windows.map(({ days, back }) => `(${days}, ${back})`).join(", ")}] AS spell
),
numbered AS (
  SELECT one, time, row_number() OVER line AS n, countIf(payer = '') OVER line AS unknown FROM settled
  WINDOW line AS (ORDER BY time, escrow_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
),
counted AS (
  SELECT epoch, days, back, ifNull(late.n, 0) - ifNull(early.n, 0) AS settlements, ifNull(late.unknown, 0) - ifNull(early.unknown, 0) AS unknown
  FROM windows ASOF LEFT JOIN numbered AS late ON late.one = windows.one AND late.time < windows.ends
  ASOF LEFT JOIN numbered AS early ON early.one = windows.one AND early.time < windows.begins
),
paying AS (
  SELECT spell.epoch AS epoch, spell.days AS days, spell.back AS back, spell.payer AS payer
  FROM (SELECT * FROM windows CROSS JOIN (SELECT DISTINCT payer FROM settled WHERE payer != '') AS known) AS spell
  ASOF INNER JOIN settled ON settled.payer = spell.payer AND settled.time < spell.ends
  WHERE settled.time >= spell.begins
)`;

/** Said of everything that counts payers: who is seen on chain is who locks the money. */
export const PAYERS_ARE_GATEWAYS = "payers are gateways, not end users";

/** What is said of settlements whose payer isn't known; nothing where there is none. */
export const unknownPayers = (unknown: string) =>
  `if(${unknown} > 0, concat('; of ', toString(${unknown}), ' settlements the payer is not known'), '')`;
