import type { Family } from "../family.ts";

export const collectorAge: Family = {
  name: "gonka_collector_age_seconds",
  help: "Time since a run of the collector last succeeded, by the wall clock; absent where none did for a week.",
  labels: ["collector"],
  *samples({ live }) {
    for (const { kind, last_success_at } of live.collectors)
      if (last_success_at !== null) yield [{ collector: kind }, (Date.now() - Date.parse(last_success_at)) / 1000];
  },
};
