import type { Family } from "../family.ts";

export const hostMissRatio: Family = {
  name: "gonka_host_miss_ratio",
  help: "Missed ÷ (completed + missed) requests in the newest epoch with agreed results; absent where nothing was assigned.",
  labels: ["address"],
  *samples({ hosts }) {
    for (const [address, ratio] of hosts.missRatios) yield [{ address }, ratio];
  },
};
