import { breakBucket, bucketOf } from "../charts/series-model.ts";
import type { Point, Series } from "../client/types.ts";

/** Which estimator a point's method took; null where it doesn't pick among several, or never took another. */
export type EstimatorOf = (point: Point) => string | null;

/** Estimators of the network-wide points, read from where they change: points with labels are of one estimator each. */
export function estimatorOf({ axis, breaks }: Pick<Series, "axis" | "breaks">): EstimatorOf {
  const changes = breaks
    .filter(({ kind }) => kind === "estimator")
    .flatMap((one) => {
      const bucket = breakBucket(axis, one);
      return bucket === null ? [] : [{ bucket, method: one.method, after: one.estimator, before: one.estimator_before }];
    })
    .sort((a, b) => a.bucket - b.bucket);
  return (point) => {
    if (Object.keys(point.labels).length > 0) return null;
    const bucket = bucketOf(point);
    const ofMethod = changes.filter(({ method }) => method === point.method);
    const newest = ofMethod.findLast((change) => change.bucket <= bucket);
    return newest ? newest.after : (ofMethod[0]?.before ?? null);
  };
}
