import type { Family } from "../family.ts";

export const hostConfirmationRatio: Family = {
  name: "gonka_host_confirmation_ratio",
  help: "Confirmation PoC ratio of the running epoch, as the chain keeps it.",
  labels: ["address"],
  *samples({ hosts, live }) {
    for (const { address } of hosts.hosts) {
      const ratio = live.facts.confirmationRatios.get(address);
      if (ratio !== undefined) yield [{ address }, ratio];
    }
  },
};
