import { type DataFrame, FieldType } from "@grafana/data";
import type { KpiClient } from "../../client/client.ts";
import type { Indicator, Roadmap, State } from "../../client/types.ts";
import { hasNumber } from "../../format/states.ts";
import type { KpiQuery } from "../query.ts";
import {
  type Column,
  number,
  pageLinks,
  RATIO,
  reading,
  stateColumn,
  type TableOf,
  tableFrame,
  text,
  valueIn,
} from "../table.ts";

type Asked = Pick<KpiQuery, "refId" | "rows" | "metric" | "project">;

/** The roadmap's indicators, the lines of its horizons, or its projects, each with state, value, coverage and target. */
export async function roadmapFrames(client: KpiClient, asked: Asked, simulated: boolean): Promise<DataFrame[]> {
  const none = { params: {}, query: {} };
  const { indicators } = await client.get("/indicators", none);
  const frame = <Row>(table: Pick<TableOf<Row>, "name" | "rows" | "columns">) => [
    tableFrame({ ...table, refId: asked.refId, simulated }),
  ];
  if (asked.rows === undefined || asked.rows === "indicators")
    return frame({ name: "Roadmap indicators", rows: indicators.filter(within(asked)), columns: INDICATOR_COLUMNS });
  const roadmap = await client.get("/roadmap", none);
  const byId = new Map(indicators.map((indicator) => [indicator.id, indicator]));
  return asked.rows === "horizons"
    ? frame({ name: "Roadmap horizons", rows: horizonRows(roadmap, byId), columns: HORIZON_COLUMNS })
    : frame({ name: "Roadmap projects", rows: projectRows(roadmap, byId, asked), columns: PROJECT_COLUMNS });
}

const within =
  ({ metric, project }: Asked) =>
  (indicator: Indicator): boolean =>
    indicator.kind === "indicator" &&
    (!metric || indicator.metric === metric) &&
    (!project || indicator.projects.some(({ id }) => id === project));

/** The columns that say how it stands with an indicator, the same in all three tables. */
const standing = <Row>(of: (row: Row) => Indicator): Column<Row>[] => [
  { ...text("indicator"), of: (row) => of(row).id, config: pageLinks("indicators", "How it is measured") },
  { ...text("name"), of: (row) => of(row).name },
  { ...text("reading"), of: (row) => reading(numberOf(of(row)), of(row).unit) },
  stateColumn((row) => of(row).state),
  { ...number("coverage"), of: (row) => coverageOf(of(row)), config: { ...RATIO, min: 0, max: 1 } },
  { ...text("target"), of: (row) => of(row).target },
  { ...number("value"), of: (row) => numberOf(of(row)) },
  { ...text("unit"), of: (row) => of(row).unit },
  { ...number("epoch"), of: (row) => of(row).state_epoch },
  { ...text("note"), of: (row) => of(row).note },
  { name: "estimate", type: FieldType.boolean, of: (row) => of(row).estimate },
  { ...number("last value"), of: (row) => of(row).newest?.value },
  { ...number("last epoch"), of: (row) => of(row).newest?.epoch },
];

const numberOf = ({ state, newest }: Indicator): number | null => valueIn(state, newest);
const coverageOf = ({ state, newest }: Indicator): number | null =>
  newest !== null && hasNumber(state) ? newest.coverage : null;

const INDICATOR_COLUMNS: readonly Column<Indicator>[] = [
  { ...text("metric"), of: ({ metric }) => metric },
  ...standing<Indicator>((indicator) => indicator),
  { ...text("projects"), of: ({ projects }) => projects.map(({ id }) => id).join(" ") },
];

interface HorizonRow {
  readonly horizon: string;
  readonly line: string;
  readonly indicator: Indicator;
  /** The least that the line's words ask for, in the indicator's unit; null where they give no such number. */
  readonly from: number | null;
}

const HORIZON_COLUMNS: readonly Column<HorizonRow>[] = [
  { ...text("horizon"), of: ({ horizon }) => horizon },
  { ...text("line"), of: ({ line }) => line },
  ...standing<HorizonRow>(({ indicator }) => indicator),
  { ...number("target from"), of: ({ from }) => from },
  {
    ...number("reached"),
    of: ({ indicator, from }) => {
      const value = numberOf(indicator);
      return value === null || from === null ? null : value / from;
    },
    config: { ...RATIO, description: "Value ÷ the least that the roadmap's words ask for; – where they give no number." },
  },
];

function horizonRows({ horizons }: Roadmap, byId: ReadonlyMap<string, Indicator>): HorizonRow[] {
  return horizons.flatMap(({ id, lines }) =>
    lines.flatMap(({ text: line, target, indicators }) =>
      known(indicators, byId).map((indicator) => ({ horizon: id, line, indicator, from: leastOf(target, indicator.unit) })),
    ),
  );
}

/** Only a target in the unit of the value can be compared with it. A rank is no amount. */
function leastOf(target: Roadmap["horizons"][number]["lines"][number]["target"], unit: string): number | null {
  if (target === null || target.kind === "rank") return null;
  return target.unit === unit.split(";")[0]?.trim() ? target.low : null;
}

interface ProjectRow {
  readonly id: string;
  readonly n: number;
  readonly project: string;
  readonly track: string;
  readonly worksWhen: string;
  /** Its first PRIMARY indicator that has a number, else its first. */
  readonly indicator: Indicator;
  /** PRIMARY indicators that have a number. */
  readonly measured: number;
  readonly of: number;
}

const PROJECT_COLUMNS: readonly Column<ProjectRow>[] = [
  { ...number("n"), of: ({ n }) => n },
  { ...text("id"), of: ({ id }) => id },
  { ...text("project"), of: ({ project }) => project },
  { ...text("track"), of: ({ track }) => track },
  ...standing<ProjectRow>(({ indicator }) => indicator),
  { ...number("measured"), of: ({ measured }) => measured, config: { description: "PRIMARY indicators that have a number." } },
  { ...number("primary"), of: ({ of }) => of, config: { description: "PRIMARY indicators." } },
  { ...text("works when"), of: ({ worksWhen }) => worksWhen },
];

function projectRows(
  { projects, tracks }: Roadmap,
  byId: ReadonlyMap<string, Indicator>,
  { project: only }: Asked,
): ProjectRow[] {
  return projects
    .filter(({ id }) => !only || id === only)
    .flatMap(({ id, n, name, track, primary, works_when: worksWhen }) => {
      const indicators = known(primary.indicators, byId);
      const withNumber = indicators.filter(({ state }) => hasNumber(state));
      const indicator = withNumber[0] ?? indicators[0];
      const trackName = tracks.find((one) => one.n === track)?.name ?? "";
      const counts = { measured: withNumber.length, of: indicators.length };
      return indicator ? [{ id, n, project: name, track: trackName, worksWhen, indicator, ...counts }] : [];
    });
}

const known = (refs: readonly { readonly id: string; readonly state: State }[], byId: ReadonlyMap<string, Indicator>) =>
  refs.flatMap(({ id }) => byId.get(id) ?? []);
