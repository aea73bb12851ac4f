import type { Family } from "../family.ts";

export const hostWeight: Family = {
  name: "gonka_host_weight",
  help: "Consensus and reward weight in the newest agreed epoch.",
  labels: ["address"],
  samples: ({ hosts }) => hosts.hosts.map(({ address, weight }) => [{ address }, Number(weight)]),
};
