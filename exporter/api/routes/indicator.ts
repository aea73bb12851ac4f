import { z } from "zod";
import { dateOf } from "../../../indicators/evaluator/days.ts";
import { methodQuery } from "../../../indicators/evaluator/method-sql.ts";
import { AXES, type Axis } from "../../../indicators/evaluator/published.ts";
import type { Method } from "../../../indicators/method.ts";
import { firstEpochOf, type MethodStarts, methodsOf } from "../../../indicators/methods/index.ts";
import { horizonLinesOf, STATES, trackMetricsOf } from "../../../roadmap/index.ts";
import { AT, at, count, queryRows } from "../../../storage/read/query.ts";
import { type IndicatorStatus, stateOfUncomputed } from "../../snapshot/indicators.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { type ValidRange, validRanges } from "../../snapshot/valid-methods.ts";
import type { Reading } from "../../state.ts";
import { notFound } from "../errors.ts";
import { route } from "../route.ts";
import { nothing } from "../schemas/common.ts";
import { indicatorAnswer, type methodDescription, type seriesSummary } from "../schemas/indicators.ts";
import { allBreaks } from "./breaks.ts";
import { rangesParam, VALID_THERE } from "./series-rows.ts";
import { minuteOf, summaryOf } from "./summary.ts";

export const idParams = z.strictObject({ id: z.string().min(1).max(100).meta({ description: "Such as cap.hosts_active." }) });

/** @throws ApiError 404 */
export function statusOf(snapshot: Snapshot, id: string): IndicatorStatus {
  const found = snapshot.indicators.find((status) => status.id === id);
  if (!found) throw notFound(`there is no indicator ${id}: /api/v1/indicators lists them`);
  return found;
}

export const indicator = route({
  path: "/indicators/{id}",
  summary: "One indicator: its definition, its methods with their SQL, and a summary of its series.",
  params: idParams,
  query: nothing,
  answer: indicatorAnswer,
  handle: async (reading, { id }) => {
    const { snapshot, now } = reading;
    const status = statusOf(snapshot, id);
    const minute = minuteOf(now);
    return {
      chain_id: snapshot.chain,
      now: minute.toISOString(),
      indicator: summaryOf(status, snapshot.verified, minute),
      quotes: status.entry.kind === "indicator" ? status.entry.indicator.targets : [],
      horizon_lines: horizonLinesOf(id).map(({ horizon, line }) => ({
        horizon: horizon.id,
        text: line.text,
        target: line.target,
      })),
      track_metrics: trackMetricsOf(id).map(({ id, wording }) => ({ id, wording })),
      methods: methodsOf(id).map((method) => describe(method, snapshot.methodStarts)),
      series: status.method ? await readSummaries(reading, id) : uncomputed(snapshot, status),
    };
  },
});

const describe = (method: Method, starts: MethodStarts): z.input<typeof methodDescription> => ({
  version: method.version,
  valid_from_epoch: firstEpochOf(method, starts),
  reason: method.reason,
  summary: method.summary,
  estimate: method.estimate,
  needs: method.needs,
  history: [...method.history],
  min_samples: method.minSamples,
  picks: method.picks ? { label: method.picks.label, estimators: { ...method.picks.estimators } } : null,
  sql: methodQuery(method, "epoch"),
});

type Summary = z.input<typeof seriesSummary>;
const bucketText = (axis: Axis, bucket: number) => (axis === "day" ? dateOf(bucket) : String(bucket));
const stateRow = z.object({ axis: z.enum(AXES), state: z.enum(STATES), buckets: count, first: z.int(), last: z.int() });

async function readSummaries(reading: Reading, id: string): Promise<Summary[]> {
  const { store, snapshot } = reading;
  const { chain, asOf, dayBuckets, methodStarts } = snapshot;
  const rowsOf = (axis: Axis, ranges: readonly ValidRange[]) =>
    queryRows(
      store.client,
      stateRow,
      `SELECT axis, state, count() AS buckets, min(bucket) AS first, max(bucket) AS last
       FROM published(${AT})
       WHERE indicator = {indicator:String} AND axis = {axis:String} AND labels = '{}' AND ${VALID_THERE}
       GROUP BY axis, state ORDER BY state`,
      { ...at(chain, asOf), indicator: id, axis, ranges: rangesParam(ranges) },
    );
  return Promise.all(
    AXES.map(async (axis): Promise<Summary> => {
      const ranges = validRanges(id, axis, dayBuckets, methodStarts);
      const [rows, breaks] = await Promise.all([rowsOf(axis, ranges), allBreaks(reading, id, axis, ranges)]);
      if (rows.length === 0) return { axis, first: null, last: null, buckets: 0, states: {}, breaks };
      return {
        axis,
        first: bucketText(axis, Math.min(...rows.map(({ first }) => first))),
        last: bucketText(axis, Math.max(...rows.map(({ last }) => last))),
        buckets: rows.reduce((sum, { buckets }) => sum + buckets, 0),
        states: Object.fromEntries(rows.map(({ state, buckets }) => [state, buckets])),
        breaks,
      };
    }),
  );
}

/** The series of an indicator without a method: its one state, in every bucket there is. */
function uncomputed(snapshot: Snapshot, { entry }: IndicatorStatus): Summary[] {
  const state = stateOfUncomputed(entry);
  return AXES.map((axis) => {
    const buckets = axis === "epoch" ? snapshot.epochBuckets : snapshot.dayBuckets.map(({ day }) => day);
    const [first, last] = [buckets[0], buckets.at(-1)];
    return {
      axis,
      first: first === undefined ? null : bucketText(axis, first),
      last: last === undefined ? null : bucketText(axis, last),
      buckets: buckets.length,
      states: buckets.length === 0 ? {} : { [state]: buckets.length },
      breaks: [],
    };
  });
}
