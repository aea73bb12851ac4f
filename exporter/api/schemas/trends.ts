import { z } from "zod";
import { chainId, epochNumber, list } from "./common.ts";

/** About 8 weeks: what a small chart can show. */
export const TREND_EPOCHS = 60;

export const trend = z
  .strictObject({
    indicator: z.string(),
    values: list(z.number().nullable()).meta({
      description: "One for each epoch from `first` to `last`; null where it has no number.",
    }),
    breaks: list(epochNumber).meta({
      description: "Epochs from which on another method or estimator holds: no line may be drawn from the epoch before.",
    }),
  })
  .meta({ id: "Trend" });

export const trendsAnswer = z
  .strictObject({
    chain_id: chainId,
    first: epochNumber.nullable().meta({ description: "Null before the first epoch." }),
    last: epochNumber.nullable(),
    trends: list(trend).meta({
      description: "Of network-wide rows; an indicator without any number in these epochs is not listed.",
    }),
  })
  .meta({ id: "Trends" });
