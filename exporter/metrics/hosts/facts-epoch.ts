import type { Family } from "../family.ts";

export const hostFactsEpoch: Family = {
  name: "gonka_host_facts_epoch",
  help: "Epoch that the host series speak of: weights and exclusions are of members, miss ratios of results.",
  labels: ["facts"],
  *samples({ hosts }) {
    if (hosts.epoch !== null) yield [{ facts: "members" }, hosts.epoch];
    if (hosts.resultsEpoch !== null) yield [{ facts: "results" }, hosts.resultsEpoch];
  },
};
