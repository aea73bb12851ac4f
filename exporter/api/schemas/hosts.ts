import { z } from "zod";
import { chainId, chainInteger, epochNumber, fromEpoch, limit, list, next, time, toEpoch, wholeNumber } from "./common.ts";
import { hardware, limits, peers } from "./host-standing.ts";
import { factStatuses, hostNow } from "./live.ts";

const exclusions = list(z.strictObject({ reason: z.string(), height: z.int() }))
  .nullable()
  .meta({ description: "Null where the epoch's exclusions are not agreed." });
const excluded = z.boolean().nullable();
const missRatio = z
  .number()
  .nullable()
  .meta({ description: "Missed ÷ (completed + missed); null where nothing was assigned, or the results are not known." });

const models = list(z.string())
  .nullable()
  .meta({ description: "In whose agreed groups of the newest epoch it has weight; null where no group is agreed." });

export const hostsQuery = z.strictObject({
  limit: limit(100, 1000),
  offset: wholeNumber(0, 10_000_000, "How many hosts to leave out, heaviest first.").default(0),
});

export const hostsAnswer = z
  .strictObject({
    chain_id: chainId,
    epoch: epochNumber.nullable().meta({ description: "The newest agreed epoch; null before the first." }),
    results_epoch: epochNumber.nullable().meta({ description: "The newest epoch with agreed results: of its miss ratios." }),
    facts: factStatuses,
    total: z.int(),
    total_weight: chainInteger,
    hosts: list(
      z
        .strictObject({
          address: z.string(),
          rank: z.int(),
          weight: chainInteger,
          share: z.number().nullable().meta({ description: "Of the weight of all members." }),
          confirmation_weight: chainInteger,
          reputation: z.int(),
          excluded,
          exclusions,
          miss_ratio: missRatio,
          models,
          now: hostNow,
        })
        .meta({ id: "Host" }),
    ),
    next,
  })
  .meta({ id: "Hosts" });

export const hostQuery = z.strictObject({ from: fromEpoch, to: toEpoch, limit: limit(100, 1000) });

export const hostAnswer = z
  .strictObject({
    chain_id: chainId,
    address: z.string(),
    now: hostNow,
    models,
    hardware,
    peers,
    limits,
    facts: factStatuses,
    epochs: list(
      z
        .strictObject({
          epoch: epochNumber,
          starts_at: time.nullable(),
          ends_at: time.nullable(),
          member: z.strictObject({ weight: chainInteger, confirmation_weight: chainInteger, reputation: z.int() }).nullable(),
          excluded,
          exclusions,
          results: z
            .strictObject({
              inference_count: chainInteger,
              missed_requests: chainInteger,
              validated_inferences: chainInteger,
              invalidated_inferences: chainInteger,
              earned_coins: chainInteger.meta({ description: "ngonka" }),
              rewarded_coins: chainInteger.meta({ description: "ngonka" }),
              claimed: z.boolean(),
            })
            .nullable(),
          miss_ratio: missRatio,
        })
        .meta({ id: "HostEpoch" }),
    ).meta({ description: "Newest first: epochs of which agreed facts name the host." }),
    next,
  })
  .meta({ id: "HostDetail" });
