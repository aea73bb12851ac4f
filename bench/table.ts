import { type Figure, type Goal, isReached, ratioOf } from "./figure.ts";

const number = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString("en-US") : value >= 10 ? value.toFixed(1) : value.toFixed(3);

function goalText({ of, atLeast, atMost }: Goal, unit: string): string {
  const bound = atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast}`;
  return of === "ratio" ? `${bound} ×` : `${bound} ${unit}`;
}

/** The figures as a plain-text table, one line each and what limits it below. */
export function renderTable(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const ratio = ratioOf(figure);
    const reached = isReached(figure);
    return [
      figure.name,
      `${number(figure.ours)} ${figure.unit}`,
      figure.baseline ? `${number(figure.baseline.value)} ${figure.unit}` : "–",
      ratio === null ? "–" : ratio.toFixed(2),
      figure.goals.map((goal) => goalText(goal, figure.unit)).join(", ") || "–",
      reached === null ? "–" : reached ? "reached" : "NOT reached",
    ];
  });
  const head = ["figure", "ours", "baseline", "ratio", "goal", ""];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  const body = rows.flatMap((row, index) => {
    const figure = figures[index];
    if (!figure) return [];
    const against = figure.baseline ? `against: ${figure.baseline.what}. ` : "";
    return [line(row), `    ${against}Limit: ${figure.limitedBy}.`];
  });
  return [line(head), line(widths.map((width) => "─".repeat(width))), ...body].join("\n");
}

/** The same for a program. */
export const renderJson = (figures: readonly Figure[]): string =>
  JSON.stringify(figures.map((figure) => ({ ...figure, ratio: ratioOf(figure), reached: isReached(figure) })));
