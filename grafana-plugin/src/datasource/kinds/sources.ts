import { type DataFrame, FieldType } from "@grafana/data";
import type { KpiClient } from "../../client/client.ts";
import type { Source } from "../../client/types.ts";
import { type Column, number, RATIO, tableFrame, text, timeMs } from "../table.ts";

interface Row {
  readonly name: string;
  readonly health: string | null;
  readonly detail: string | null;
  /** null for one that serves another chain: none of its answers is used. */
  readonly source: Source | null;
}

/** The nodes that are asked, how each answers now, and how often it is odd. */
export async function sourcesFrames(client: KpiClient, refId: string, simulated: boolean): Promise<DataFrame[]> {
  const { sources, refused } = await client.get("/sources", { params: {}, query: {} });
  const asked = sources.map(
    (source): Row => ({
      name: source.source,
      health: source.now?.health ?? null,
      detail: source.now?.detail ?? null,
      source,
    }),
  );
  const others = refused
    .filter(({ source }) => !sources.some((one) => one.source === source))
    .map(
      ({ source, network }): Row => ({ name: source, health: "refused", detail: `it serves the chain ${network}`, source: null }),
    );
  return [tableFrame({ refId, name: "Sources", rows: [...asked, ...others], columns: COLUMNS, simulated })];
}

const COLUMNS: readonly Column<Row>[] = [
  { ...text("source"), of: ({ name }) => name },
  { ...text("health"), of: ({ health }) => health },
  { ...number("height"), of: ({ source }) => source?.now?.height },
  { ...number("lag"), of: ({ source }) => source?.now?.lag_blocks, config: { unit: "suffix:blocks" } },
  { ...number("success ratio"), of: ({ source }) => source?.success_ratio, config: RATIO },
  { ...number("told"), of: ({ source }) => source?.answers.told },
  { ...number("absent"), of: ({ source }) => source?.answers.absent },
  { ...number("can't tell"), of: ({ source }) => source?.answers.unknown },
  { ...number("outvoted"), of: ({ source }) => source?.outvoted },
  { ...number("disputed"), of: ({ source }) => source?.disputed },
  { name: "newest answer", type: FieldType.time, of: ({ source }) => timeMs(source?.newest_answer_at) },
  { name: "polled", type: FieldType.time, of: ({ source }) => timeMs(source?.now?.polled_at) },
  { ...text("detail"), of: ({ detail }) => detail },
];
