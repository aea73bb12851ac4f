import {
  type DataFrame,
  type Field,
  FieldType,
  formattedValueToString,
  getDisplayProcessor,
  getFieldDisplayName,
} from "@grafana/data";
import { useTheme2 } from "@grafana/ui";
import React from "react";

/**
 * Stand-ins for Grafana's own panels, which are not published. They draw the real values of the frames, each formatted as Grafana would,
 * and carry them as they are in `data-` attributes; they are no picture of what Grafana draws.
 */
export interface StandInProps {
  readonly frames: readonly DataFrame[];
  readonly width: number;
}

const LINE_HEIGHT = 120;

/** A value as its field and the panel's settings would have it. */
function useText(): (field: Field, value: unknown) => string {
  const theme = useTheme2();
  return (field, value) =>
    formattedValueToString((field.display ?? getDisplayProcessor({ field, theme, timeZone: "utc" }))(value));
}

const isDrawn = ({ type, config }: Field) => type === FieldType.number && config.custom?.hideFrom?.viz !== true;

/** "timeseries": a line for each number of each frame, broken where a value is null. */
export function TimeSeries({ frames, width }: StandInProps) {
  const text = useText();
  const lines = frames.flatMap((frame) => {
    const times: number[] = frame.fields.find(({ type }) => type === FieldType.time)?.values ?? [];
    const states: unknown[] = frame.fields.find(({ name }) => name === "state")?.values ?? [];
    return frame.fields.filter(isDrawn).map((field) => ({ name: getFieldDisplayName(field, frame), field, times, states }));
  });
  const times = lines.flatMap((line) => line.times);
  const numbers = lines.flatMap(({ field }) => field.values.filter((value: unknown) => value !== null) as number[]);
  const x = scale(Math.min(...times), Math.max(...times), 4, width - 4);
  const y = scale(Math.min(0, ...numbers), Math.max(...numbers), LINE_HEIGHT - 4, 4);
  return (
    <>
      <svg width={width} height={LINE_HEIGHT} role="img" aria-label="lines">
        {lines.flatMap(({ name, field, times }) =>
          unbroken(field.values).map((stretch) => {
            const points = stretch.map(({ index, value }) => `${x(times[index] ?? Number.NaN)},${y(value)}`);
            const key = `${name} ${stretch[0]?.index}`;
            return <path key={key} d={`M${points.join("L")}h1`} fill="none" stroke="currentColor" strokeWidth={2} />;
          }),
        )}
      </svg>
      <ul>
        {lines.map(({ name, field, states }) => (
          <li key={name} data-line={name} data-values={JSON.stringify(field.values)} data-states={JSON.stringify(states)}>
            {name}: {field.values.length > 0 ? text(field, field.values.at(-1)) : "no rows"}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Stretches of values without a null between them. */
function unbroken(values: readonly unknown[]): { index: number; value: number }[][] {
  const stretches: { index: number; value: number }[][] = [];
  let open = false;
  values.forEach((value, index) => {
    if (typeof value !== "number") open = false;
    else if (open) stretches.at(-1)?.push({ index, value });
    else open = stretches.push([{ index, value }]) > 0;
  });
  return stretches;
}

const scale = (low: number, high: number, from: number, to: number) => (value: number) =>
  high > low ? from + ((value - low) / (high - low)) * (to - from) : (from + to) / 2;

/** "table": the first frame's fields as columns. */
export function Table({ frames }: StandInProps) {
  const text = useText();
  const frame = frames[0];
  if (frame === undefined) return null;
  return (
    <table data-rows={frame.length}>
      <thead>
        <tr>
          {frame.fields.map(({ name }) => (
            <th key={name} align="left">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: frame.length }, (_, row) => `${row}`).map((row) => (
          <tr key={row}>
            {frame.fields.map((field) => (
              <td key={field.name} data-column={field.name} data-raw={JSON.stringify(field.values[Number(row)])}>
                {text(field, field.values[Number(row)])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
