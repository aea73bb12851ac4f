import type { ClickHouseClient } from "@clickhouse/client";
import { evaluate } from "../../indicators/evaluator/evaluate.ts";
import { bindChain } from "../../storage/chain-identity.ts";
import {
  BLOCKS,
  CLOCKS,
  EPOCH_MEMBERS,
  EPOCH_NODES,
  EPOCH_RESULTS,
  EPOCHS,
  EXCLUSIONS,
  HEADS,
  MODEL_MEMBERS,
} from "../../storage/facts/tables.ts";
import type { Topic } from "../../storage/facts/topics.ts";
import { AnswerLog, type AnswerRows } from "../../storage/write/answer-log.ts";
import { CHAIN, HEAD, MODELS, NOW, observeLive, tellLive } from "./live-network.ts";

export { CHAIN, HEAD, MODELS, NOW };

/**
 * A small network of four hosts and three sources, with one of each trouble: epoch 12 was never collected, source c lies about the weights
 * of epoch 11, the results of epoch 13 are disputed, one model group of the running epoch 14 is lost, and its results don't exist yet.
 */
export const EPOCHS_COLLECTED = [10, 11, 13, 14];
const DAY = 86_400_000;

/** Epochs last a day, from 06:00 UTC. */
export const startOf = (epoch: number) => new Date(Date.parse("2026-05-01T06:00:00Z") + (epoch - 10) * DAY).toISOString();

export const MEMBERS = [
  { address: "gonka1one", weight: 600n, confirmation_weight: 590n },
  { address: "gonka1two", weight: 300n, confirmation_weight: 300n },
  { address: "gonka1three", weight: 100n, confirmation_weight: 40n },
  { address: "gonka1four", weight: 0n, confirmation_weight: 0n },
];

/** Of every epoch but 13 and 14; the last one is of no member. */
export const RESULTS = [
  { address: "gonka1one", inference_count: 900n, missed_requests: 100n, invalidated_inferences: 5n },
  { address: "gonka1two", inference_count: 450n, missed_requests: 50n, invalidated_inferences: 0n },
  { address: "gonka1three", inference_count: 0n, missed_requests: 0n, invalidated_inferences: 0n },
  { address: "gonka1outsider", inference_count: 10n, missed_requests: 0n, invalidated_inferences: 0n },
];

/** Epoch 14 excluded one member. */
export const EXCLUDED = { address: "gonka1three", reason: "downtime", height: 1420 };

const SOURCES = ["a", "b", "c"] as const;
type Said = readonly AnswerRows[] | "absent" | "unknown";

/** Stores what the three sources say and evaluates it. */
export async function fillSmallNetwork(client: ClickHouseClient): Promise<void> {
  await bindChain(client, CHAIN);
  const log = await AnswerLog.open(client, CHAIN, EPOCHS_COLLECTED);
  const tell = async (topic: Topic, epoch: number, subject: string, says: (source: string) => Said, hash?: string) => {
    for (const source of SOURCES) {
      const said = says(source);
      const question = { topic, epoch, subject, source };
      const final = epoch > 0 && epoch < 14;
      if (said === "unknown") await log.record({ ...question, outcome: "unknown", detail: "timeout" });
      else if (said === "absent") await log.record({ ...question, outcome: "absent", height: HEAD.height, final: false });
      else await log.record({ ...question, outcome: "told", rows: said, height: HEAD.height, final, ...(hash ? { hash } : {}) });
    }
  };
  for (const epoch of EPOCHS_COLLECTED) {
    await tell("epoch_group", epoch, "", (source) => rootOf(epoch, epoch === 11 && source === "c" ? 9n : 0n));
    for (const model of MODELS)
      await tell("model_group", epoch, model, () => (epoch === 14 && model === MODELS[1] ? "unknown" : groupOf(epoch, model)));
    const excluded = epoch === 14 ? [{ epoch, ...EXCLUDED }] : [];
    await tell("exclusions", epoch, "", () => [{ table: EXCLUSIONS, rows: excluded }]);
    await tell("epoch_results", epoch, "", (source) => {
      if (epoch === 14) return "absent";
      if (epoch === 13) return source === "c" ? "unknown" : resultsOf(epoch, source === "a" ? 1n : 2n);
      return resultsOf(epoch, 0n);
    });
  }
  for (const epoch of [10, 11, 12, 13, 14]) {
    const block = blockOf(epoch * 100, startOf(epoch));
    const time = block.time.replace("T", " ").replace("Z", "000000");
    await tell("header", 0, String(block.height), () => [{ table: BLOCKS, rows: [block] }], `${block.hash} ${time}`);
  }
  await tell("head", 0, "", (source) => [
    { table: HEADS, rows: [{ ...HEAD, height: HEAD.height + (source === "c" ? 1 : 0), earliest_height: 1, catching_up: false }] },
  ]);
  await tell("clock", 0, "", () => [
    { table: CLOCKS, rows: [{ latest_epoch: 14, poc_start_height: 1380, effective_epoch: 14 }] },
  ]);
  await tellLive(tell);
  await log.flush();
  await observeLive(client);
  await evaluate(client, { chain: CHAIN, now: NOW });
  const health = { chain_id: CHAIN, run_id: "00000000-0000-4000-8000-000000000000", observed_at: "2026-05-05 17:59:58.000" };
  await client.insert({
    table: "source_health",
    format: "JSONEachRow",
    values: [
      { ...health, source: "a", route: "epoch_group_data/{epoch}", outcome: "answered", requests: 30, bytes: 9000, seconds: 3.5 },
      { ...health, source: "a", route: "params", outcome: "timeout", requests: 10, bytes: 0, seconds: 150 },
    ],
  });
}

function rootOf(epoch: number, lie: bigint): AnswerRows[] {
  const group = {
    epoch,
    epoch_group_id: BigInt(epoch),
    poc_start_height: epoch * 100 - 20,
    effective_height: epoch * 100,
    last_height: epoch === 14 ? 0 : epoch * 100 + 99,
    total_weight: 1000n + lie,
    number_of_requests: 0n,
    models: MODELS,
    weight_scales: [],
  };
  const members = MEMBERS.map((member, index) => ({
    epoch,
    ...member,
    weight: member.weight + (index === 0 ? lie : 0n),
    reputation: 0,
  }));
  return [
    { table: EPOCHS, rows: [group] },
    { table: EPOCH_MEMBERS, rows: members },
  ];
}

/** The three hosts with weight serve the first model, the first host alone the second. */
function groupOf(epoch: number, model_id: string): AnswerRows[] {
  const members = MEMBERS.slice(0, model_id === MODELS[0] ? 3 : 1);
  const base = { epoch, model_id };
  return [
    { table: MODEL_MEMBERS, rows: members.map((member) => ({ ...base, ...member, voting_power: member.weight })) },
    {
      table: EPOCH_NODES,
      rows: members.flatMap(({ address, weight }) =>
        ["node-1", "node-2"].map((node_id) => ({
          ...base,
          address,
          node_id,
          poc_weight: weight / 2n,
          pre_poc_slot: true,
          poc_slot: null,
        })),
      ),
    },
  ];
}

function resultsOf(epoch: number, lie: bigint): AnswerRows[] {
  const rows = RESULTS.map((result) => ({
    epoch,
    ...result,
    earned_coins: result.inference_count * 10n + lie,
    rewarded_coins: result.inference_count * 7n,
    burned_coins: 0n,
    validated_inferences: 1n,
    claimed: true,
  }));
  return [{ table: EPOCH_RESULTS, rows }];
}

const blockOf = (height: number, time: string) => ({
  height,
  hash: height.toString(16).toUpperCase().padStart(64, "0"),
  time,
  last_block_hash: "",
  proposer: "",
  num_txs: 0,
  block_size: 0,
});
