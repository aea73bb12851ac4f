import { z } from "zod";
import { dateOf, dayOf } from "../../../indicators/evaluator/days.ts";
import type { Axis, PublishedRow } from "../../../indicators/evaluator/published.ts";
import { methodsOf } from "../../../indicators/methods/index.ts";
import { STATE_MEANING } from "../../../roadmap/index.ts";
import { type IndicatorStatus, stateOfUncomputed } from "../../snapshot/indicators.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { LAST_BUCKET, validRanges } from "../../snapshot/valid-methods.ts";
import { membersVerified } from "../../snapshot/verified.ts";
import { invalidParameter } from "../errors.ts";
import { pageUrl, route } from "../route.ts";
import { seriesAnswer, type seriesPoint, seriesQuery } from "../schemas/series.ts";
import { estimatorBreaks, methodBreaks } from "./breaks.ts";
import { idParams, statusOf } from "./indicator.ts";
import { decodeCursor, encodeCursor, type RowsWanted, readSeriesRows } from "./series-rows.ts";

export const series = route({
  path: "/indicators/{id}/series",
  summary: "The values of an indicator, oldest first; buckets without a number have the state that says why.",
  params: idParams,
  query: seriesQuery,
  answer: seriesAnswer,
  handle: async (reading, { id }, query) => {
    const { snapshot } = reading;
    const { axis, method, limit } = query;
    const status = statusOf(snapshot, id);
    const wanted: RowsWanted = {
      indicator: id,
      axis,
      ranges: rangesOf(snapshot, id, axis, method),
      first: bucketOf(axis, "from", query.from) ?? 0,
      last: bucketOf(axis, "to", query.to) ?? LAST_BUCKET,
      networkOnly: query.labels === "network",
      after: query.after === undefined ? null : decodeCursor(query.after),
      limit,
    };
    const rows = status.method ? await readSeriesRows(reading, wanted) : uncomputedRows(snapshot, status, wanted);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const after = rows.length > limit && last ? encodeCursor([last.bucket, last.method, last.labels]) : undefined;
    const pointOf = pointsOf(snapshot, id, axis);
    return {
      chain_id: snapshot.chain,
      indicator: id,
      axis,
      unit: status.entry.kind === "indicator" ? status.entry.indicator.unit : status.entry.series.unit,
      breaks: [...(method === undefined ? methodBreaks(snapshot, id) : []), ...(await estimatorBreaks(reading, wanted))],
      points: page.map(pointOf),
      next: after === undefined ? null : pageUrl(`/indicators/${encodeURIComponent(id)}/series`, { ...query, after }),
    };
  },
});

function rangesOf(snapshot: Snapshot, id: string, axis: Axis, method: number | undefined) {
  if (method === undefined) return validRanges(id, axis, snapshot.dayBuckets, snapshot.methodStarts);
  const versions = methodsOf(id).map(({ version }) => version);
  if (!versions.includes(method))
    throw invalidParameter(`method: ${versions.length > 0 ? `expected one of ${versions.join(", ")}` : `${id} has none yet`}`);
  return [{ method, first: 0, last: LAST_BUCKET }];
}

function bucketOf(axis: Axis, name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (axis === "epoch") {
    if (/^\d+$/.test(text) && Number(text) <= LAST_BUCKET) return Number(text);
    throw invalidParameter(`${name}: expected an epoch such as 247, or axis=day beside a day`);
  }
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (!Number.isNaN(ms) && ms >= 0 && dateOf(dayOf(ms)) === text) return dayOf(ms);
  throw invalidParameter(`${name}: expected a UTC day such as 2026-05-23, since axis is day`);
}

/** Stands for "no method" in the rows of an indicator without one. */
const NO_METHOD = 0;

/** Every bucket there is, with the one state the indicator has. */
function uncomputedRows(snapshot: Snapshot, { id, entry }: IndicatorStatus, wanted: RowsWanted): PublishedRow[] {
  const state = stateOfUncomputed(entry);
  const buckets = wanted.axis === "epoch" ? snapshot.epochBuckets : snapshot.dayBuckets.map(({ day }) => day);
  const from = Math.max(wanted.first, wanted.after ? wanted.after[0] + 1 : 0);
  const nothing = { value: null, numerator: null, denominator: null, coverage: null, samples: null, sources: null };
  return buckets
    .filter((bucket) => bucket >= from && bucket <= wanted.last)
    .slice(0, wanted.limit + 1)
    .map((bucket) => ({
      ...nothing,
      indicator: id,
      method: NO_METHOD,
      axis: wanted.axis,
      bucket,
      labels: "{}",
      state,
      note: STATE_MEANING[state],
    }));
}

const labelsOf = z.record(z.string(), z.string());

function pointsOf(snapshot: Snapshot, id: string, axis: Axis): (row: PublishedRow) => z.input<typeof seriesPoint> {
  const epochs = new Map(snapshot.epochs.map((epoch) => [epoch.epoch, epoch]));
  const whenOf = (bucket: number) => {
    if (axis === "day") {
      const day = dateOf(bucket);
      return { day, starts_at: `${day}T00:00:00Z`, ends_at: `${dateOf(bucket + 1)}T00:00:00Z` };
    }
    const epoch = epochs.get(bucket);
    return { epoch: bucket, starts_at: epoch?.starts_at ?? null, ends_at: epoch?.ends_at ?? null };
  };
  const epochOfDay = new Map(snapshot.dayBuckets.map(({ day, epoch }) => [day, epoch]));
  const methods = new Map(methodsOf(id).map((method) => [method.version, method]));
  return ({ indicator: _, axis: __, bucket, labels, method, ...row }) => ({
    ...whenOf(bucket),
    verified_members: membersVerified(
      snapshot.verified,
      methods.get(method),
      axis === "day" ? (epochOfDay.get(bucket) ?? null) : bucket,
    ),
    method: method === NO_METHOD ? null : method,
    labels: labelsOf.parse(JSON.parse(labels)),
    ...row,
  });
}
