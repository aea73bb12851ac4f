import type { Family } from "../family.ts";

export const hostProbeAge: Family = {
  name: "gonka_host_probe_age_seconds",
  help: "Time since the vantage point's last probe of the host.",
  labels: ["address", "vantage"],
  *samples({ live }, now) {
    for (const [address, { sights }] of live.hosts)
      for (const { vantage, observedAt } of sights) yield [{ address, vantage }, (now.getTime() - Date.parse(observedAt)) / 1000];
  },
};
