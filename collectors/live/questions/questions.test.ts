import { afterEach, describe, expect, it } from "vitest";
import type { LiveQuestion } from "../pinned.ts";
import { CLOSING_QUESTIONS, EPOCH_QUESTIONS, REGISTRY_QUESTIONS } from "./index.ts";
import { maintenance } from "./maintenance.ts";
import { pocDelegations } from "./poc-delegations.ts";
import { pocSnapshot } from "./poc-snapshot.ts";
import { preservedNodes } from "./preserved-nodes.ts";
import {
  BUSY,
  type GatewayNode,
  gatewayNode,
  NOT_FOUND,
  quickContext,
  type Said,
  says,
  toldRows,
} from "./testing/gateway-node.ts";
import { upgradePlan } from "./upgrade-plan.ts";

const PIN = { epoch: 7, height: 421 };
const P = "/productscience/inference/inference";
const LAST = { next_key: null, total: "0" };

const counters = {
  inference_count: "1",
  missed_requests: "2",
  earned_coins: "3",
  rewarded_coins: "4",
  burned_coins: "5",
  validated_inferences: "6",
  invalidated_inferences: "7",
};
const participant = (address: string) => ({
  index: address,
  address,
  weight: -1,
  join_time: "1757663348107",
  join_height: "78",
  last_inference_time: "0",
  inference_url: "http://host.example:8000",
  status: "ACTIVE",
  coin_balance: "0",
  validator_key: "+H6yZDd8rfHaqcmQHaFMtlVmH/CRGWamlSqsI6vhntA=",
  consecutive_invalid_inferences: "8",
  worker_public_key: "",
  epochs_completed: 36,
  current_epoch_stats: { ...counters, invalidLLR: null, inactiveLLR: null, confirmationPoCRatio: { value: "78", exponent: -2 } },
});
const reservation = (id: string, status: string, participantOf = "a") => ({
  reservation_id: id,
  participant: participantOf,
  start_height: "430",
  duration_blocks: "15",
  created_by: participantOf,
  status: `MAINTENANCE_RESERVATION_STATUS_${status}`,
  activation_warning: "",
});
const maintained = (active: object | null, scheduled: object | null) =>
  says({ state: null, active_reservation: active, scheduled_reservation: scheduled, found: true });
const votes = {
  yes_count: "340282366920938463463374607431768211455",
  abstain_count: "1",
  no_count: "2",
  no_with_veto_count: "3",
};
const NO_VOTES = { yes_count: "0", abstain_count: "0", no_count: "0", no_with_veto_count: "0" };
const proposal = (id: string, status: string) => ({
  id,
  messages: [{ "@type": "/inference.inference.MsgRegisterModel", id: "zai-org/GLM" }],
  status: `PROPOSAL_STATUS_${status}`,
  final_tally_result: NO_VOTES,
  submit_time: "2026-11-22T14:37:41.501198665Z",
  deposit_end_time: "2026-11-22T14:39:41.501198665Z",
  total_deposit: [],
  voting_start_time: "0001-01-01T00:00:00Z",
  voting_end_time: null,
  metadata: "",
  title: "t",
  summary: "",
  proposer: "a",
  expedited: false,
  failed_reason: "",
});
const snapshot = {
  poc_stage_start_height: "400",
  snapshot_height: "410",
  app_hash: "e6",
  generation_start_timestamp: "1795358735",
  exchange_end_timestamp: "1795358748",
  model_voting_powers: [{ model_id: "m", voting_powers: [{ address: "a", voting_power: "131" }] }],
  total_network_weight: "328",
};

/** One small network, as its gateway would tell it. */
const NETWORK: Readonly<Record<string, Said>> = {
  [`${P}/participant?pagination.limit=1000`]: says({
    participant: [participant("a")],
    pagination: { next_key: "YQ==", total: "0" },
    block_height: "421",
  }),
  [`${P}/participant?pagination.limit=1000&pagination.key=YQ==`]: says({
    participant: [participant("b")],
    pagination: LAST,
    block_height: "421",
  }),
  [`${P}/hardware_nodes_all`]: says({
    nodes: [
      {
        participant: "a",
        hardware_nodes: [
          {
            local_id: "n1",
            status: "INFERENCE",
            models: ["m"],
            hardware: [{ type: "H100", count: 8 }],
            host: "h",
            port: "1",
            version: "3.0",
          },
        ],
      },
    ],
  }),
  [`${P}/tokenomics_data`]: says({
    tokenomics_data: { total_fees: "1", total_subsidies: "2", total_refunded: "3", total_burned: "18446744073709551615" },
  }),
  [`${P}/settle_amount?pagination.limit=1000`]: says({
    settle_amount: [
      { participant: "a", reward_coins: "5", work_coins: "6", epoch_index: "3", seed_signature: "", last_claim_attempt: "0" },
    ],
    pagination: LAST,
  }),
  [`${P}/all_model_capacities`]: says({
    model_capacities: [
      { model_id: "n", capacity: "7" },
      { model_id: "m", capacity: "18446744073709551615" },
    ],
  }),
  [`${P}/preserved_nodes_snapshot`]: says({
    snapshot: {
      episode_anchor_height: "400",
      model_preserved_nodes: [{ model_id: "m", participants: [{ participant_id: "a", node_ids: ["n1"] }] }],
    },
    found: true,
  }),
  [`${P}/poc_validation_snapshot/400`]: says({ snapshot, found: true }),
  [`${P}/poc_delegation/a`]: says({
    delegations: [{ model_id: "m", delegator: "a", delegate_to: "b" }],
    refusals: [],
    intents: [],
  }),
  [`${P}/poc_delegation/b`]: says({ delegations: [], refusals: [{ model_id: "m", participant: "b" }], intents: [] }),
  [`${P}/maintenance_active`]: says({ reservations: [reservation("1", "ACTIVE")] }),
  [`${P}/maintenance_status/a`]: maintained(reservation("1", "ACTIVE"), reservation("2", "SCHEDULED")),
  [`${P}/maintenance_status/b`]: maintained(null, null),
  [`${P}/models_all?pagination.limit=100`]: says({
    model: [
      {
        proposed_by: "gov",
        id: "m",
        units_of_compute_per_token: "1000",
        context_window: "0",
        quantization: "",
        coins_per_input_token: "0",
        coins_per_output_token: "0",
        hf_repo: "m",
        hf_commit: "",
        model_args: [],
        v_ram: "320",
        throughput_per_nonce: "1500",
        validation_threshold: { value: "85", exponent: -2 },
      },
    ],
    pagination: LAST,
  }),
  "/cosmos/gov/v1/proposals?pagination.limit=100": says({
    proposals: [proposal("1", "PASSED"), proposal("2", "VOTING_PERIOD"), proposal("3", "VOTING_PERIOD")],
    pagination: LAST,
  }),
  "/cosmos/gov/v1/proposals/2/tally": says({ tally: votes }),
  "/cosmos/gov/v1/proposals/3/tally": BUSY,
  "/cosmos/upgrade/v1beta1/current_plan": says({
    plan: { name: "v0.2.15", time: "0001-01-01T00:00:00Z", height: "5316315", info: "", upgraded_client_state: null },
  }),
};

const context = quickContext();
let node: GatewayNode | undefined;
afterEach(async () => {
  await node?.close();
  node = undefined;
});

async function ask(question: LiveQuestion, changes: Readonly<Record<string, Said>> = {}) {
  node = await gatewayNode((path) => ({ ...NETWORK, ...changes })[path]);
  return question.ask(context, node.source, PIN);
}

const ALL: readonly LiveQuestion[] = [
  ...EPOCH_QUESTIONS,
  ...CLOSING_QUESTIONS,
  ...REGISTRY_QUESTIONS,
  pocSnapshot(8, 400),
  pocDelegations(["a", "b"]),
  maintenance(["a", "b"]),
];
const nameOf = (question: LiveQuestion) =>
  question
    .questions(PIN)
    .map(({ topic }) => topic)
    .join(" and ");

describe.each(ALL.map((question) => [nameOf(question), question] as const))("%s", (_, question) => {
  it("tells its own questions, at the pinned height alone", async () => {
    const reply = await ask(question);
    if (reply.outcome !== "told") expect.fail(JSON.stringify(reply));
    toldRows(reply);
    expect(reply.value.map((told) => told.question)).toEqual(expect.arrayContaining([...question.questions(PIN)]));
    expect(reply.height).toBe(421);
    expect([...(node?.heights ?? [])]).toEqual(["421"]);
  });

  it.each([
    ["503", BUSY],
    ["an empty object", says({})],
    ["a web page", says("<html>")],
    ["an unknown route", { status: 501, code: 12 }],
  ])("can't tell where the node says %s to everything", async (_case, said) => {
    const changes = Object.fromEntries(Object.keys(NETWORK).map((path) => [path, said]));
    expect(await ask(question, changes)).toMatchObject({ outcome: "unknown" });
  });

  it("can't tell from a node that answers for another height", async () => {
    node = await gatewayNode((path) => NETWORK[path], 422);
    expect(await question.ask(context, node.source, PIN)).toMatchObject({ outcome: "unknown" });
  });
});

describe("what they tell", () => {
  it("is the network's rows, whole", async () => {
    const told: Record<string, readonly object[]> = {};
    for (const question of ALL) {
      Object.assign(told, toldRows(await ask(question)));
      await node?.close();
    }
    const rowsOf = (name: string) => told[name];
    expect(rowsOf("participants participants")).toMatchObject([
      { epoch: 7, address: "a", join_time_ms: 1_757_663_348_107n, join_height: 78, epochs_completed: 36 },
      { epoch: 7, address: "b" },
    ]);
    expect(rowsOf("participant_stats participant_stats")).toMatchObject([
      {
        address: "a",
        inference_count: 1n,
        invalidated_inferences: 7n,
        consecutive_invalid_inferences: 8n,
        confirmation_ratio_value: 78n,
        confirmation_ratio_exponent: -2,
      },
      { address: "b" },
    ]);
    const n1 = { epoch: 7, address: "a", local_id: "n1", position: 0, status: "INFERENCE", models: ["m"] };
    expect(rowsOf("hardware hardware")).toEqual([{ ...n1, device: "H100", devices: 8, version: "3.0" }]);
    expect(rowsOf("tokenomics tokenomics")).toMatchObject([{ epoch: 7, total_fees: 1n, total_burned: 2n ** 64n - 1n }]);
    expect(rowsOf("settle_amounts settle_amounts")).toEqual([
      { epoch: 7, address: "a", settled_epoch: 3, reward_coins: 5n, work_coins: 6n },
    ]);
    expect(rowsOf("preserved_nodes preserved_nodes")).toEqual([
      { epoch: 7, anchor_height: 400, model_id: "m", address: "a", node_id: "n1" },
    ]);
    expect(rowsOf("model_capacities model_capacities")).toEqual([
      { epoch: 7, model_id: "m", capacity: 2n ** 64n - 1n },
      { epoch: 7, model_id: "n", capacity: 7n },
    ]);
    expect(rowsOf("poc_snapshot poc_snapshots")).toMatchObject([
      { epoch: 8, poc_start_height: 400, snapshot_height: 410, generation_start: 1_795_358_735n, exchange_end: 1_795_358_748n },
    ]);
    expect(rowsOf("poc_snapshot poc_voting_powers")).toEqual([{ epoch: 8, model_id: "m", address: "a", voting_power: 131n }]);
    expect(rowsOf("poc_delegations poc_delegations")).toEqual([
      { epoch: 7, model_id: "m", address: "a", kind: "delegation", delegate_to: "b" },
      { epoch: 7, model_id: "m", address: "b", kind: "refusal", delegate_to: null },
    ]);
    expect(rowsOf("maintenance maintenance_windows")).toMatchObject([
      { reservation_id: 1n, status: "MAINTENANCE_RESERVATION_STATUS_ACTIVE", start_height: 430, duration_blocks: 15n },
      { reservation_id: 2n, status: "MAINTENANCE_RESERVATION_STATUS_SCHEDULED" },
    ]);
    expect(rowsOf("models models")).toMatchObject([{ epoch: 0, model_id: "m", v_ram: 320n }]);
    expect(rowsOf("proposals proposals")).toMatchObject([
      {
        proposal_id: 1n,
        registers_models: ["zai-org/GLM"],
        submitted_at: "2026-11-22T14:37:41.501Z",
        voting_starts_at: null,
        voting_ends_at: null,
      },
      { proposal_id: 2n },
      { proposal_id: 3n },
    ]);
    // The tally of proposal 3 can't be told: it says nothing, and takes nothing away from the rest.
    expect(Object.keys(told).filter((name) => name.startsWith("tally"))).toEqual(["tally/2 tallies"]);
    expect(rowsOf("tally/2 tallies")).toMatchObject([{ epoch: 0, proposal_id: 2n, yes_count: 2n ** 128n - 1n, no_count: 2n }]);
    expect(rowsOf("upgrade_plan upgrade_plans")).toEqual([{ epoch: 0, name: "v0.2.15", height: 5_316_315 }]);
  });
});

describe("edges", () => {
  const none = says({ snapshot: null, found: false });

  it("a PoC snapshot that is gone is absent; one that isn't filled yet can't be told", async () => {
    const route = `${P}/poc_validation_snapshot/400`;
    expect(await ask(pocSnapshot(8, 400), { [route]: none })).toEqual({ outcome: "absent", height: 421 });
    await node?.close();
    const early = { ...snapshot, snapshot_height: "0", exchange_end_timestamp: "0", model_voting_powers: [] };
    expect(await ask(pocSnapshot(8, 400), { [route]: says({ snapshot: early, found: true }) })).toEqual({
      outcome: "unknown",
      detail: "the snapshot is not filled yet",
    });
  });

  it("no snapshot of preserved nodes is absent, and one without nodes tells that there are none", async () => {
    const route = `${P}/preserved_nodes_snapshot`;
    expect(await ask(preservedNodes, { [route]: none })).toEqual({ outcome: "absent", height: 421 });
    await node?.close();
    const empty = says({ snapshot: { episode_anchor_height: "400", model_preserved_nodes: [] }, found: true });
    expect(toldRows(await ask(preservedNodes, { [route]: empty }))).toEqual({ "preserved_nodes preserved_nodes": [] });
  });

  it("no planned upgrade is an answer without rows", async () => {
    const none = says({ plan: null });
    expect(toldRows(await ask(upgradePlan, { "/cosmos/upgrade/v1beta1/current_plan": none }))).toEqual({
      "upgrade_plan upgrade_plans": [],
    });
  });

  it("one member that can't be told makes all delegations unknown; one that doesn't exist has none", async () => {
    const route = `${P}/poc_delegation/b`;
    expect(await ask(pocDelegations(["a", "b"]), { [route]: BUSY })).toMatchObject({ outcome: "unknown" });
    await node?.close();
    const rows = toldRows(await ask(pocDelegations(["a", "b"]), { [route]: NOT_FOUND }))["poc_delegations poc_delegations"];
    expect(rows).toMatchObject([{ address: "a" }]);
  });

  it("two accounts of one maintenance window at one height contradict each other", async () => {
    const other = maintained({ ...reservation("1", "ACTIVE"), duration_blocks: "16" }, null);
    expect(await ask(maintenance(["a"]), { [`${P}/maintenance_status/a`]: other })).toEqual({
      outcome: "unknown",
      detail: "two accounts of reservation 1",
    });
  });
});
