import { grafanaUnit } from "../../grafana-plugin/src/format/grafana-unit.ts";
import { unitOfPart } from "../../grafana-plugin/src/format/unit.ts";
import { indicatorById, roadmap } from "../../roadmap/index.ts";
import { type LineOptions, lines, type Size, type Sized, tile } from "./panels.ts";
import { type KpiTarget, series } from "./queries.ts";

/** What the catalogue says of an indicator or auxiliary series. @throws Error where it has none of that id */
function catalogued(id: string): {
  readonly name: string;
  readonly definition: string;
  readonly unit: string;
  readonly labels: readonly string[];
} {
  const found = indicatorById(id) ?? roadmap.auxiliary.find((one) => one.id === id);
  if (!found) throw new Error(`the catalogue has no ${id}`);
  return found;
}

const specOf = (id: string, title: string | undefined) => {
  const { name, definition, unit } = catalogued(id);
  return { title: title ?? name, description: definition, unit: grafanaUnit(unit), about: { indicator: id } };
};

/** An indicator's newest value as a tile. */
export const indicatorTile = (id: string, size: Size = {}): Sized =>
  tile({ ...specOf(id, undefined), ...size, queries: [series(id)] });

/** An indicator's history by epoch, of the network. */
export const indicatorLines = (id: string, options: LineOptions & { readonly axis?: KpiTarget["axis"] } = {}): Sized => {
  const { axis = "epoch", ...rest } = options;
  return lines({ ...specOf(id, undefined), ...rest, queries: [series(id, { axis })] });
};

/** The same, a line for each set of labels. */
export const indicatorByLabel = (id: string, title: string, options: LineOptions = {}): Sized =>
  lines({
    ...specOf(id, title),
    unit: grafanaUnit(unitOfPart(catalogued(id).unit)),
    ...options,
    queries: [series(id, { labels: "all" })],
  });

/** The part of one model, by the board's variable. */
export const indicatorOfModel = (id: string, options: LineOptions = {}): Sized => {
  const { name } = catalogued(id);
  const queries = [{ ...series(id, { kind: "model", model: "$model" }) }] as const;
  return lines({ ...specOf(id, `${name}: $model`), ...options, queries });
};

/** Several series in one chart; they must have one unit. */
export function indicatorsTogether(first: string, others: readonly string[], title: string, options: LineOptions = {}): Sized {
  const spec = specOf(first, title);
  const description = [first, ...others].map((id) => `${catalogued(id).name}: ${catalogued(id).definition}`).join("\n\n");
  return lines({ ...spec, description, ...options, queries: [series(first), ...others.map((id) => series(id))] });
}

/** The history of the indicator that the board's variable names. */
export const chosenIndicator = (): Sized =>
  lines({
    title: "$indicator",
    description: "The chosen indicator by epoch; its unit is the data source's. Gaps are epochs without a number.",
    unit: "short",
    about: { indicator: "$indicator" },
    width: 24,
    queries: [series("$indicator")],
  });
