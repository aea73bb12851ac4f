import type { Method } from "../method.ts";
import { NETWORK, NO_NOTE, NO_NUMBER, RECORDED, SPANS } from "../sql/fragments.ts";

/** The target is the highest version that so many hosts report: one host can't move it by claiming a version that doesn't exist. */
const TARGET_HOSTS = 2;

/**
 * Each host's newest report of the epoch, over all vantage points, unless its identity is proven wrong. Target: the highest version reported
 * by at least 2 hosts, versions compared number by number ("3.0.16" > "3.0.9", a suffix's numbers count after). Numerator: ML nodes
 * that report it; denominator: ML nodes that report any. One row a version beside it, and `no_version`: hosts whose report names none.
 * Coverage: of the hosts that reported, the share that named a version.
 */
export const imageAdoption: Method = {
  indicator: "img.adoption",
  version: 1,
  validFromEpoch: 0,
  reason: "first method",
  summary:
    "ML nodes that report the target version ÷ those that report any; the target is the highest version that at least 2 hosts report",
  estimate: false,
  needs: ["members", "times", "reports"],
  history: [],
  minSamples: 1,
  sql: `
WITH newest AS (
  SELECT span.epoch AS epoch, report.address AS address,
    argMax((report.mlnodes_told, report.identity, report.mlnodes.version), report.observed_at) AS said
  FROM host_reports AS report FINAL INNER JOIN ${SPANS} AS span ON 1 = 1
  WHERE ${RECORDED} AND report.observed_at >= span.starts_at AND report.observed_at < span.ends_at
  GROUP BY span.epoch, report.address
),
hosts AS (SELECT epoch, address, if(said.1, arrayFilter(v -> v != '', said.3), []) AS versions FROM newest WHERE said.2 != 'wrong'),
versions AS (
  SELECT epoch, version, count() AS nodes, uniqExact(address) AS hosts, arrayMap(n -> toUInt32OrZero(n), splitByRegexp('[^0-9]+', version)) AS numbers
  FROM hosts ARRAY JOIN versions AS version GROUP BY epoch, version
),
counted AS (
  SELECT hosts.epoch AS epoch, hosts.hosts AS hosts, hosts.telling AS telling, of.target AS target, ifNull(of.all_nodes, 0) AS nodes, of.each AS each
  FROM (SELECT epoch, count() AS hosts, countIf(notEmpty(versions)) AS telling FROM hosts GROUP BY epoch) AS hosts
  LEFT JOIN (
    SELECT epoch, argMaxIf(version, (numbers, version), versions.hosts >= ${TARGET_HOSTS}) AS target, sum(versions.nodes) AS all_nodes,
      groupArray((version, versions.nodes)) AS each
    FROM versions GROUP BY epoch
  ) AS of ON of.epoch = hosts.epoch
)
SELECT epoch, row.1 AS labels, row.2 AS value, row.3 AS numerator, row.4 AS denominator, row.5 AS coverage, row.6 AS samples, row.7 AS note
FROM counted ARRAY JOIN arrayConcat(
  [(${NETWORK}, if(target IS NULL, NULL, arrayFirst(v -> v.1 = target, each).2 / nodes), if(target IS NULL, ${NO_NUMBER}, toFloat64(arrayFirst(v -> v.1 = target, each).2)),
    if(target IS NULL, ${NO_NUMBER}, toFloat64(nodes)), toNullable(telling / hosts), toUInt64(nodes),
    if(target IS NULL, 'no version is reported by ${TARGET_HOSTS} hosts', concat('target: ', assumeNotNull(target))))],
  arrayMap(v -> (map('version', v.1), toNullable(v.2 / nodes), toNullable(toFloat64(v.2)), toNullable(toFloat64(nodes)), toNullable(1.), toUInt64(v.2), ${NO_NOTE}), each),
  [(map('measure', 'no_version'), toNullable(toFloat64(hosts - telling)), ${NO_NUMBER}, ${NO_NUMBER}, toNullable(1.), toUInt64(hosts), 'hosts')]) AS row`,
};
