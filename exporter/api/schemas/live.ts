import { z } from "zod";
import { HOST_STATES } from "../../../storage/read/live-now.ts";
import { PHASES } from "../../snapshot/live/epoch-clock.ts";
import { chainId, chainInteger, epochNumber, list, time } from "./common.ts";
import { now } from "./indicators.ts";
import { verdict } from "./network.ts";

export const hostState = z.enum(HOST_STATES).meta({
  id: "HostState",
  description:
    "unknown: nobody can tell, because it was not probed lately, the prober's own connection is in doubt, or as many vantage points say " +
    "one thing as another. maintenance: not reachable in a window that it announced.",
});

const agreement = z
  .strictObject({
    state: hostState,
    agreeing: z.int().meta({ description: "Vantage points that say so." }),
    told: z.int().meta({ description: "Vantage points that can tell." }),
    vantages: z.int(),
  })
  .meta({ id: "HostAgreement" });

const sight = z
  .strictObject({
    vantage: z.string(),
    state: hostState,
    reason: z.string().meta({ description: "Why it is not up, in words." }),
    probed_at: time,
    since: time.meta({ description: "No other state was seen since then, as far as the last day goes." }),
    seconds: z.number().nullable().meta({ description: "How long its status took; null where nothing answered." }),
  })
  .meta({ id: "HostSight" });

const report = z
  .strictObject({
    reported_at: time,
    vantage: z.string(),
    api_version: z.string().nullable(),
    node_version: z.string().nullable(),
    mlnodes: list(z.strictObject({ node_id: z.string(), version: z.string() }))
      .nullable()
      .meta({ description: "Null where it did not say." }),
    identity: z.enum(["verified", "wrong", "not_told"]).meta({
      description: "Whether what answers at its URL signs as this host.",
    }),
    bridge_block: z.int().nullable(),
  })
  .meta({ id: "HostReport" });

/** What is known of a host now. */
export const hostNow = z
  .strictObject({
    agreement,
    sights: list(sight).meta({ description: "By vantage point." }),
    report: report.nullable().meta({ description: "What it said of itself within the last day." }),
    status: z.string().nullable().meta({ description: "The chain's word: ACTIVE, INACTIVE, …; null where not agreed." }),
    url_host: z.string().nullable(),
    joined_at: time.nullable(),
    epochs_completed: z.int().nullable(),
    confirmation_ratio: z.number().nullable().meta({ description: "Of the running epoch, as the chain keeps it." }),
    moniker: z.string().nullable().meta({
      description:
        "The name that its validator gave itself; null where it gave none or none is agreed. Others may give the same.",
    }),
    jailed: z.boolean().nullable(),
    jailed_until: time.nullable(),
  })
  .meta({ id: "HostNow" });

export const factStatuses = list(z.strictObject({ topic: z.string(), epoch: epochNumber, verdict })).meta({
  description: "What the sources say together to the newest question of each kind; null facts are explained here.",
});

const round = z
  .strictObject({
    vantage: z.string(),
    observed_at: time,
    epoch: epochNumber,
    valid: z.boolean().meta({ description: "False: the prober's own connection is in doubt; nothing was learnt of any host." }),
    control_ok: z.boolean(),
    hosts: z.int(),
    up: z.int(),
    down: z.int(),
    unknown: z.int(),
    maintenance: z.int(),
    seconds: z.number(),
    detail: z.string(),
  })
  .meta({ id: "ProbeRound" });

export const model = z
  .strictObject({
    model_id: z.string(),
    verdict: verdict.nullable().meta({ description: "Of its group; null where it was never asked." }),
    hosts: z.int().nullable().meta({ description: "Members of its group that have weight in it." }),
    nodes: z.int().nullable(),
    weight: chainInteger.nullable().meta({ description: "Raw: not comparable between models." }),
    vote_margin: z
      .strictObject({ epoch: epochNumber, margin: z.number() })
      .nullable()
      .meta({ description: "Voting power on its PoC ÷ the network's weight − 2/3, a ratio, in the newest PoC that is agreed." }),
  })
  .meta({ id: "Model" });

const headHealth = z.enum(["answers", "catching_up", "cant_tell", "stale", "refused"]);
export const sourceNow = z
  .strictObject({
    health: headHealth.meta({
      description: "By its newest status poll. stale: not polled for two minutes; refused: it serves another chain.",
    }),
    polled_at: time.nullable(),
    detail: z.string(),
    height: z.int().nullable(),
    lag_blocks: z.int().nullable().meta({ description: "Behind the highest head that agreeing sources had told by then." }),
  })
  .meta({ id: "SourceNow" });

export const nowAnswer = z
  .strictObject({
    chain_id: chainId,
    simulated: z.boolean().meta({ description: "Whether this chain is a simulated network: nothing of it is real." }),
    now,
    head: z.strictObject({
      verdict,
      height: z.int().nullable(),
      time: time.nullable(),
      age_seconds: z.number().nullable(),
      agreeing: z.int(),
      odd: list(z.string()).meta({ description: "Sources that the majority contradicts." }),
    }),
    halt: z.strictObject({
      halted: z.boolean().nullable().meta({ description: "Null: nobody can tell." }),
      height: z.int().nullable().meta({ description: "The last block before it stood still." }),
      block_time: time.nullable(),
      seen_at: time.nullable(),
      sources: list(z.string()),
    }),
    epoch: z.strictObject({
      verdict,
      effective: epochNumber.nullable(),
      latest: epochNumber.nullable().meta({ description: "The newest; its PoC has begun." }),
      phase: z.enum(PHASES).nullable().meta({
        description: "Of the newest epoch. changeover: its members are known and take over next. Null: not known.",
      }),
      phase_blocks_left: z.int().nullable(),
      blocks_left: z.int().nullable().meta({ description: "Until the next PoC starts." }),
      events: list(
        z.strictObject({
          name: z.enum(["poc_start", "poc_validation_start", "settlement", "epoch_effective", "next_poc_start"]),
          height: z.int(),
          blocks_left: z.int().meta({ description: "0 or less for what has happened." }),
          estimated_at: time
            .nullable()
            .meta({ description: "An estimate by block_time; null while the chain stands, and for what has happened." }),
        }),
      ).meta({ description: "Where the stages of the newest epoch begin, in order." }),
      block_time: z
        .strictObject({ seconds: z.number(), basis: z.string() })
        .nullable()
        .meta({ description: "Mean seconds between blocks, and which blocks that is of: what estimates rest on." }),
    }),
    hosts: z.strictObject({
      epoch: epochNumber.nullable(),
      states: z
        .strictObject({ up: z.int(), down: z.int(), unknown: z.int(), maintenance: z.int() })
        .nullable()
        .meta({ description: "Active hosts by the agreed state; null while the active hosts are not known." }),
      probed: z.boolean().meta({ description: "Whether any host was probed within the last day." }),
      rounds: list(round).meta({ description: "The newest round of each vantage point." }),
    }),
    models: list(model),
    coins: z.strictObject({
      supply_ngonka: chainInteger.nullable(),
      community_pool_ngonka: chainInteger.nullable(),
    }),
    facts: factStatuses,
    sources: list(
      z.strictObject({ source: z.string(), network: z.string().nullable(), odd: z.boolean(), ...sourceNow.shape }),
    ).meta({
      description: "Every source that was asked lately, and those that were refused because they serve another chain.",
    }),
    collectors: list(
      z.strictObject({
        collector: z.string(),
        last_success_at: time.nullable(),
        age_seconds: z.number().nullable().meta({ description: "Since then." }),
        last_started_at: time,
        last_outcome: z.string().nullable().meta({ description: "Of the run that ended last; null where none did." }),
        last_detail: z.string().nullable(),
      }),
    ).meta({ description: "Runs of the last week, on the wall's clock." }),
  })
  .meta({ id: "Now" });
