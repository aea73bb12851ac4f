import type { Family } from "../family.ts";

export const hostUp: Family = {
  name: "gonka_host_up",
  help: "1 while the vantage point reaches the host, 0 while it does not; absent while it can't tell, or a maintenance window is open.",
  labels: ["address", "vantage"],
  *samples({ live }) {
    for (const [address, { sights }] of live.hosts)
      for (const { vantage, state } of sights) {
        if (state === "up") yield [{ address, vantage }, 1];
        if (state === "down") yield [{ address, vantage }, 0];
      }
  },
};
