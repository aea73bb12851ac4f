import type { Family } from "../family.ts";

export const hostConfirmationWeight: Family = {
  name: "gonka_host_confirmation_weight",
  help: "Weight confirmed by confirmation PoC in the newest agreed epoch.",
  labels: ["address"],
  samples: ({ hosts }) => hosts.hosts.map(({ address, confirmationWeight }) => [{ address }, Number(confirmationWeight)]),
};
