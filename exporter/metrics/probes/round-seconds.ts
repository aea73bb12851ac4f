import { newestRounds } from "../../snapshot/live/live.ts";
import type { Family } from "../family.ts";

export const probeRoundSeconds: Family = {
  name: "gonka_probe_round_seconds",
  help: "How long the vantage point's last round of probes took.",
  labels: ["vantage"],
  samples: ({ live }) => newestRounds(live).map(({ vantage, seconds }) => [{ vantage }, seconds]),
};
