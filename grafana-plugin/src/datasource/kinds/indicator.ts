import type { DataFrame, TimeRange } from "@grafana/data";
import type { KpiClient } from "../../client/client.ts";
import { seriesFrames } from "../frames.ts";
import type { KpiQuery } from "../query.ts";
import { readSeries } from "../read-series.ts";
import { notice } from "../table.ts";

type Asked = Pick<KpiQuery, "refId" | "indicator" | "axis" | "labels" | "method">;

/** An indicator's series, of the network or of each set of labels; with a model only those of its label. */
export async function indicatorFrames(
  client: KpiClient,
  { refId, indicator: id, axis, labels, method }: Asked,
  model: string | null,
  range: TimeRange,
  simulated: boolean,
): Promise<DataFrame[]> {
  // Which epochs lie in a range of time only their points tell.
  const days = axis === "day" ? { from: dayOf(range.from.valueOf()), to: dayOf(range.to.valueOf()) } : {};
  const query = {
    axis,
    labels: model === null ? labels : ("all" as const),
    ...(method === undefined ? {} : { method }),
    ...days,
  };
  const [detail, series] = await Promise.all([
    client.get("/indicators/{id}", { params: { id }, query: {} }),
    readSeries(client, id, query),
  ]);
  if (model === null) return seriesFrames({ detail, series, simulated }, refId, range);
  const points = series.points.filter(({ labels }) => labels[MODEL_LABEL] === model);
  const frames = seriesFrames({ detail, series: { ...series, points }, simulated }, refId, range);
  const [first] = frames;
  if (points.length === 0 && first?.meta) {
    const why = detail.indicator.labels.includes(MODEL_LABEL) ? `it has no value of ${model}` : "it has no values by model";
    first.meta.notices = [...(first.meta.notices ?? []), notice("warning", `${id}: ${why}.`)];
  }
  return frames;
}

/** The label by which values are of a model. */
export const MODEL_LABEL = "model_id";

const dayOf = (ms: number): string => new Date(Math.max(0, ms)).toISOString().slice(0, 10);
