import { z } from "zod";
import { roadmap, STATES } from "../../../roadmap/index.ts";
import { route } from "../route.ts";
import { nothing } from "../schemas/common.ts";
import { indicatorsAnswer } from "../schemas/indicators.ts";
import { minuteOf, summaryOf } from "./summary.ts";

const oneOf = (values: readonly string[]) => {
  const sorted = [...new Set(values)].sort();
  return z.enum(sorted, `expected one of ${sorted.join(", ")}`).optional();
};

const query = z.strictObject({
  metric: oneOf(roadmap.indicators.map(({ metric }) => metric)).meta({ description: "The roadmap metric it measures." }),
  state: oneOf(STATES).meta({ description: "The state of its newest bucket." }),
  part: oneOf(roadmap.indicators.map(({ part }) => part)),
});

export const indicators = route({
  path: "/indicators",
  summary: "All indicators and auxiliary series: what they mean, their state and newest number.",
  params: nothing,
  query,
  answer: indicatorsAnswer,
  handle: ({ snapshot, now }, _, { metric, state, part }) => {
    const minute = minuteOf(now);
    return {
      chain_id: snapshot.chain,
      now: minute.toISOString(),
      indicators: snapshot.indicators
        .map((status) => summaryOf(status, snapshot.verified, minute))
        .filter(
          (one) =>
            (metric === undefined || one.metric === metric) &&
            (state === undefined || one.state === state) &&
            (part === undefined || one.part === part),
        ),
    };
  },
});
