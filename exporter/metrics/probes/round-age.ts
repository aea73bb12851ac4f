import { newestRounds } from "../../snapshot/live/live.ts";
import type { Family } from "../family.ts";

export const probeRoundAge: Family = {
  name: "gonka_probe_round_age_seconds",
  help: "Time since the vantage point's last round of probes.",
  labels: ["vantage"],
  samples: ({ live }, now) =>
    newestRounds(live).map(({ vantage, observed_at }) => [{ vantage }, (now.getTime() - Date.parse(observed_at)) / 1000]),
};
