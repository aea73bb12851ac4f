import type { Board } from "../build/board.ts";
import { lines, rows } from "../build/panels.ts";
import { sql } from "../build/queries.ts";
import { queryVariable } from "../build/sources.ts";

/** Rows of tables that keep the newest of each key are read FINAL, so that a repeated insert is not counted twice. */
export const facts: Board = {
  uid: "gonka-facts",
  title: "Gonka · Facts in ClickHouse",
  description: "What was observed, straight from the stored facts: for questions that no indicator asks.",
  from: "now-7d",
  sources: ["clickhouse"],
  variables: [queryVariable("chain", "Chain", "clickhouse", "SELECT DISTINCT chain_id FROM chain_identity")],
  rows: [
    {
      title: "Chain",
      panels: [
        lines({
          title: "Time between blocks by hour",
          description: "Of intervals whose both blocks are stored. A gap is an hour of which no blocks were collected.",
          unit: "s",
          about: { indicator: "rel.chain_liveness" },
          fromZero: true,
          queries: [
            sql(
              "series",
              `SELECT hour AS time, p50_seconds AS median, p95_seconds AS p95, max_seconds AS longest
FROM block_intervals_hourly
WHERE chain_id = '$chain' AND $__timeFilter(hour)
ORDER BY time WITH FILL STEP toIntervalHour(1)`,
            ),
          ],
        }),
        lines({
          title: "Blocks and transactions by hour",
          description: "As stored. A gap is an hour of which no blocks were collected: not an hour without blocks.",
          unit: "none",
          about: { indicator: "rel.chain_liveness" },
          fromZero: true,
          queries: [
            sql(
              "series",
              `SELECT hour AS time, toNullable(blocks) AS blocks, toNullable(txs) AS transactions
FROM block_intervals_hourly
WHERE chain_id = '$chain' AND $__timeFilter(hour)
ORDER BY time WITH FILL STEP toIntervalHour(1)`,
            ),
          ],
        }),
      ],
    },
    {
      title: "Hosts as probed",
      panels: [
        lines({
          title: "Hosts by state",
          description: "Mean of the hour's rounds in which the prober could tell. A gap is an hour without such a round.",
          unit: "suffix:hosts",
          about: { indicator: "cap.hosts_active" },
          fromZero: true,
          queries: [
            sql(
              "series",
              `SELECT toStartOfHour(observed_at) AS time, toNullable(avg(up)) AS up, toNullable(avg(down)) AS down,
  toNullable(avg(unknown)) AS unknown, toNullable(avg(maintenance)) AS maintenance
FROM probe_rounds FINAL
WHERE chain_id = '$chain' AND valid AND $__timeFilter(observed_at)
GROUP BY time
ORDER BY time WITH FILL STEP toIntervalHour(1)`,
            ),
          ],
        }),
        rows({
          title: "Hosts that were down most",
          description:
            "Verdicts of all vantage points in the time range. The share is of the known ones, up and down; unknown and maintenance stand beside. Not the uptime indicator, which counts minutes.",
          unit: "none",
          about: { indicator: "aux.host_uptime" },
          width: 12,
          height: 8,
          queries: [
            sql(
              "table",
              `SELECT address, countIf(state = 'down') AS down, countIf(state = 'up') AS up,
  round(countIf(state = 'up') / nullIf(countIf(state IN ('up', 'down')), 0), 4) AS "up of known",
  countIf(state = 'unknown') AS unknown, countIf(state = 'maintenance') AS maintenance, max(observed_at) AS "last probe"
FROM probes FINAL
WHERE chain_id = '$chain' AND $__timeFilter(observed_at)
GROUP BY address
ORDER BY down DESC, address
LIMIT 50`,
            ),
          ],
        }),
        rows({
          title: "Versions that hosts say they run",
          description: "The newest report of each host in the time range; an empty version is a host that did not say.",
          unit: "none",
          about: { indicator: "img.adoption" },
          width: 12,
          height: 8,
          queries: [
            sql(
              "table",
              `SELECT newest.1 AS "API version", newest.2 AS "node version", count() AS hosts
FROM (
  SELECT address, argMax(tuple(api_version, node_version), observed_at) AS newest
  FROM host_reports FINAL
  WHERE chain_id = '$chain' AND $__timeFilter(observed_at)
  GROUP BY address
)
GROUP BY newest
ORDER BY hosts DESC`,
            ),
          ],
        }),
        rows({
          title: "Settled sessions by model",
          description:
            "Of escrows that were settled in the time range; what they paid to hosts, in GNK. – where the settlement did not tell.",
          unit: "none",
          about: { indicator: "use.value_flow_host" },
          width: 12,
          height: 8,
          queries: [
            sql(
              "table",
              `SELECT escrow.model_id AS model, count() AS sessions, uniqExact(escrow.creator) AS payers,
  sum(settlement.total_payout) / 1e9 AS "paid to hosts, GNK"
FROM (SELECT * FROM settlements FINAL WHERE chain_id = '$chain' AND $__timeFilter(time)) AS settlement
LEFT JOIN (SELECT * FROM escrows FINAL WHERE chain_id = '$chain') AS escrow ON escrow.escrow_id = settlement.escrow_id
GROUP BY model
ORDER BY sessions DESC`,
            ),
          ],
        }),
      ],
    },
    {
      title: "Collection",
      panels: [
        lines({
          title: "Answers by hour and outcome",
          description:
            "New answers of sources: told, absent (a proper not found), unknown (could not tell). Answers that repeat the last are not stored.",
          unit: "none",
          about: { page: "/quality" },
          fromZero: true,
          queries: [
            sql(
              "series",
              `SELECT toStartOfHour(observed_at) AS time, toNullable(countIf(outcome = 'told')) AS told,
  toNullable(countIf(outcome = 'absent')) AS absent, toNullable(countIf(outcome = 'unknown')) AS unknown
FROM answers
WHERE chain_id = '$chain' AND $__timeFilter(observed_at)
GROUP BY time
ORDER BY time WITH FILL STEP toIntervalHour(1)`,
            ),
          ],
        }),
        rows({
          title: "Runs",
          description: "The newest run of each collector in the time range, and what it said.",
          unit: "none",
          about: { page: "/quality" },
          width: 12,
          height: 8,
          queries: [
            sql(
              "table",
              `SELECT kind, max(started_at) AS started, argMax(said, started_at) AS newest, newest.1 AS outcome, newest.2 AS "rows written",
  newest.3 AS errors, newest.4 AS detail
FROM (
  SELECT kind, started_at, argMax(tuple(outcome, rows_written, errors, detail), recorded_at) AS said
  FROM runs
  WHERE chain_id = '$chain' AND $__timeFilter(started_at)
  GROUP BY kind, run_id, started_at
)
GROUP BY kind
ORDER BY kind`,
            ),
          ],
        }),
        lines({
          title: "Values published by hour",
          description:
            "New versions of indicator values. A value that did not change is not written again; a gap is an hour without any.",
          unit: "none",
          about: { page: "/quality" },
          width: 24,
          fromZero: true,
          queries: [
            sql(
              "series",
              `SELECT toStartOfHour(published_at) AS time, toNullable(countIf(value IS NOT NULL)) AS "with a number",
  toNullable(countIf(value IS NULL)) AS "without a number"
FROM indicator_values
WHERE chain_id = '$chain' AND $__timeFilter(published_at)
GROUP BY time
ORDER BY time WITH FILL STEP toIntervalHour(1)`,
            ),
          ],
        }),
      ],
    },
  ],
};
