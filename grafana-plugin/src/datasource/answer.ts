import type { DataFrame, TimeRange } from "@grafana/data";
import type { KpiClient } from "../client/client.ts";
import { eventFrames } from "./kinds/events.ts";
import { hostFrames } from "./kinds/host.ts";
import { hostsFrames } from "./kinds/hosts.ts";
import { indicatorFrames } from "./kinds/indicator.ts";
import { modelsFrames } from "./kinds/models.ts";
import { roadmapFrames } from "./kinds/roadmap.ts";
import { sourcesFrames } from "./kinds/sources.ts";
import type { KpiQuery } from "./query.ts";

/** What a query asks for, as frames. Its variables are filled in. @throws KpiError */
export async function answer(client: KpiClient, query: KpiQuery, range: TimeRange, simulated: boolean): Promise<DataFrame[]> {
  const { refId, kind, host, model } = query;
  switch (kind) {
    case "indicator":
      return perValue(query.indicator, (indicator) => indicatorFrames(client, { ...query, indicator }, null, range, simulated));
    case "host":
      return host ? hostFrames(client, { refId, host }, range, simulated) : hostsFrames(client, refId, simulated);
    case "model":
      return model
        ? perValue(model, (one) => indicatorFrames(client, query, one, range, simulated))
        : modelsFrames(client, refId, simulated);
    case "roadmap":
      return roadmapFrames(client, query, simulated);
    case "sources":
      return sourcesFrames(client, refId, simulated);
    case "events":
      return eventFrames(client, query, range, simulated);
  }
}

/** A variable may stand for several values, which `interpolate` separates by commas; no id has one in it. */
async function perValue(values: string, frames: (value: string) => Promise<DataFrame[]>): Promise<DataFrame[]> {
  return (await Promise.all(values.split(",").map((value) => frames(value.trim())))).flat();
}
