import { createHash } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import * as tables from "../../storage/facts/tables.ts";
import { question, rowsOf, told } from "../../storage/testing/answers.ts";
import { type MadeUpChain, startOf } from "../../storage/testing/made-up-network.ts";
import { epochRow, paramsRow } from "../../storage/testing/rows.ts";
import { type Answer, AnswerLog } from "../../storage/write/answer-log.ts";

/** What the nodes tell of the made-up chain while it runs, on top of its epochs: simple enough to be computed by hand. */

export const SOURCES = ["a", "b", "c"];
export const HOSTS = Array.from({ length: 7 }, (_, host) => host);
export const hostOf = (host: number) => `gonka1host${host}`;
export const AGENTS = Array.from({ length: 5 }, (_, agent) => `gonka1agent${agent}`);

/** Numbers that look random and are the same every time. */
export const drawn = (...of: readonly number[]) =>
  createHash("sha256").update(of.join(" ")).digest().readUInt32BE(0) / 4_294_967_296;
const whole = (below: number, ...of: readonly number[]) => Math.floor(drawn(...of) * below);

const keyOf = (host: number) => createHash("sha256").update(`key ${host}`).digest();
const consensusOf = (host: number) => createHash("sha256").update(keyOf(host)).digest("hex").slice(0, 40).toUpperCase();

export const statusOf = (epoch: number, host: number) =>
  ["ACTIVE", "ACTIVE", "ACTIVE", "INACTIVE", "INVALID", "ACTIVE"][whole(6, epoch, host, 1)] ?? "ACTIVE";
export const isJailed = (epoch: number, host: number) => drawn(epoch, host, 2) < 0.2;
/** Null for one host: no confirmation PoC has told of it. */
export const ratioOf = (epoch: number, host: number) =>
  host === 2 && epoch % 3 === 0 ? null : 4000 + whole(7000, epoch, host, 3);
export const countsOf = (epoch: number, host: number) => ({
  done: host === 1 && epoch % 2 === 0 ? 0 : whole(1000, epoch, host, 4),
  missed: host === 1 && epoch % 2 === 0 ? 0 : whole(150, epoch, host, 5),
  invalid: host === 1 && epoch % 2 === 0 ? 0 : whole(20, epoch, host, 6),
});
/** Null where a host never told. Host 3's node is not of one kind. */
export const devicesOf = (epoch: number, host: number): readonly { device: string; devices: number }[] | null => {
  if (host === 6) return null;
  if (host === 4) return [{ device: "NVIDIA H200 | 140GB", devices: 8 }];
  if (host === 5) return [{ device: "AMD Instinct MI300X | 192GB", devices: 4 }];
  const h100 = { device: "NVIDIA H100 80GB HBM3 | 79GB", devices: 1 + whole(8, epoch, host, 7) };
  return host === 3 && epoch % 2 === 0 ? [h100, { device: "Unheard of", devices: 2 }] : [h100];
};
export const joinedAt = (chain: MadeUpChain, host: number) =>
  host === 0 ? null : startOf(chain, chain.first).getTime() - 3_600_000 * (1 + whole(200, host, 8));
export const POWER = { model: ["vendor/a", "vendor/b"], total: 9000 } as const;
export const powerOf = (epoch: number, model: number, host: number) =>
  host > 4 - model ? 0 : 900 + whole(900, epoch, model, host, 9);
/** Agent 3's grant ends with the epoch's first hour, agent 4 has one from a host. */
export const grantsOf = (chain: MadeUpChain, epoch: number) =>
  AGENTS.map((agent, index) => ({
    kind: index % 2 ? ("feegrant" as const) : ("authz" as const),
    granter: index === 4 ? hostOf(1) : "gonka1owner",
    grantee: agent,
    authorization: "/cosmos.bank.v1beta1.MsgSend",
    expires_at: index === 3 ? new Date(startOf(chain, epoch).getTime() + 3_600_000).toISOString() : null,
  }));

/** The vote that registered vendor/b ends while the chain has no group of it; that of vendor/c never led to one. */
export const VOTED = { "vendor/b": 3, "vendor/c": 4 } as const;
export const voteEnd = (chain: MadeUpChain, model: keyof typeof VOTED) =>
  startOf(chain, chain.first + VOTED[model] - 1).getTime() + 86_400_000;
/** From this epoch of the chain on maintenance windows are switched on. */
export const MAINTENANCE_FROM = 5;

/** Windows of 20 blocks by hosts 1 and 2, the second only scheduled, in every epoch from the switch on. */
export const windowsOf = (chain: MadeUpChain, epoch: number) =>
  epoch - chain.first + 1 < MAINTENANCE_FROM
    ? []
    : [1, 2].map((host) => ({
        reservation_id: BigInt(epoch * 10 + host),
        address: hostOf(host),
        start_height: epochRow(epoch).effective_height + 10 * host,
        duration_blocks: 20n,
        status: `MAINTENANCE_RESERVATION_STATUS_${host === 1 ? "ACTIVE" : "SCHEDULED"}`,
        created_by: hostOf(host),
      }));

/** What the chain takes for the models' capacity: nothing in every third epoch, as its broken query answers. */
export const capacitiesOf = (epoch: number): readonly { model_id: string; capacity: bigint }[] =>
  epoch % 3 === 0
    ? []
    : ["vendor/a", "vendor/b"]
        .slice(0, 1 + (epoch % 2))
        .map((model_id, model) => ({ model_id, capacity: BigInt(whole(9_000_000, epoch, model, 10)) }));
/** Classic inferences of an epoch by model; in every fourth some tokens are of no model that is told. */
export const classicOf = (epoch: number) => {
  const models = ["vendor/a", "vendor/b"].map((model_id, model) => ({
    model_id,
    ai_tokens: BigInt(whole(1_000_000_000, epoch, model, 11)),
    inferences: whole(90_000, epoch, model, 12),
  }));
  const unnamed = epoch % 4 === 0 ? 123_456n : 0n;
  return { models, tokens: models.reduce((all, { ai_tokens }) => all + ai_tokens, unnamed), unnamed };
};

/** Stores what three sources tell alike, final at each epoch's last height. */
export async function storeLiveAnswers(client: ClickHouseClient, chain: MadeUpChain): Promise<void> {
  const epochs = Array.from({ length: chain.last - chain.first + 1 }, (_, offset) => chain.first + offset);
  const log = await AnswerLog.open(client, chain.chain, [0, ...epochs]);
  for (const source of SOURCES) {
    await log.record(proposalsAnswer(chain, source));
    const json = JSON.stringify({ maintenance_params: { maintenance_enabled: true } });
    const height = epochRow(chain.first + MAINTENANCE_FROM - 1).effective_height + 1;
    const scales = [
      { model_id: "vendor/a", value: 3593n, exponent: -4 },
      { model_id: "vendor/b", value: 12n, exponent: -1 },
    ];
    await log.record(
      told(question("params", 0), source, [rowsOf(tables.PARAMS, paramsRow({ json, weight_scales: scales }))], {
        height,
        final: false,
      }),
    );
    for (const epoch of epochs) for (const answer of epochAnswers(chain, epoch, source)) await log.record(answer);
  }
  await log.flush();
}

function proposalsAnswer(chain: MadeUpChain, source: string): Answer {
  const none = { yes_count: 1n, abstain_count: 0n, no_count: 0n, no_with_veto_count: 0n, expedited: false, failed_reason: "" };
  const models = ["vendor/b", "vendor/c"] as const;
  const rows = models.map((model, index) => ({
    epoch: 0,
    proposal_id: BigInt(index + 1),
    status: "PROPOSAL_STATUS_PASSED",
    title: `register ${model}`,
    message_types: ["/inference.inference.MsgRegisterModel"],
    registers_models: [model],
    submitted_at: null,
    voting_starts_at: null,
    voting_ends_at: new Date(voteEnd(chain, model)).toISOString(),
    ...none,
  }));
  const rejected = { ...none, epoch: 0, proposal_id: 3n, status: "PROPOSAL_STATUS_REJECTED", title: "no", message_types: [] };
  const dates = {
    submitted_at: null,
    voting_starts_at: null,
    voting_ends_at: new Date(voteEnd(chain, "vendor/b") - 1).toISOString(),
  };
  return told(question("proposals", 0), source, [
    rowsOf(tables.PROPOSALS, ...rows, { ...rejected, ...dates, registers_models: ["vendor/b"] }),
  ]);
}

function epochAnswers(chain: MadeUpChain, epoch: number, source: string): Answer[] {
  const say = (topic: Answer["topic"], ...rows: Parameters<typeof told>[2]) =>
    told(question(topic, epoch), source, rows, { height: epochRow(epoch).last_height });
  const people = HOSTS.map((host) => ({
    epoch,
    address: hostOf(host),
    inference_url: "",
    status: statusOf(epoch, host),
    validator_key: keyOf(host).toString("base64"),
    join_time_ms: joinedAt(chain, host) === null ? null : BigInt(joinedAt(chain, host) ?? 0),
    join_height: 1,
    epochs_completed: 1,
  }));
  const stats = HOSTS.map((host) => {
    const { done, missed, invalid } = countsOf(epoch, host);
    const ratio = ratioOf(epoch, host);
    return {
      epoch,
      address: hostOf(host),
      inference_count: BigInt(done),
      missed_requests: BigInt(missed),
      earned_coins: 0n,
      rewarded_coins: 0n,
      burned_coins: 0n,
      validated_inferences: 0n,
      invalidated_inferences: BigInt(invalid),
      consecutive_invalid_inferences: 0n,
      confirmation_ratio_value: ratio === null ? null : BigInt(ratio),
      confirmation_ratio_exponent: ratio === null ? null : -4,
    };
  });
  const gear = HOSTS.flatMap((host) => {
    const node = { epoch, address: hostOf(host), local_id: "node1", status: "INFERENCE", models: [], version: null };
    // A node that isn't in any model group counts nowhere.
    const spare = { ...node, local_id: "spare", position: 0, device: "NVIDIA H100 80GB HBM3 | 79GB", devices: 99 };
    const devices = devicesOf(epoch, host) ?? [{ device: null, devices: null }];
    return [spare, ...devices.map((one, position) => ({ ...node, position, ...one }))];
  });
  const validators = HOSTS.map((host) => ({
    epoch,
    operator_address: `gonkavaloper1host${host}`,
    consensus_address: consensusOf(host),
    jailed: isJailed(epoch, host),
    status: "BOND_STATUS_BONDED",
    tokens: 1n,
    moniker: "",
  }));
  const snapshot = { poc_start_height: epoch * 100, snapshot_height: epoch * 100 + 12, generation_start: 1n, exchange_end: 2n };
  const powers = POWER.model.flatMap((model_id, model) =>
    HOSTS.map((host) => ({ epoch, model_id, address: hostOf(host), voting_power: BigInt(powerOf(epoch, model, host)) })),
  );
  return [
    say("participants", rowsOf(tables.PARTICIPANTS, ...people)),
    say("participant_stats", rowsOf(tables.PARTICIPANT_STATS, ...stats)),
    say("hardware", rowsOf(tables.HARDWARE, ...gear)),
    say("validators", rowsOf(tables.VALIDATORS, ...validators)),
    say(
      "poc_snapshot",
      rowsOf(tables.POC_SNAPSHOTS, { epoch, ...snapshot, total_network_weight: BigInt(POWER.total) }),
      rowsOf(tables.POC_VOTING_POWERS, ...powers),
    ),
    say(
      "poc_delegations",
      rowsOf(tables.POC_DELEGATIONS, { epoch, model_id: "vendor/a", address: hostOf(5), kind: "refusal", delegate_to: null }),
    ),
    say(
      "grants",
      rowsOf(tables.GRANTS, ...grantsOf(chain, epoch).map((grant) => ({ epoch, ...grant }))),
      rowsOf(tables.GRANTERS, { epoch, address: "gonka1owner", answered: true }, { epoch, address: hostOf(1), answered: false }),
    ),
    say("model_capacities", rowsOf(tables.MODEL_CAPACITIES, ...capacitiesOf(epoch).map((one) => ({ epoch, ...one })))),
    say(
      "classic_stats",
      rowsOf(tables.CLASSIC_STATS, {
        ...{ epoch, from_ms: 0n, to_ms: 0n, ai_tokens: classicOf(epoch).tokens, actual_inferences_cost: 0n },
        inferences: classicOf(epoch).models.reduce((all, { inferences }) => all + inferences, 0),
      }),
      rowsOf(tables.CLASSIC_MODEL_STATS, ...classicOf(epoch).models.map((one) => ({ epoch, ...one }))),
    ),
    say("maintenance", rowsOf(tables.MAINTENANCE_WINDOWS, ...windowsOf(chain, epoch).map((window) => ({ epoch, ...window })))),
  ];
}
