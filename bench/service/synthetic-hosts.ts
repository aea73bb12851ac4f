import { createHash } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
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
import { openStorage } from "../../storage/open.ts";
import { AnswerLog, type AnswerRows } from "../../storage/write/answer-log.ts";

export const CHAIN = "bench-1";
const SOURCES = ["node-a", "node-b", "node-c"];
const MODELS = ["model/one", "model/two"];
const EPOCH_BLOCKS = 15_391;
const FIRST = 100;
const START = Date.parse("2026-05-01T00:00:00Z");

/** When the newest block was made: the clock to evaluate and to serve with. */
export const SYNTHETIC_NOW = (epochs: number) => new Date(timeOf((FIRST + epochs) * EPOCH_BLOCKS));

const timeOf = (height: number) => START + (height - FIRST * EPOCH_BLOCKS) * 5265;
const hash = (what: string) => createHash("sha256").update(what).digest("hex").toUpperCase();
const address = (host: number) => `gonka1${hash(`host ${host}`).slice(0, 38).toLowerCase()}`;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

/** A new data folder below `dir` that holds them, stored and evaluated: what a service can be started on. */
export async function folderOfHosts(dir: string, hosts: number, epochs: number): Promise<string> {
  const dataDir = mkdtempSync(join(dir, "hosts-"));
  const storage = await openStorage({ dataDir });
  await storeHosts(storage.client, hosts, epochs);
  await storage.close();
  return dataDir;
}

/** Stores epochs of a made-up network as three sources told them alike, and evaluates them: what the exporter then serves. */
export async function storeHosts(client: ClickHouseClient, hosts: number, epochs: number): Promise<void> {
  await bindChain(client, CHAIN);
  const numbers = range(epochs).map((index) => FIRST + index);
  const log = await AnswerLog.open(client, CHAIN, numbers);
  const tell = async (topic: Topic, epoch: number, subject: string, rows: readonly AnswerRows[], hash?: string) => {
    const height = (FIRST + epochs) * EPOCH_BLOCKS;
    for (const source of SOURCES)
      await log.record({ topic, epoch, subject, source, outcome: "told", rows, height, final: true, ...(hash ? { hash } : {}) });
  };
  for (const epoch of numbers) {
    const effective_height = epoch * EPOCH_BLOCKS;
    const running = epoch === FIRST + epochs - 1;
    const weight = (host: number) => BigInt(1000 + ((host * 7919 + epoch) % 50_000));
    const group = {
      epoch,
      epoch_group_id: BigInt(epoch),
      poc_start_height: effective_height - 400,
      effective_height,
      last_height: running ? 0 : effective_height + EPOCH_BLOCKS - 1,
      total_weight: range(hosts).reduce((sum, host) => sum + weight(host), 0n),
      number_of_requests: 0n,
      models: MODELS,
      weight_scales: [],
    };
    const members = range(hosts).map((host) => ({
      epoch,
      address: address(host),
      weight: weight(host),
      confirmation_weight: weight(host),
      reputation: 100,
    }));
    await tell("epoch_group", epoch, "", [
      { table: EPOCHS, rows: [group] },
      { table: EPOCH_MEMBERS, rows: members },
    ]);
    for (const [index, model_id] of MODELS.entries()) {
      const served = range(hosts).filter((host) => host % MODELS.length === index);
      await tell("model_group", epoch, model_id, [
        {
          table: MODEL_MEMBERS,
          rows: served.map((host) => ({
            epoch,
            model_id,
            address: address(host),
            weight: weight(host),
            confirmation_weight: weight(host),
            voting_power: 1n,
          })),
        },
        {
          table: EPOCH_NODES,
          rows: served.map((host) => ({
            epoch,
            model_id,
            address: address(host),
            node_id: "node1",
            poc_weight: weight(host),
            pre_poc_slot: true,
            poc_slot: false,
          })),
        },
      ]);
    }
    const excluded = range(hosts).filter((host) => host % 20 === 0);
    await tell("exclusions", epoch, "", [
      {
        table: EXCLUSIONS,
        rows: excluded.map((host) => ({ epoch, address: address(host), reason: "downtime", height: effective_height + 10 })),
      },
    ]);
    await tell("poc_events", epoch, "", []);
    if (!running)
      await tell("epoch_results", epoch, "", [{ table: EPOCH_RESULTS, rows: range(hosts).map((host) => resultOf(epoch, host)) }]);
    await tellHeader(tell, effective_height);
  }
  const newest = (FIRST + epochs) * EPOCH_BLOCKS - 1;
  const head = { height: newest, time: new Date(timeOf(newest)).toISOString(), earliest_height: 1, catching_up: false };
  await tell("head", 0, "", [{ table: HEADS, rows: [head] }]);
  const last = FIRST + epochs - 1;
  const clock = { latest_epoch: last, poc_start_height: last * EPOCH_BLOCKS - 400, effective_epoch: last };
  await tell("clock", 0, "", [{ table: CLOCKS, rows: [clock] }]);
  await log.flush();
  await evaluate(client, { chain: CHAIN, now: SYNTHETIC_NOW(epochs) });
}

const resultOf = (epoch: number, host: number) => ({
  epoch,
  address: address(host),
  inference_count: BigInt(1000 + host),
  missed_requests: BigInt(host % 30),
  earned_coins: 1_000_000_000n,
  rewarded_coins: 5_000_000_000n,
  burned_coins: 0n,
  validated_inferences: 100n,
  invalidated_inferences: 0n,
  claimed: true,
});

type Tell = (topic: Topic, epoch: number, subject: string, rows: readonly AnswerRows[], hash?: string) => Promise<void>;

async function tellHeader(tell: Tell, height: number): Promise<void> {
  const time = new Date(timeOf(height)).toISOString();
  const block = {
    height,
    hash: hash(`block ${height}`),
    time,
    last_block_hash: hash(`block ${height - 1}`),
    proposer: hash("proposer").slice(0, 40),
    num_txs: 1,
    block_size: 5857,
  };
  const said = `${block.hash} ${time.replace("T", " ").replace("Z", "")}000000`;
  await tell("header", 0, String(height), [{ table: BLOCKS, rows: [block] }], said);
}
