import type { Family } from "../family.ts";

export const hostState: Family = {
  name: "gonka_host_state",
  help: "1 for the state that the vantage point sees the host in: up, down, unknown or maintenance.",
  labels: ["address", "vantage", "state"],
  *samples({ live }) {
    for (const [address, { sights }] of live.hosts)
      for (const { vantage, state } of sights) yield [{ address, vantage, state }, 1];
  },
};
