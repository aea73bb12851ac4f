import { newestRounds } from "../../snapshot/live/live.ts";
import type { Family } from "../family.ts";

export const probeRoundValid: Family = {
  name: "gonka_probe_round_valid",
  help: "1 when the vantage point's last round says something of the hosts, 0 when its own connection is in doubt.",
  labels: ["vantage"],
  samples: ({ live }) => newestRounds(live).map(({ vantage, valid }) => [{ vantage }, valid ? 1 : 0]),
};
