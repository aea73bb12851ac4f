import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EPOCH_MEMBERS, EPOCHS, EXCLUSIONS, PARAMS, PARTICIPANTS } from "../../storage/facts/tables.ts";
import type { Topic } from "../../storage/facts/topics.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { AnswerLog, type AnswerRows } from "../../storage/write/answer-log.ts";
import { approvedVersions, readSessionNetwork } from "./network.ts";

const CHAIN = "sessions-1";

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("session-network");
});
afterAll(() => store.remove());

async function tell(topic: Topic, epoch: number, rows: readonly AnswerRows[]): Promise<void> {
  const log = await AnswerLog.open(store.client, CHAIN, [epoch]);
  for (const source of ["one", "two", "three"]) {
    await log.record({ topic, epoch, subject: "", source, outcome: "told", rows, height: 100, final: false });
  }
  await log.flush();
}

const epochRow = (epoch: number, effective_height: number) => ({
  ...{ epoch, epoch_group_id: 1n, poc_start_height: 1, effective_height, last_height: 0, total_weight: 3n },
  ...{ number_of_requests: 0n, models: [], weight_scales: [] },
});
const member = (epoch: number, address: string, weight: bigint) => ({
  ...{ epoch, address, weight, confirmation_weight: 0n, reputation: 0 },
});
const participant = (address: string) => ({
  ...{ epoch: 7, address, inference_url: `https://${address}.example`, status: "ACTIVE", validator_key: "" },
  ...{ join_time_ms: null, join_height: 0, epochs_completed: 0 },
});
const params = (json: string) => ({
  ...{ json, token_price: 10n, create_devshard_fee: null, fee_per_nonce: null, weight_scales: [], epoch_length: 100 },
  ...{ poc_stage_duration: 1, poc_exchange_duration: 1, poc_validation_delay: 1, poc_validation_duration: 1 },
  set_new_validators_delay: 1,
});
const hostAt = (address: string) => ({ address, url: `https://${address}.example` });

describe("readSessionNetwork", () => {
  it("knows the active set of the newest epoch that is in effect, everybody's URL, and the approved versions", async () => {
    expect(await readSessionNetwork(store.client, CHAIN)).toBeNull();
    const json = JSON.stringify({ devshard_escrow_params: { approved_versions: [{ name: "v3" }, { name: "v4.1" }] } });
    await tell("params", 0, [{ table: PARAMS, rows: [params(json)] }]);
    expect(await readSessionNetwork(store.client, CHAIN)).toBeNull();
    const members = [member(7, "a", 2n), member(7, "weightless", 0n), member(7, "excluded", 1n)];
    await tell("epoch_group", 7, [
      { table: EPOCHS, rows: [epochRow(7, 700)] },
      { table: EPOCH_MEMBERS, rows: members },
    ]);
    await tell("epoch_group", 8, [
      { table: EPOCHS, rows: [epochRow(8, 0)] },
      { table: EPOCH_MEMBERS, rows: [member(8, "next", 2n)] },
    ]);
    await tell("exclusions", 7, [
      { table: EXCLUSIONS, rows: [{ epoch: 7, address: "excluded", reason: "downtime", height: 9 }] },
    ]);
    const everybody = ["a", "excluded", "next", "weightless"];
    await tell("participants", 7, [{ table: PARTICIPANTS, rows: everybody.map(participant) }]);
    expect(await readSessionNetwork(store.client, CHAIN)).toEqual({
      epoch: 7,
      active: [hostAt("a")],
      members: ["a", "excluded"].map(hostAt),
      everybody: everybody.map(hostAt),
      versions: ["v3", "v4.1"],
    });
  });
});

describe("approvedVersions", () => {
  it("takes names that can be a step of a path, each once; none where the chain has no devshards", () => {
    const of = (...names: string[]) =>
      approvedVersions(JSON.stringify({ devshard_escrow_params: { approved_versions: names.map((name) => ({ name })) } }));
    expect(of("v3", "v4.1", "v3", "../../v1", "", "v5?x=", "v 6")).toEqual(["v3", "v4.1"]);
    expect(approvedVersions("{}")).toEqual([]);
  });
});
