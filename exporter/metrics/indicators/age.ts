import { ageSeconds } from "../../snapshot/indicators.ts";
import type { Family } from "../family.ts";

export const indicatorAge: Family = {
  name: "gonka_indicator_age_seconds",
  help: "Time from the end of the epoch of gonka_indicator_value until now; 0 while that epoch runs.",
  labels: ["indicator"],
  *samples({ indicators }, now) {
    for (const { id, newest } of indicators) {
      const age = newest && ageSeconds(newest, now);
      if (age !== null) yield [{ indicator: id }, age];
    }
  },
};
