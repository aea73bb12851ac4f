import { z } from "zod";
import { dateOf } from "../../../indicators/evaluator/days.ts";
import type { Axis } from "../../../indicators/evaluator/published.ts";
import type { Method, Picks } from "../../../indicators/method.ts";
import { firstEpochOf, methodsOf } from "../../../indicators/methods/index.ts";
import { AT, at, queryRows } from "../../../storage/read/query.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { firstDayFrom, LAST_BUCKET, type ValidRange } from "../../snapshot/valid-methods.ts";
import type { Reading } from "../../state.ts";
import type { seriesBreak } from "../schemas/series.ts";
import { rangesParam, VALID_THERE } from "./series-rows.ts";

type Break = z.input<typeof seriesBreak>;

/** Of changes of estimator the newest so many are told: one a bucket would be noise, not breaks. */
const MOST_CHANGES = 1000;

/** Whose breaks: of the methods that hold in these ranges, between two buckets. */
export interface BreaksWanted {
  readonly indicator: string;
  readonly axis: Axis;
  readonly ranges: readonly Omit<ValidRange, "indicator">[];
  readonly first: number;
  readonly last: number;
}

/** Where another method takes over. */
export const methodBreaks = (snapshot: Snapshot, id: string): Break[] =>
  methodsOf(id)
    .slice(1)
    .flatMap((method) => {
      const epoch = firstEpochOf(method, snapshot.methodStarts);
      if (epoch === null) return [];
      const day = firstDayFrom(epoch, snapshot.dayBuckets);
      return [
        {
          kind: "method",
          epoch,
          day: day === null ? null : dateOf(day),
          method: method.version,
          reason: method.reason,
          estimator: null,
          estimator_before: null,
        },
      ];
    });

const change = z.object({ bucket: z.int(), method: z.int(), taken: z.string(), before: z.string() });

/**
 * Buckets in which a method that picks among estimators took another one than in the bucket before that has a number, oldest first. Both
 * count different things: a line through the two would show a change that never was.
 */
export async function estimatorBreaks({ store, snapshot }: Reading, wanted: BreaksWanted): Promise<Break[]> {
  const picking = new Map(
    methodsOf(wanted.indicator).flatMap((method) => (method.picks ? [[method.version, method.picks]] : [])),
  );
  const changes = await Promise.all(
    [...picking].map(([version, picks]) => readChanges({ store, snapshot }, wanted, version, picks)),
  );
  return changes
    .flat()
    .sort((a, b) => a.bucket - b.bucket)
    .flatMap((one) => {
      const picks = picking.get(one.method);
      const where = placeOf(snapshot, wanted.axis, one.bucket);
      return picks && where ? [{ ...where, ...breakOf(one, picks) }] : [];
    });
}

async function readChanges(
  { store, snapshot }: Pick<Reading, "store" | "snapshot">,
  { indicator, axis, ranges, first, last }: BreaksWanted,
  method: Method["version"],
  { label }: Picks,
): Promise<z.infer<typeof change>[]> {
  const query = `SELECT bucket, method, taken, before FROM (
      SELECT bucket, method, JSONExtractString(labels, {label:String}) AS taken,
        lagInFrame(taken) OVER (ORDER BY bucket ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS before
      FROM published(${AT})
      WHERE indicator = {indicator:String} AND axis = {axis:String} AND method = {method:UInt16} AND ${VALID_THERE}
        AND JSONExtractKeys(labels) = [{label:String}] AND value IS NOT NULL
    )
    WHERE before != '' AND before != taken AND bucket BETWEEN {first:UInt32} AND {last:UInt32}
    ORDER BY bucket DESC LIMIT ${MOST_CHANGES}`;
  const params = { ...at(snapshot.chain, snapshot.asOf), indicator, axis, method, label, first, last };
  return queryRows(store.client, change, query, { ...params, ranges: rangesParam(ranges) });
}

function placeOf(snapshot: Snapshot, axis: Axis, bucket: number): Pick<Break, "epoch" | "day"> | null {
  if (axis === "epoch") {
    const day = firstDayFrom(bucket, snapshot.dayBuckets);
    return { epoch: bucket, day: day === null ? null : dateOf(day) };
  }
  const epoch = snapshot.dayBuckets.find(({ day }) => day === bucket)?.epoch;
  return epoch == null ? null : { epoch, day: dateOf(bucket) };
}

const breakOf = ({ method, taken, before }: z.infer<typeof change>, { estimators }: Picks): Omit<Break, "epoch" | "day"> => {
  const named = (estimator: string) => `${estimator} (${estimators[estimator] ?? "an estimator of before"})`;
  return {
    kind: "estimator",
    method,
    reason: `from here on the number is that of ${named(taken)}, before it was that of ${named(before)}, and they count different things`,
    estimator: taken,
    estimator_before: before,
  };
};

/** All breaks of an indicator's series. */
export async function allBreaks(
  reading: Reading,
  id: string,
  axis: Axis,
  ranges: readonly Omit<ValidRange, "indicator">[],
): Promise<Break[]> {
  const changes = await estimatorBreaks(reading, { indicator: id, axis, ranges, first: 0, last: LAST_BUCKET });
  return [...methodBreaks(reading.snapshot, id), ...changes];
}
