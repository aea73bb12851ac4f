import type { KpiClient } from "../client/client.ts";
import type { Query } from "../client/paths.ts";
import type { Point, Series } from "../client/types.ts";
import { cursorOf } from "./cursor.ts";

/** The most that one answer of the API holds. */
const MOST_POINTS = 10_000;

/** A series read to its end, however many pages the service made of it. @throws KpiError */
export async function readSeries(
  client: KpiClient,
  id: string,
  query: Pick<Query<"/indicators/{id}/series">, "axis" | "labels" | "method" | "from" | "to">,
): Promise<Pick<Series, "axis" | "unit" | "breaks" | "points">> {
  const points: Point[] = [];
  for (let after: string | null = null; ; ) {
    const asked = { ...query, limit: MOST_POINTS, ...(after === null ? {} : { after }) };
    const page: Series = await client.get("/indicators/{id}/series", { params: { id }, query: asked });
    for (const point of page.points) points.push(point);
    if (page.next === null) return { axis: page.axis, unit: page.unit, breaks: page.breaks, points };
    after = cursorOf(`/indicators/${id}/series`, page.next, "after");
  }
}
