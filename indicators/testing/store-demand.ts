import type { ClickHouseClient } from "@clickhouse/client";
import { TOLD_ALIKE } from "../../storage/facts/session-words.ts";
import * as tables from "../../storage/facts/tables.ts";
import { headerAnswer, question, record, rootAnswer, rowsOf, told } from "../../storage/testing/answers.ts";
import { startOf } from "../../storage/testing/made-up-network.ts";
import { blockRow, epochRow, memberRow, modelMemberRow, nodeRow, paramsRow, resultRow } from "../../storage/testing/rows.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import * as facts from "./demand-facts.ts";

const { DEMAND, EPOCHS, ESCROWS, HOSTS, hostOf, MODELS, STRANGER } = facts;

const timeOf = (ms: number, height: number) => new Date(ms).toISOString().replace("Z", `${String(height).padStart(6, "0")}Z`);
const blockTime = (height: number) => timeOf(facts.blockMs(height), height);
const hashOf = (height: number) => height.toString(16).padStart(64, "0").toUpperCase();

/** Stores all of it: what one source tells of the chain, final, and what was observed. */
export async function storeDemand(client: ClickHouseClient): Promise<void> {
  const scales = facts.SCALES.map((scale, model) => ({ model_id: MODELS[model] ?? "", value: BigInt(scale * 10), exponent: -1 }));
  await record(client, DEMAND.chain, [
    told(question("params", 0), "s", [rowsOf(tables.PARAMS, paramsRow({ weight_scales: scales }))], { height: 1, final: false }),
    ...EPOCHS.flatMap((epoch) => answersOf(epoch)),
  ]);
  const writer = new ObservationWriter(client, DEMAND.chain);
  await storeBlocks(writer);
  await storeEscrows(writer);
  await storeSessions(writer);
  await writer.flush();
}

function answersOf(epoch: number) {
  const models = facts.modelsOf(epoch);
  const nodes = facts.nodesOf(epoch);
  const root = epochRow(epoch, { models: [...models] });
  const say = (topic: Parameters<typeof question>[0], ...rows: Parameters<typeof told>[2]) =>
    told(question(topic, epoch), "s", rows);
  const person = {
    inference_url: "",
    status: "ACTIVE",
    validator_key: "",
    join_time_ms: null,
    join_height: 1,
    epochs_completed: 1,
  };
  const gear = nodes.flatMap(({ host, model, devices }) =>
    devices.map(({ name, count }, position) => ({
      ...{ epoch, address: hostOf(host), local_id: `n${model}`, position, status: "INFERENCE", models: [], version: null },
      ...{ device: name, devices: count },
    })),
  );
  const grant = { epoch, kind: "authz", granter: hostOf(2), grantee: facts.WARM_KEY, authorization: "x", expires_at: null };
  return [
    rootAnswer(
      "s",
      root,
      HOSTS.map((host) => memberRow(epoch, hostOf(host), 10n)),
    ),
    headerAnswer("s", root.effective_height, blockTime(root.effective_height)),
    headerAnswer("s", root.last_height + 1, timeOf(startOf(DEMAND, epoch + 1).getTime(), root.last_height + 1)),
    ...models.map((id) =>
      told(question("model_group", epoch, id), "s", [
        rowsOf(tables.MODEL_MEMBERS, ...HOSTS.map((host) => modelMemberRow(epoch, id, hostOf(host), 1n))),
        rowsOf(
          tables.EPOCH_NODES,
          ...nodes
            .filter(({ model }) => MODELS[model] === id)
            .map(({ host, model, weight }) => ({
              ...nodeRow(epoch, id, hostOf(host), BigInt(weight)),
              node_id: `n${model}`,
            })),
        ),
      ]),
    ),
    say("exclusions", rowsOf(tables.EXCLUSIONS)),
    say("poc_events", rowsOf(tables.POC_EVENTS)),
    say("hardware", rowsOf(tables.HARDWARE, ...gear)),
    say("participants", rowsOf(tables.PARTICIPANTS, ...HOSTS.map((host) => ({ epoch, address: hostOf(host), ...person })))),
    say("grants", rowsOf(tables.GRANTS, grant), rowsOf(tables.GRANTERS, { epoch, address: hostOf(2), answered: true })),
    say(
      "epoch_results",
      rowsOf(
        tables.EPOCH_RESULTS,
        ...HOSTS.map((host) => {
          const { done, missed, invalid, rewarded } = facts.resultOf(epoch, host);
          return resultRow(epoch, hostOf(host), {
            inference_count: BigInt(done),
            missed_requests: BigInt(missed),
            invalidated_inferences: BigInt(invalid),
            rewarded_coins: BigInt(rewarded),
          });
        }),
      ),
    ),
  ];
}

async function storeBlocks(writer: ObservationWriter): Promise<void> {
  const sent = [
    ...ESCROWS.map(({ opened, creator }) => ({ height: opened, signer: creator, type: "MsgCreateDevshardEscrow" })),
    ...[
      ...ESCROWS.flatMap(({ settled, creator }) => (settled === null ? [] : [{ height: settled, creator }])),
      { height: STRANGER.height, creator: "gonka1x" },
    ].map(({ height, creator }) => ({ height, signer: creator, type: "MsgSettleDevshardEscrow" })),
  ];
  const heights = EPOCHS.flatMap((epoch) => Array.from({ length: 100 }, (_, place) => epochRow(epoch).effective_height + place));
  await writer.write(
    tables.BLOCKS,
    heights.map((height) => ({
      ...blockRow(height, blockTime(height)),
      num_txs: sent.filter((tx) => tx.height === height).length,
    })),
  );
  await writer.write(
    tables.TRANSACTIONS,
    sent.map((tx, index) => ({
      ...{ height: tx.height, tx_index: sent.slice(0, index).filter(({ height }) => height === tx.height).length },
      ...{
        hash: hashOf(10_000 + index),
        time: blockTime(tx.height),
        code: 0,
        signers: [tx.signer],
        on_behalf_of: [],
        fee_granter: null,
      },
      ...{ message_types: [`/inference.inference.${tx.type}`], source: "s" },
    })),
  );
}

async function storeEscrows(writer: ObservationWriter): Promise<void> {
  const opening = ({ id, creator, amount, epoch, model }: facts.Escrow) => ({
    ...{ escrow_id: BigInt(id), creator, amount: BigInt(amount), epoch, model_id: model, source: "s" },
  });
  const settlement = (id: number, height: number, fees: number) => ({
    ...{ escrow_id: BigInt(id), height, time: blockTime(height), tx_index: 0, hash: hashOf(20_000 + id), settler: "gonka1x" },
    ...{ nonce: BigInt(facts.NONCES), fees: BigInt(fees), remainder: null, protocol_version: "v4", source: "s" },
  });
  const counts = { missed: 0, invalid: 0, required_validations: 0, completed_validations: 0 };
  await writer.write(
    tables.ESCROW_OPENINGS,
    ESCROWS.map((escrow) => ({ ...opening(escrow), height: escrow.opened, time: blockTime(escrow.opened) })),
  );
  await writer.write(
    tables.ESCROWS,
    ESCROWS.map((escrow) => ({
      ...opening(escrow),
      ...{ slots: [...escrow.slots], token_price: 10n, create_devshard_fee: 10_000n, fee_per_nonce: 1000n },
    })),
  );
  await writer.write(
    tables.ESCROW_EXPIRIES,
    ESCROWS.filter(({ settled, epoch }) => settled === null && epoch < 6).map(({ id, epoch }) => ({
      ...{ escrow_id: BigInt(id), epoch, seen_height: epochRow(epoch + 2).effective_height },
      ...{ observed_at: new Date(startOf(DEMAND, epoch + 2)).toISOString(), source: "s" },
    })),
  );
  await writer.write(tables.SETTLEMENTS, [
    ...ESCROWS.flatMap((escrow) => {
      const { id, settled, fees, toldPayout } = escrow;
      if (settled === null) return [];
      return [{ ...settlement(id, settled, fees), total_payout: toldPayout ? BigInt(facts.payoutOf(escrow)) : null }];
    }),
    { ...settlement(STRANGER.id, STRANGER.height, STRANGER.fees), total_payout: BigInt(STRANGER.cost + STRANGER.fees) },
  ]);
  await writer.write(tables.SETTLEMENT_SLOTS, [
    ...ESCROWS.flatMap(({ id, settled, costs }) =>
      settled === null ? [] : costs.map((cost, slot_id) => ({ escrow_id: BigInt(id), slot_id, cost: BigInt(cost), ...counts })),
    ),
    { escrow_id: BigInt(STRANGER.id), slot_id: 0, cost: BigInt(STRANGER.cost), ...counts },
  ]);
}

async function storeSessions(writer: ObservationWriter): Promise<void> {
  const read = ESCROWS.filter((escrow) => escrow.read);
  const at = ({ epoch }: facts.Escrow) => new Date(startOf(DEMAND, epoch + 1)).toISOString();
  const session = (escrow: facts.Escrow) => ({
    escrow_id: BigInt(escrow.id),
    version: "v4",
    epoch: escrow.epoch,
    observed_at: at(escrow),
  });
  await writer.write(
    tables.SESSION_READS,
    read.map((escrow) => ({
      ...session(escrow),
      host: hostOf(0),
      nonce: BigInt(escrow.nonces),
      finalized: escrow.settled === null,
      fits_settlement: escrow.settled === null ? null : true,
      detail: escrow.settled === null ? TOLD_ALIKE : "",
    })),
  );
  await writer.write(
    tables.SESSION_DETAILS,
    ESCROWS.flatMap((escrow) => {
      const told = facts.validationsOf(escrow);
      if (told === null) return [];
      return [told.behind, 0].map((behind, host) => ({
        ...{ ...session(escrow), host: hostOf(host), nonce: BigInt(50 - behind), cost: 0n, missed: 0, invalid: 0 },
        required_validations: BigInt(told.required - behind),
        completed_validations: BigInt(told.completed - behind),
      }));
    }),
  );
  await writer.write(
    tables.INFERENCES,
    read.flatMap(facts.attemptsOf).map(({ escrow, ...one }) => ({
      ...{ escrow_id: BigInt(escrow.id), inference_id: BigInt(one.id), epoch: escrow.epoch, model_id: escrow.model },
      ...{ executor: escrow.slots[one.id % 4] ?? "", executor_slot: one.id % 4, input_length: 10_000n, max_tokens: 1000n },
      ...{ started_at: BigInt(one.startedAt), confirmed_at: one.confirmedAt === null ? null : BigInt(one.confirmedAt) },
      ...{
        prompt_tokens: one.prompt === null ? null : BigInt(one.prompt),
        completion_tokens: one.completion === null ? null : BigInt(one.completion),
      },
      ...{
        timeout_reason: one.timeout,
        validations_valid: 1,
        validations_invalid: one.challenged,
        votes_valid: 0,
        votes_invalid: one.votesAgainst,
      },
      last_nonce: 50n,
    })),
  );
}
