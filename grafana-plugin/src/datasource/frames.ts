import {
  createDataFrame,
  type DataFrame,
  type Field,
  type FieldConfig,
  FieldType,
  type QueryResultMetaNotice,
  type TimeRange,
} from "@grafana/data";
import { breakBucket, breakWords, bucketsInWords } from "../charts/series-model.ts";
import type { IndicatorDetail, Point, Series } from "../client/types.ts";
import { grafanaUnit } from "../format/grafana-unit.ts";
import { unitOfPart } from "../format/unit.ts";
import { APP_PATH } from "../ids.ts";
import { type EstimatorOf, estimatorOf } from "./estimators.ts";
import { FIELDS, type KpiFrameMeta, toMeta } from "./frame-meta.ts";
import { type Row, rowsOf, timeOf } from "./rows.ts";
import { notice, SIMULATED, STATE_MAPPING } from "./table.ts";

export interface SeriesAnswer {
  readonly detail: IndicatorDetail;
  readonly series: Pick<Series, "axis" | "unit" | "breaks" | "points">;
  readonly simulated: boolean;
}

/**
 * A series as frames: one for each set of labels, method and estimator, so that no line runs across a break. Buckets
 * without a number, and those the series leaves out, are rows whose value is null.
 */
export function seriesFrames(
  { detail, series, simulated }: SeriesAnswer,
  refId: string,
  range: Pick<TimeRange, "from" | "to">,
): DataFrame[] {
  const { indicator } = detail;
  const timed = series.points.filter((point) => timeOf(point) !== null);
  const taken = estimatorOf(series);
  const groups = new Map<string, Point[]>();
  for (const point of timed) {
    const key = JSON.stringify([Object.entries(point.labels).sort(), point.method, taken(point)]);
    const group = groups.get(key);
    if (group) group.push(point);
    else groups.set(key, [point]);
  }
  const several = new Set(timed.map(({ method }) => method)).size > 1;
  const meta: KpiFrameMeta = {
    indicator: indicator.id,
    name: indicator.name,
    unit: series.unit,
    target: indicator.target,
    estimate: indicator.estimate === true,
    axis: series.axis,
    simulated,
  };
  const named = [...groups.values()].map((points) => ({ name: nameOf(meta, points[0], several, taken), points }));
  if (named.length === 0) named.push({ name: nameOf(meta, undefined, false, taken), points: [] });
  return named.map(({ name, points }, index) =>
    createDataFrame({
      refId,
      name,
      meta: { ...toMeta(meta), preferredVisualisationType: "graph", notices: index === 0 ? notices(series, simulated) : [] },
      fields: fields(rowsOf(series.axis, points, range), meta, detail, name, points[0]?.labels ?? {}),
    }),
  );
}

function nameOf({ name, simulated }: KpiFrameMeta, point: Point | undefined, several: boolean, taken: EstimatorOf): string {
  const labels = Object.values(point?.labels ?? {}).join(" ");
  const method = several && point?.method ? `method ${point.method}` : "";
  const estimator = (point && taken(point)) ?? "";
  return [simulated ? "SIMULATED" : "", name, labels, method, estimator].filter((part) => part !== "").join(" · ");
}

function fields(
  rows: readonly Row[],
  { indicator, unit, axis }: KpiFrameMeta,
  detail: IndicatorDetail,
  name: string,
  labels: Readonly<Record<string, string>>,
): Field[] {
  const field = (key: keyof Row & keyof typeof FIELDS, type: FieldType, config: FieldConfig): Field => ({
    name: FIELDS[key],
    type,
    config,
    values: rows.map((row) => row[key]),
  });
  // Beside the value, not lines of their own.
  const hidden = { custom: { hideFrom: { viz: true, legend: true, tooltip: false } } };
  // Of several units ("%; s") the first is the network's value's; which one a measure has, only its name tells.
  const isPart = Object.keys(labels).length > 0;
  const unitHere = isPart && unit.includes(";") ? "none" : grafanaUnit(isPart ? unitOfPart(unit) : unit);
  return [
    field("time", FieldType.time, {}),
    {
      ...field("value", FieldType.number, {
        displayNameFromDS: name,
        description: detail.indicator.definition,
        unit: unitHere,
        noValue: "–",
        custom: { spanNulls: false },
        links: [{ title: "How this number was made", url: `${APP_PATH}/indicators/${encodeURIComponent(indicator)}` }],
      }),
      labels: { ...labels },
    },
    field("coverage", FieldType.number, { unit: "percentunit", min: 0, max: 1, noValue: "–", ...hidden }),
    field("state", FieldType.string, { mappings: [STATE_MAPPING], ...hidden }),
    field("bucket", FieldType.string, { displayName: axis, ...hidden }),
    field("note", FieldType.string, hidden),
  ];
}

function notices({ axis, points, breaks }: SeriesAnswer["series"], simulated: boolean): QueryResultMetaNotice[] {
  const lost = new Set(points.filter((point) => timeOf(point) === null).map(({ epoch }) => epoch)).size;
  const told = breaks.flatMap((one) => {
    const bucket = breakBucket(axis, one);
    return bucket === null ? [] : [`From ${bucketsInWords(axis, bucket, bucket)} on ${breakWords(one)}`];
  });
  return [
    ...(simulated ? [SIMULATED] : []),
    ...(lost > 0
      ? [notice("warning", `${lost === 1 ? "1 epoch is" : `${lost} epochs are`} not shown: when they began is not known.`)]
      : []),
    ...told.slice(-MOST_BREAKS_TOLD).map((text) => notice("info", text)),
    ...(told.length > MOST_BREAKS_TOLD ? [notice("info", `There are ${told.length - MOST_BREAKS_TOLD} older breaks.`)] : []),
  ];
}

/** A method that wavers between estimators has hundreds: more than anybody reads in a panel's corner. */
const MOST_BREAKS_TOLD = 5;
