import { afterAll, beforeAll, expect, it } from "vitest";
import { dayOf } from "../../indicators/evaluator/days.ts";
import { VALUE_COLUMNS } from "../../indicators/evaluator/published.ts";
import { h100eConfirmedByHardware } from "../../indicators/methods/cap.h100e_confirmed.v2.ts";
import { bindChain } from "../../storage/chain-identity.ts";
import { headerAnswer, record, rootAnswer } from "../../storage/testing/answers.ts";
import { epochRow } from "../../storage/testing/rows.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { type Exporter, startExporter } from "../server.ts";
import { getAs } from "../testing/api-client.ts";
import { silent } from "../testing/served.ts";
import { indicatorAnswer } from "./schemas/indicators.ts";
import { seriesAnswer } from "./schemas/series.ts";
import { trendsAnswer } from "./schemas/trends.ts";

const CHAIN = "breaks";
/** Epochs 10 to 14 last a day each, from 06:00 UTC; the estimator that was taken in each, and on the day that ends in it. */
const TAKEN = ["T2", "T2", null, "T2b", "T1"] as const;
const startOf = (epoch: number) => Date.parse("2026-05-01T06:00:00Z") + (epoch - 10) * 86_400_000;

let store: TestStore;
let exporter: Exporter;
beforeAll(async () => {
  store = await temporaryStore("breaks");
  await bindChain(store.client, CHAIN);
  const timeOf = (epoch: number) => new Date(startOf(epoch)).toISOString().replace("Z", "000000Z");
  await record(
    store.client,
    CHAIN,
    TAKEN.flatMap((_, index) => {
      const root = epochRow(10 + index);
      const [first, next] = [timeOf(10 + index), timeOf(11 + index)];
      return [
        rootAnswer("s", root),
        headerAnswer("s", root.effective_height, first),
        headerAnswer("s", root.last_height + 1, next),
      ];
    }),
  );
  const published = "2026-05-06 07:00:00.000000";
  const row = (axis: "epoch" | "day", bucket: number, estimator: string | null, value: number | null) => [
    ...[
      CHAIN,
      "use.tokens_day",
      1,
      axis,
      bucket,
      JSON.stringify(estimator === null ? {} : { estimator }),
      value,
      5,
      1,
      0.9,
      3,
      "ok",
      "",
      1,
      false,
      published,
    ],
  ];
  const newMethod = [CHAIN, "cap.h100e_confirmed", 2, "epoch", 12, "{}", 7, null, null, 1, 1, "ok", "", 1, false, published];
  const [first, ...rest] = VALUE_COLUMNS;
  await store.client.insert({
    table: "indicator_values",
    columns: [first, ...rest],
    values: TAKEN.flatMap((estimator, index) => {
      // A row without a number names nothing that was taken.
      if (estimator === null) return [row("epoch", 10 + index, "T3", null), newMethod];
      const network = row("epoch", 10 + index, null, index);
      return [network, row("epoch", 10 + index, estimator, 5), row("day", dayOf(startOf(10)) + index, estimator, 5)];
    }),
    format: "JSONCompactEachRow",
  });
  const now = () => new Date("2026-05-06T07:00:00Z");
  const options = { port: 0, host: "127.0.0.1", log: silent, grants: [], recorded: true, refused: () => [] };
  exporter = await startExporter({ ...options, now, store: () => ({ client: store.client, chain: CHAIN }) });
  await exporter.refresh();
}, 60_000);
afterAll(async () => {
  await exporter?.close();
  await store?.remove();
});

const get = <Answer extends Parameters<typeof getAs>[2]>(path: string, answer: Answer) =>
  getAs(`http://127.0.0.1:${exporter.port}`, `/api/v1/${path}`, answer);
const breaksOf = async (id: string, query = "") => (await get(`indicators/${id}/series${query}`, seriesAnswer)).breaks;

const DIFFERENT = "and they count different things";
const BREAKS = [
  {
    ...{ kind: "estimator", epoch: 13, day: "2026-05-04", method: 1, estimator: "T2b", estimator_before: "T2" },
    reason: `from here on the number is that of T2b (counters of hosts), before it was that of T2 (diffs of sessions), ${DIFFERENT}`,
  },
  {
    ...{ kind: "estimator", epoch: 14, day: "2026-05-05", method: 1, estimator: "T1", estimator_before: "T2b" },
    reason: `from here on the number is that of T1 (settlements), before it was that of T2b (counters of hosts), ${DIFFERENT}`,
  },
];

it("a series breaks where another estimator is taken: over gaps, on both axes, of the buckets asked for", async () => {
  expect(await breaksOf("use.tokens_day")).toEqual(BREAKS);
  expect(await breaksOf("use.tokens_day", "?axis=day")).toEqual(BREAKS);
  expect(await breaksOf("use.tokens_day", "?from=14")).toEqual(BREAKS.slice(1));
  expect(await breaksOf("use.tokens_day", "?to=13&method=1")).toEqual(BREAKS.slice(0, 1));
  expect(await breaksOf("use.tokens_day", "?axis=day&from=2026-05-05")).toEqual(BREAKS.slice(1));
  expect(await breaksOf("aux.tokens_settled")).toEqual([]);
});

it("where another method takes over it breaks too, of that method's own series it doesn't", async () => {
  expect(await breaksOf("cap.h100e_confirmed")).toEqual([
    {
      ...{ kind: "method", epoch: 12, day: "2026-05-03", method: 2, estimator: null, estimator_before: null },
      reason: h100eConfirmedByHardware.reason,
    },
  ]);
  expect(await breaksOf("cap.h100e_confirmed", "?method=1")).toEqual([]);
});

it("an indicator has the breaks of both axes, and what its method picks from", async () => {
  const { series, methods } = await get("indicators/use.tokens_day", indicatorAnswer);
  expect(series.map(({ axis, breaks }) => [axis, breaks])).toEqual([
    ["epoch", BREAKS],
    ["day", BREAKS],
  ]);
  expect(methods[0]?.picks).toEqual({
    label: "estimator",
    estimators: { T2: "diffs of sessions", T2b: "counters of hosts", T1: "settlements" },
  });
});

it("trends break there too", async () => {
  expect(await get("trends", trendsAnswer)).toEqual({
    chain_id: CHAIN,
    first: 10,
    last: 14,
    trends: [
      { indicator: "cap.h100e_confirmed", values: [null, null, 7, null, null], breaks: [12] },
      { indicator: "use.tokens_day", values: [0, 1, null, 3, 4], breaks: [13, 14] },
    ],
  });
});
