import type { DataQuery, MetricFindValue } from "@grafana/data";

import type { KpiClient } from "../client/client.ts";
import { readHosts } from "./kinds/hosts.ts";
import { readSeries } from "./read-series.ts";

export type VariableKind = "indicators" | "hosts" | "models" | "labels" | "metrics" | "projects";

/** What a dashboard variable lists. It is stored in dashboards: fields are added, never renamed. */
export interface KpiVariableQuery extends DataQuery {
  kind: VariableKind;
  /** Of indicators: only those of this roadmap metric. */
  metric?: string | undefined;
  /** Of indicators: only those that have a number now. */
  measured?: boolean | undefined;
  /** Of labels: the indicator whose values have the label. */
  indicator?: string | undefined;
  /** Of labels: which. */
  label?: string | undefined;
}

/** Values that a variable can take, with the words that people choose by. @throws KpiError */
export async function findValues(client: KpiClient, asked: Partial<KpiVariableQuery>): Promise<MetricFindValue[]> {
  const none = { params: {}, query: {} };
  switch (asked.kind) {
    case "indicators": {
      const { indicators } = await client.get("/indicators", none);
      return indicators
        .filter(
          ({ metric, newest }) => (!asked.metric || metric === asked.metric) && (asked.measured !== true || newest !== null),
        )
        .map(({ id, name }) => ({ text: `${name} (${id})`, value: id }));
    }
    case "hosts":
      return (await readHosts(client)).hosts.map(({ address, now: { moniker } }) => ({
        text: moniker ? `${moniker} (${short(address)})` : address,
        value: address,
      }));
    case "models":
      return (await client.get("/models", none)).models.map(({ model_id: id }) => ({ text: id, value: id }));
    case "metrics":
      return (await client.get("/roadmap", none)).metrics.map(({ id, name }) => ({ text: `${id} ${name}`, value: id }));
    case "projects":
      return (await client.get("/roadmap", none)).projects.map(({ id, name }) => ({ text: `${id} ${name}`, value: id }));
    case "labels":
      return labelValues(client, asked.indicator ?? "", asked.label ?? "");
    case undefined:
      return [];
  }
}

/** Monikers can be the same; with the ends of the address they are told apart. */
const short = (address: string): string => `${address.slice(0, 9)}…${address.slice(-4)}`;

/** Epochs that are looked through for values of a label. */
const EPOCHS_BACK = 30;

async function labelValues(client: KpiClient, id: string, label: string): Promise<MetricFindValue[]> {
  if (id === "" || label === "") return [];
  const { series } = await client.get("/indicators/{id}", { params: { id }, query: {} });
  const newest = series.find(({ axis }) => axis === "epoch")?.last ?? null;
  if (newest === null) return [];
  const from = String(Math.max(0, Number(newest) - EPOCHS_BACK));
  const { points } = await readSeries(client, id, { axis: "epoch", labels: "all", from });
  const values = new Set(points.flatMap(({ labels }) => labels[label] ?? []));
  return [...values].sort().map((value) => ({ text: value, value }));
}
