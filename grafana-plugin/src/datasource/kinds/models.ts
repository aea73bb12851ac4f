import type { DataFrame } from "@grafana/data";
import type { KpiClient } from "../../client/client.ts";
import type { Model } from "../../client/types.ts";
import { type Column, chainNumber, notice, number, RATIO, tableFrame, text } from "../table.ts";

/** Every model's group as it is now. */
export async function modelsFrames(client: KpiClient, refId: string, simulated: boolean): Promise<DataFrame[]> {
  const { epoch, models } = await client.get("/models", { params: {}, query: {} });
  const told = `Groups of epoch ${epoch ?? "–"}, the newest that is agreed.`;
  return [tableFrame({ refId, name: "Models", rows: models, columns: COLUMNS, simulated, notices: [notice("info", told)] })];
}

const COLUMNS: readonly Column<Model>[] = [
  { ...text("model"), of: ({ model_id: id }) => id },
  { ...text("verdict"), of: ({ verdict }) => verdict, config: { description: "What the sources say together of its group." } },
  { ...number("hosts"), of: ({ hosts }) => hosts },
  { ...number("nodes"), of: ({ nodes }) => nodes },
  {
    ...number("weight"),
    of: ({ weight }) => chainNumber(weight),
    config: { description: "Raw: not comparable between models." },
  },
  {
    ...number("margin to 2/3"),
    of: ({ vote_margin: vote }) => vote?.margin,
    config: { ...RATIO, description: "Voting power on its PoC ÷ the network's weight − 2/3, in the newest PoC that is agreed." },
  },
  { ...number("epoch of the margin"), of: ({ vote_margin: vote }) => vote?.epoch },
];
