import { z } from "zod";
import { chainId, list, state } from "./common.ts";
import { horizonTarget } from "./indicators.ts";

const indicatorRef = z.strictObject({ id: z.string(), state }).meta({ id: "IndicatorRef" });
const indicators = list(indicatorRef);

export const project = z
  .strictObject({
    id: z.string(),
    n: z.int(),
    name: z.string(),
    track: z.int(),
    primary: z.strictObject({ words: z.string(), ids: list(z.string()), indicators }),
    secondary: z.strictObject({ words: z.string().nullable(), ids: list(z.string()), indicators }),
    works_when: z.string(),
  })
  .meta({ id: "Project" });

export const roadmapAnswer = z
  .strictObject({
    chain_id: chainId,
    horizons: list(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        goal: z.string(),
        lines: list(z.strictObject({ text: z.string(), target: horizonTarget.nullable(), indicators })),
      }),
    ),
    near_term: list(
      z.strictObject({
        name: z.string(),
        words: list(z.string()),
        tracked: list(z.strictObject({ words: z.string(), indicator: indicatorRef })),
        indicators,
      }),
    ),
    tracks: list(z.strictObject({ n: z.int(), name: z.string(), projects: list(z.string()) })),
    projects: list(project),
    metrics: list(z.strictObject({ id: z.string(), name: z.string(), indicators })),
    track_metrics: list(
      z.strictObject({ id: z.string(), wording: z.string(), where: z.string(), parent: list(z.string()), indicators }),
    ),
  })
  .meta({ id: "Roadmap" });
