import { z } from "zod";
import { epochNumber, list } from "./common.ts";
import { verdict } from "./network.ts";

export const hardware = z
  .strictObject({
    epoch: epochNumber,
    verdict,
    nodes: list(
      z.strictObject({
        node_id: z.string(),
        status: z.string(),
        models: list(z.string()),
        devices: list(z.strictObject({ device: z.string(), count: z.int().nullable() })).meta({
          description: "Empty: registered without hardware.",
        }),
      }),
    )
      .nullable()
      .meta({ description: "Its ML nodes; null where the sources don't agree." }),
  })
  .nullable()
  .meta({ description: "As the host registered it: nobody measured it. Null where it was never asked for." });

const place = z
  .strictObject({
    value: z.number(),
    rank: z.int().meta({ description: "From the best, 1; equal values share a rank." }),
    of: z.int().meta({ description: "How many hosts have one." }),
    median: z.number(),
  })
  .nullable()
  .meta({ id: "Place", description: "Null where the host has no such number." });

const common = z
  .strictObject({
    version: z.string(),
    share: z.number().meta({ description: "Of the weight of the active hosts that told theirs." }),
  })
  .nullable();

export const peers = z
  .strictObject({
    weight: place.meta({ description: "Among the active hosts of the newest agreed epoch." }),
    confirmation_ratio: place,
    miss_ratio: place.meta({ description: "In the newest epoch with agreed results; the lowest is the best." }),
    reward_gnk: place.meta({ description: "Rewarded and earned in the newest epoch with agreed results, claimed or not." }),
    reward_gnk_per_weight: place.meta({ description: "The same ÷ the weight it had in that epoch." }),
    results_epoch: epochNumber.nullable(),
    api_version: common.meta({ description: "The version that runs on most of the weight." }),
    node_version: common,
  })
  .meta({ id: "HostPeers", description: "How it stands among all hosts, itself included." });

export const limits = z
  .strictObject({
    confirmation_ratio: z.number().nullable().meta({
      description: "Below it a host is excluded for the rest of the epoch (confirmation_poc_params.alpha_threshold).",
    }),
    miss_ratio: z.number().nullable().meta({
      description: "Missed share that the chain's binomial test holds for allowed (validation_params.binom_test_p0).",
    }),
  })
  .meta({ id: "HostLimits", description: "By the chain's parameters in force; null where they don't say." });
