/** A made-up year of inferences, by the shape of the facts that a later part collects, and the rollups that serve its KPI queries. */
export const HOSTS = 118;
export const MODELS = 6;
export const YEAR = { from: "2025-11-01", months: 12 };

/** Facts: fixed by session and nonce. */
const FACTS = `CREATE TABLE bench_inferences (
  time DateTime64(3, 'UTC') CODEC(Delta, ZSTD),
  session UInt64 CODEC(Delta, ZSTD),
  nonce UInt32 CODEC(Delta, ZSTD),
  epoch UInt32,
  model LowCardinality(String),
  host LowCardinality(String),
  developer UInt32 CODEC(ZSTD),
  outcome Enum8('finished' = 1, 'missed' = 2, 'invalid' = 3),
  prompt_tokens UInt32 CODEC(T64, ZSTD),
  completion_tokens UInt32 CODEC(T64, ZSTD),
  cost UInt64 CODEC(T64, ZSTD),
  latency_seconds Float32
) ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(time) ORDER BY (model, time, session, nonce)`;

const SUMS = `requests UInt64, missed UInt64, prompt_tokens UInt64, completion_tokens UInt64, cost UInt64`;

/** Plain sums where hosts are told apart; sketches, which are some kB each, only per model and hour. */
const BY_HOST = `CREATE TABLE bench_daily_by_host (day Date, host LowCardinality(String), model LowCardinality(String), ${SUMS})
  ENGINE = MergeTree PARTITION BY toYYYYMM(day) ORDER BY (day, host, model)`;
const BY_MODEL = `CREATE TABLE bench_hourly_by_model (hour DateTime('UTC'), model LowCardinality(String), ${SUMS},
  latency AggregateFunction(quantilesTDigest(0.5, 0.95, 0.99), Float32))
  ENGINE = MergeTree PARTITION BY toYYYYMM(hour) ORDER BY (hour, model)`;
const DAILY_BY_MODEL = `CREATE TABLE bench_daily_by_model (day Date, model LowCardinality(String), ${SUMS})
  ENGINE = MergeTree PARTITION BY toYYYYMM(day) ORDER BY (day, model)`;

export const TABLES: readonly string[] = [
  FACTS,
  ...[BY_HOST, BY_MODEL, DAILY_BY_MODEL].flatMap((create) => [create, create.replace(/(bench_\w+)/, "$1_next")]),
];

/** One month of facts, `rows` of them evenly over its time; parameters month (Date) and rows. */
export const GENERATE = `INSERT INTO bench_inferences
  SELECT fromUnixTimestamp64Milli(from_ms + intDiv(number * (to_ms - from_ms), {rows:UInt64})) AS time,
    intDiv(number, 200) AS session, number % 200 AS nonce, toUInt32(dateDiff('day', toDate('2025-08-01'), toDate(time))) AS epoch,
    concat('model/', toString(cityHash64(number, 1) % ${MODELS})) AS model,
    concat('gonka1', lower(hex(sipHash128(least(cityHash64(number, 2) % ${HOSTS}, cityHash64(number, 3) % ${HOSTS}))))) AS host,
    cityHash64(intDiv(number, 200)) % 2000 AS developer,
    multiIf(cityHash64(number, 4) % 200 = 0, 'missed', cityHash64(number, 4) % 1000 = 1, 'invalid', 'finished') AS outcome,
    50 + cityHash64(number, 5) % 4000 AS prompt_tokens, 10 + cityHash64(number, 6) % 1500 AS completion_tokens,
    (prompt_tokens + completion_tokens) * 79 AS cost, 0.2 + exp((cityHash64(number, 7) % 10000) / 2500) AS latency_seconds
  FROM (SELECT number, toUnixTimestamp64Milli(toDateTime64({month:Date}, 3, 'UTC')) AS from_ms,
    toUnixTimestamp64Milli(toDateTime64(addMonths({month:Date}, 1), 3, 'UTC')) AS to_ms FROM numbers({rows:UInt64}))`;

const SUM_COLUMNS = `count() AS requests, countIf(outcome = 'missed') AS missed, sum(prompt_tokens) AS prompt_tokens,
  sum(completion_tokens) AS completion_tokens, sum(cost) AS cost`;
// Qualified: an alias of the same name would be summed a second time.
const SUMS_OF_FACTS = SUM_COLUMNS.replace(/sum\((\w+)\)/g, "sum(fact.$1)");
const MONTH =
  "fact.time >= toDateTime64({month:Date}, 3, 'UTC') AND fact.time < toDateTime64(addMonths({month:Date}, 1), 3, 'UTC')";

/** Each rollup's month, from the facts; parameter month (Date). */
export const ROLLUPS: Readonly<Record<string, string>> = {
  bench_daily_by_host: `SELECT toDate(time) AS day, host, model, ${SUMS_OF_FACTS}
    FROM bench_inferences AS fact FINAL WHERE ${MONTH} GROUP BY day, host, model`,
  bench_hourly_by_model: `SELECT toStartOfHour(toDateTime(time, 'UTC')) AS hour, model, ${SUMS_OF_FACTS},
      quantilesTDigestState(0.5, 0.95, 0.99)(latency_seconds) AS latency
    FROM bench_inferences AS fact FINAL WHERE ${MONTH} GROUP BY hour, model`,
  bench_daily_by_model: `SELECT toDate(time) AS day, model, ${SUMS_OF_FACTS}
    FROM bench_inferences AS fact FINAL WHERE ${MONTH} GROUP BY day, model`,
};

/** The KPI queries of the design: a year, to the end of the data. */
export const QUERIES: Readonly<Record<string, string>> = {
  "tokens per day and model, 1 year": `SELECT day, model, sum(requests) AS requests, sum(missed) AS missed,
      sum(prompt_tokens) + sum(completion_tokens) AS tokens, sum(cost) AS cost
    FROM bench_daily_by_model WHERE day >= toDate({to:Date}) - 365 AND day < {to:Date} GROUP BY day, model ORDER BY day, model`,
  "requests and misses per day and host, 1 year": `SELECT day, host, sum(requests) AS requests, sum(missed) AS missed,
      sum(completion_tokens) AS tokens
    FROM bench_daily_by_host WHERE day >= toDate({to:Date}) - 365 AND day < {to:Date} GROUP BY day, host ORDER BY day, host`,
  "latency p50, p95, p99 per hour, 90 days": `SELECT hour, quantilesTDigestMerge(0.5, 0.95, 0.99)(latency) AS latency
    FROM bench_hourly_by_model WHERE hour >= toDateTime({to:Date}, 'UTC') - INTERVAL 90 DAY AND hour < toDateTime({to:Date}, 'UTC')
    GROUP BY hour ORDER BY hour`,
};
