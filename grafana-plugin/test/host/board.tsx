import { type DataFrame, type FieldConfig, standardTransformers } from "@grafana/data";
import React, { type CSSProperties, type ReactNode } from "react";
import { useParams } from "react-router-dom";
import { lastValueFrom, of } from "rxjs";
import { fillIn } from "./address.ts";
import { framesOf, kpiPanel, Loaded } from "./loading.tsx";
import { SETTINGS } from "./services.ts";
import { Table, TimeSeries } from "./stand-ins.tsx";

/** Of a board's JSON what this host reads. */
interface Board {
  readonly title: string;
  readonly panels: readonly Panel[];
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly datasource?: { readonly type: string } }[];
  readonly transformations?: readonly { readonly id: string; readonly options: object }[];
  readonly fieldConfig?: { readonly defaults: FieldConfig };
}

/** A unit of the board's grid in pixels, as on a page 1440 px wide. */
const [UNIT_WIDTH, UNIT_HEIGHT] = [59, 38];

/** A board of `/boards/{uid}`: panels of the plugin's data source with its frames, those of others with a word that they are not asked here. */
export function BoardPage() {
  const { uid = "" } = useParams();
  return <Loaded key={uid} load={() => board(uid)} />;
}

async function board(uid: string): Promise<ReactNode> {
  const answer = await fetch(`/boards/${uid}`);
  if (!answer.ok) throw new Error(`there is no board ${uid}`);
  const { title, panels } = (await answer.json()) as Board;
  return (
    <main data-board={uid}>
      <h1>{title}</h1>
      <div style={{ display: "grid", gridTemplateColumns: "repeat(24, 1fr)", gridAutoRows: UNIT_HEIGHT, fontSize: 11 }}>
        {panels.map((panel) => (
          <section key={panel.id} data-panel={panel.id} data-type={panel.type} aria-label={panel.title} style={placeOf(panel)}>
            {panel.type === "row" ? <h2>{panel.title}</h2> : <h3>{fillIn(panel.title)}</h3>}
            {panel.type === "row" ? null : <Loaded load={() => content(panel)} />}
          </section>
        ))}
      </div>
    </main>
  );
}

const placeOf = ({ gridPos: { x, y, w, h } }: Panel): CSSProperties => ({
  gridColumn: `${x + 1} / span ${w}`,
  gridRow: `${y + 1} / span ${h}`,
  overflow: "auto",
  padding: 8,
});

async function content(panel: Panel): Promise<ReactNode> {
  const { type, targets = [], gridPos } = panel;
  const others = [...new Set(targets.map(({ datasource }) => datasource?.type ?? "none"))].filter((id) => id !== SETTINGS.type);
  if (others.length > 0) return <p data-not-asked>{others.join(", ")} is not asked here.</p>;
  const asked = await framesOf(targets);
  const frames = (await transformed(asked, panel)).map((frame) => withDefaults(frame, panel));
  const rows = frames.reduce((sum, { length }) => sum + length, 0);
  const [width, height] = [gridPos.w * UNIT_WIDTH - 16, gridPos.h * UNIT_HEIGHT - 48];
  return (
    <div data-frames={frames.length} data-rows={rows}>
      {type === "gonka-kpi-panel" ? await kpiPanel(frames, width, height) : standIn(type, frames, width)}
    </div>
  );
}

function standIn(type: string, frames: readonly DataFrame[], width: number): ReactNode {
  switch (type) {
    case "timeseries":
      return <TimeSeries frames={frames} width={width} />;
    case "table":
      return <Table frames={frames} width={width} />;
    default:
      throw new Error(`this host has no stand-in for the panel ${type}`);
  }
}

/** By Grafana's own published transformer. */
async function transformed(given: readonly DataFrame[], { transformations = [] }: Panel): Promise<DataFrame[]> {
  let frames = of([...given]);
  for (const { id, options } of transformations) {
    const { filterFieldsByNameTransformer: known } = standardTransformers;
    if (id !== known.id) throw new Error(`this host has no transformation ${id}`);
    frames = frames.pipe(known.operator(options, { interpolate: fillIn }));
  }
  return lastValueFrom(frames);
}

/** What the panel sets for all fields holds where the data source says nothing. */
const withDefaults = (frame: DataFrame, { fieldConfig }: Panel): DataFrame => ({
  ...frame,
  fields: frame.fields.map((field) => ({ ...field, config: { ...fieldConfig?.defaults, ...field.config } })),
});
