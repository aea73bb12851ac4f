import { csvFormatRows } from "d3-dsv";
import type { Series } from "../../client/types.ts";

const COLUMNS = ["bucket", "starts_at", "ends_at", "labels", "value", "state", "coverage"] as const;
const MORE = ["numerator", "denominator", "samples", "sources", "method", "note"] as const;

/**
 * A series as comma-separated values (RFC 4180), a line a bucket. What is not known is an empty cell, never 0. Each line says of which chain
 * and unit it is, and whether that is simulated: lines get copied alone.
 */
export function seriesCsv({ chain_id: chain, indicator, unit, points }: Series, simulated: boolean): string {
  const same = { chain_id: chain, simulated: String(simulated), indicator, unit };
  const lines = points.map((point) => {
    const bucket = String("epoch" in point ? point.epoch : point.day);
    const told = { ...point, bucket, labels: JSON.stringify(point.labels) };
    return [...Object.values(same), ...[...COLUMNS, ...MORE].map((name) => cell(told[name]))];
  });
  return csvFormatRows([[...Object.keys(same), ...COLUMNS, ...MORE], ...lines]);
}

const cell = (value: string | number | null): string => (value === null ? "" : String(value));
