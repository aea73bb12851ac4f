import { z } from "zod";
import { chainId, list, time, wholeNumber } from "./common.ts";
import { hostState } from "./live.ts";

export const uptimeQuery = z.strictObject({ days: wholeNumber(1, 90, "How far back; 30 where left out.").default(30) });

const strip = {
  seconds: z
    .strictObject({ up: z.number(), down: z.number(), unknown: z.number(), maintenance: z.number() })
    .meta({ description: "Known time is up, down and maintenance. Reachable is up ÷ (up + down)." }),
  spans: list(z.strictObject({ state: hostState, starts_at: time, ends_at: time, reason: z.string() })).meta({
    description: "Oldest first, without holes from `from` to `to`: what was not probed is unknown.",
  }),
};

export const uptimeAnswer = z
  .strictObject({
    chain_id: chainId,
    address: z.string(),
    from: time.meta({ description: "The beginning of the time asked for, or the first probe where that came later." }),
    to: time,
    first_probed_at: time.nullable().meta({ description: "Null: no vantage point ever probed it, so there are no spans." }),
    agreed: z
      .strictObject(strip)
      .meta({ id: "UptimeStrip", description: "What more than half of the vantage points that could tell say." }),
    vantages: list(z.strictObject({ vantage: z.string(), ...strip }).meta({ id: "VantageStrip" })).meta({
      description: "Those that probed it within the time.",
    }),
  })
  .meta({ id: "HostUptime" });
