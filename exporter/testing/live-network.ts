import { createHash } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import {
  COMMUNITY_POOL,
  HEAD_POLLS,
  HOST_REPORTS,
  PARAMS,
  PARTICIPANT_STATS,
  PARTICIPANTS,
  POC_SNAPSHOTS,
  POC_VOTING_POWERS,
  PROBE_ROUNDS,
  PROBES,
  SIGNING_INFOS,
  SUPPLY,
  VALIDATORS,
} from "../../storage/facts/tables.ts";
import type { Topic } from "../../storage/facts/topics.ts";
import type { AnswerRows } from "../../storage/write/answer-log.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import { startRun, storedRuns } from "../../storage/write/runs.ts";

/** What of the small network is of now: heads, probes, and what its nodes tell of the running epoch 14. */
export const CHAIN = "gonka-synthetic";
export const NOW = new Date("2026-05-05T18:00:00Z");
export const HEAD = { height: 1450, time: "2026-05-05T17:59:52Z" };
export const MODELS = ["org/model-one", "org/model-two"];
const EPOCH = 14;

/** A moment before NOW. */
export const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000).toISOString();
const nano = (time: string) => new Date(time).toISOString().replace("Z", "000000Z");

/** The PoC of epoch 14 began at 1380 and the epoch at 1400. */
export const SCHEDULE = {
  epoch_length: 100,
  poc_stage_duration: 5,
  poc_exchange_duration: 0,
  poc_validation_delay: 2,
  poc_validation_duration: 8,
  set_new_validators_delay: 5,
};
export const NEXT_POC = 1480;
/** ngonka */
export const SUPPLY_NGONKA = 443_181_451_939_622_918n;
export const POOL_E18 = 1_500_000_000n * 10n ** 18n + 7n;

export const JAILED_UNTIL = "2026-05-05T19:00:00Z";
const REGISTERED = [
  {
    address: "gonka1one",
    inference_url: "http://203.0.113.17:8000/secret?token=1",
    jailed: false,
    ratio: { value: 98n, exponent: -2 },
  },
  { address: "gonka1two", inference_url: "https://user:password@two.example", jailed: true, ratio: { value: 0n, exponent: 0 } },
  { address: "gonka1three", inference_url: "<script>", jailed: null, ratio: null },
];

type Tell = (topic: Topic, epoch: number, subject: string, says: () => readonly AnswerRows[]) => Promise<void>;

/** What the three sources tell alike. */
export async function tellLive(tell: Tell): Promise<void> {
  const epoch = EPOCH;
  await tell("params", 0, "", () => [
    {
      table: PARAMS,
      rows: [{ json: "{}", token_price: null, create_devshard_fee: null, fee_per_nonce: null, weight_scales: [], ...SCHEDULE }],
    },
  ]);
  await tell("participants", epoch, "", () => [{ table: PARTICIPANTS, rows: REGISTERED.map(participantOf) }]);
  await tell("participant_stats", epoch, "", () => [{ table: PARTICIPANT_STATS, rows: REGISTERED.map(statsOf) }]);
  const validators = REGISTERED.filter(({ jailed }) => jailed !== null);
  await tell("validators", epoch, "", () => [
    {
      table: VALIDATORS,
      rows: validators.map(({ address, jailed }) => ({
        epoch,
        operator_address: address.replace("gonka1", "gonkavaloper1"),
        consensus_address: consensusOf(address),
        jailed: jailed === true,
        status: "BOND_STATUS_BONDED",
        tokens: 1n,
        moniker: address === "gonka1one" ? "One GPU " : "",
      })),
    },
  ]);
  await tell("signing_infos", epoch, "", () => [
    {
      table: SIGNING_INFOS,
      rows: validators.map(({ address, jailed }) => ({
        epoch,
        consensus_address: consensusOf(address),
        start_height: 1,
        index_offset: 1n,
        jailed_until: jailed ? JAILED_UNTIL : null,
        tombstoned: false,
        missed_blocks: 0n,
      })),
    },
  ]);
  await tell("supply", epoch, "", () => [{ table: SUPPLY, rows: [{ epoch, denom: "ngonka", amount: SUPPLY_NGONKA }] }]);
  await tell("community_pool", epoch, "", () => [
    { table: COMMUNITY_POOL, rows: [{ epoch, denom: "ngonka", amount_e18: POOL_E18 }] },
  ]);
  await tell("poc_snapshot", epoch, "", () => [
    {
      table: POC_SNAPSHOTS,
      rows: [
        {
          epoch,
          poc_start_height: 1380,
          snapshot_height: 1387,
          generation_start: 1_777_960_000n,
          exchange_end: 1_777_960_030n,
          total_network_weight: 1000n,
        },
      ],
    },
    {
      table: POC_VOTING_POWERS,
      rows: ["gonka1one", "gonka1two"].map((address) => ({
        epoch,
        model_id: MODELS[0] ?? "",
        address,
        voting_power: 450n,
      })),
    },
  ]);
}

/** A key of the right length; what CometBFT makes of it is computed here a second time. */
const keyOf = (address: string) => createHash("sha256").update(`key of ${address}`).digest();
const consensusOf = (address: string) => createHash("sha256").update(keyOf(address)).digest("hex").slice(0, 40).toUpperCase();

const participantOf = ({ address, inference_url }: (typeof REGISTERED)[number]) => ({
  epoch: EPOCH,
  address,
  inference_url,
  status: "ACTIVE",
  validator_key: keyOf(address).toString("base64"),
  join_time_ms: 1_770_000_000_000n,
  join_height: 7,
  epochs_completed: 5,
});

const statsOf = ({ address, ratio }: (typeof REGISTERED)[number]) => ({
  epoch: EPOCH,
  address,
  inference_count: 0n,
  missed_requests: 0n,
  earned_coins: 0n,
  rewarded_coins: 0n,
  burned_coins: 0n,
  validated_inferences: 0n,
  invalidated_inferences: 0n,
  consecutive_invalid_inferences: 0n,
  confirmation_ratio_value: ratio?.value ?? null,
  confirmation_ratio_exponent: ratio?.exponent ?? null,
});

/** What this service saw itself, from two vantage points; the second host is seen by one of them only. */
export async function observeLive(client: ClickHouseClient): Promise<void> {
  const writer = new ObservationWriter(client, CHAIN);
  const poll = (source: string, seconds: number, height: number, time: string) => ({
    source,
    observed_at: ago(seconds),
    told: true,
    height,
    block_time: nano(time),
    catching_up: false,
    detail: "",
  });
  await writer.write(HEAD_POLLS, [
    poll("a", 603, 1350, ago(608)),
    poll("a", 3, HEAD.height, HEAD.time),
    poll("b", 7, HEAD.height, HEAD.time),
    poll("c", 17, HEAD.height - 1, ago(14)),
    { ...poll("c", 2, 1, ago(2)), told: false, height: null, block_time: null, catching_up: null, detail: "timeout" },
  ]);
  const round = (vantage: string, seconds: number, valid = true) => ({
    vantage,
    observed_at: ago(seconds),
    epoch: EPOCH,
    valid,
    control_ok: valid,
    hosts: 3,
    up: 1,
    down: 2,
    unknown: 0,
    maintenance: 0,
    seconds: 5.2,
    detail: valid ? "" : "the control target did not answer",
  });
  await writer.write(PROBE_ROUNDS, [round("fra", 360), round("fra", 60), round("sin", 30)]);
  const probe = (address: string, vantage: string, seconds: number, state: "up" | "down", reason = "") => ({
    vantage,
    observed_at: ago(seconds),
    epoch: EPOCH,
    address,
    state,
    reason,
    health_status: state === "up" ? 200 : null,
    api_status: state === "up" ? 200 : null,
    seconds: state === "up" ? 0.12 : null,
  });
  await writer.write(PROBES, [
    probe("gonka1one", "fra", 360, "down", "timeout"),
    probe("gonka1one", "fra", 60, "up"),
    probe("gonka1one", "sin", 30, "up"),
    probe("gonka1two", "fra", 60, "down", "connection refused"),
    probe("gonka1two", "sin", 30, "up"),
    probe("gonka1three", "fra", 60, "down", "timeout"),
  ]);
  await writer.write(HOST_REPORTS, [
    {
      vantage: "fra",
      observed_at: ago(120),
      epoch: EPOCH,
      address: "gonka1one",
      api_version: "v0.2.15-post5",
      node_version: "v0.2.15",
      mlnodes_told: true,
      mlnodes: [
        { node_id: "node-1", version: "3.0.16" },
        { node_id: "node-2", version: "3.0.15" },
      ],
      identity: "verified",
      bridge_block: 25_000_000n,
    },
    {
      vantage: "fra",
      observed_at: ago(120),
      epoch: EPOCH,
      address: "gonka1two",
      api_version: null,
      node_version: null,
      mlnodes_told: false,
      mlnodes: [],
      identity: "wrong",
      bridge_block: null,
    },
  ]);
  await writer.flush();
  const run = await startRun(storedRuns(client), CHAIN, "heads", "the sources' heads");
  await run.end({ outcome: "done", rows_written: 5, rows_unchanged: 0, errors: 0 });
}
