import { afterAll, beforeAll, expect, it } from "vitest";
import type { InferenceRow } from "../../storage/facts/inference-rows.ts";
import {
  ESCROW_EXPIRIES,
  ESCROW_OPENINGS,
  INFERENCES,
  SESSION_LISTINGS,
  SESSION_READS,
  SETTLEMENT_SLOTS,
  SETTLEMENTS,
} from "../../storage/facts/tables.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import { getAs } from "../testing/api-client.ts";
import { CHAIN, NOW, startOf } from "../testing/network.ts";
import { type Served, serveSmallNetwork } from "../testing/served.ts";
import { sessionsAnswer } from "./schemas/sessions.ts";

let served: Served;
beforeAll(async () => {
  served = await serveSmallNetwork();
  await fill();
  await served.exporter.refresh();
});
afterAll(() => served?.close());

const minutesAgo = (minutes: number) => BigInt(Math.floor(NOW.getTime() / 1000) - minutes * 60);
const seen = { host: "gonka1one", version: "v4.1", observed_at: "2026-05-05T17:00:00.000Z" };

const inference = (escrow_id: bigint, inference_id: bigint, fields: Partial<InferenceRow> = {}): InferenceRow => ({
  escrow_id,
  inference_id,
  epoch: 14,
  model_id: "org/model-one",
  executor: "gonka1one",
  executor_slot: 1,
  input_length: 100n,
  max_tokens: 100n,
  started_at: minutesAgo(60),
  confirmed_at: minutesAgo(60),
  prompt_tokens: 10n,
  completion_tokens: 5n,
  timeout_reason: null,
  validations_valid: 1,
  validations_invalid: 0,
  votes_valid: 0,
  votes_invalid: 0,
  last_nonce: inference_id,
  ...fields,
});
const open = { confirmed_at: null, prompt_tokens: null, completion_tokens: null };

/**
 * 1 of epoch 11 never settled and expired, 2 settled after its epoch, 3 settled in time with an invalid answer, 4 was challenged, 5 has an
 * inference that ran out of time, 6 one that has been open for 20 minutes, 7 one for 5, 8 is only listed by a host, 9 does not fit.
 */
async function fill(): Promise<void> {
  const writer = new ObservationWriter(served.store.client, CHAIN);
  const epochOf = (id: bigint) => (id <= 2n ? 13 : 14);
  await writer.write(
    ESCROW_OPENINGS,
    [1n, 2n, 3n, 4n, 5n, 6n, 7n, 9n].map((escrow_id) => ({
      escrow_id,
      height: 1200,
      time: startOf(epochOf(escrow_id)),
      creator: "gonka1payer",
      amount: 1_000_000_000n,
      epoch: epochOf(escrow_id),
      model_id: "org/model-one",
      source: "a",
    })),
  );
  const settled = (escrow_id: bigint, time: string) => ({
    escrow_id,
    height: 1300,
    time,
    tx_index: 0,
    hash: "A".repeat(64),
    settler: "gonka1payer",
    nonce: 20n,
    fees: 1n,
    total_payout: 2n,
    remainder: 3n,
    protocol_version: "v4",
    source: "a",
  });
  const late = new Date(Date.parse(startOf(14)) + 60_000).toISOString();
  const intime = new Date(Date.parse(startOf(14)) + 3_600_000).toISOString();
  await writer.write(SETTLEMENTS, [settled(2n, late), settled(3n, intime), settled(9n, intime)]);
  const slot = { missed: 1, cost: 5n, required_validations: 0, completed_validations: 0 };
  await writer.write(SETTLEMENT_SLOTS, [
    { escrow_id: 3n, slot_id: 0, invalid: 0, ...slot },
    { escrow_id: 3n, slot_id: 1, invalid: 2, ...slot },
  ]);
  await writer.write(ESCROW_EXPIRIES, [
    { escrow_id: 1n, epoch: 13, seen_height: 1400, observed_at: seen.observed_at, source: "a" },
  ]);
  await writer.write(INFERENCES, [
    inference(4n, 1n, { validations_invalid: 1 }),
    inference(4n, 2n),
    inference(5n, 1n, { ...open, timeout_reason: 2 }),
    inference(5n, 2n, { ...open, timeout_reason: 1 }),
    inference(6n, 1n, { ...open, started_at: minutesAgo(20) }),
    inference(7n, 1n, { ...open, started_at: minutesAgo(5) }),
  ]);
  await writer.write(SESSION_LISTINGS, [{ ...seen, escrow_id: 8n, epoch: 14 }]);
  const read = { ...seen, epoch: 14, nonce: 20n, finalized: true, detail: "" };
  await writer.write(SESSION_READS, [
    { ...read, escrow_id: 9n, fits_settlement: false },
    { ...read, escrow_id: 3n, fits_settlement: true },
  ]);
  await writer.flush();
}

const ask = (query: string) => getAs(served.url, `/api/v1/sessions${query}`, sessionsAnswer);
const idsOf = async (query: string) => (await ask(query)).sessions.map(({ escrow_id }) => Number(escrow_id));

it("lists every session that is known, newest first, with what is wrong with it", async () => {
  const { sessions, from_epoch, next } = await ask("");
  expect([from_epoch, next]).toEqual([11, null]);
  expect(sessions.map(({ escrow_id, troubles }) => [Number(escrow_id), ...troubles])).toEqual([
    [9, "disputed"],
    [8],
    [7],
    [6, "slow"],
    [5, "failed"],
    [4, "disputed"],
    [3, "disputed"],
    [2, "slow"],
    [1, "failed"],
  ]);
});

it.each([
  ["failed", [5, 1]],
  ["slow", [6, 2]],
  ["disputed", [9, 4, 3]],
])("lists those that are %s", async (trouble, ids) => {
  expect(await idsOf(`?trouble=${trouble}`)).toEqual(ids);
});

it("tells the work that was read, and nulls where none was", async () => {
  const { sessions } = await ask("");
  const of = (id: string) => sessions.find(({ escrow_id }) => escrow_id === id);
  expect(of("4")).toMatchObject({
    starts: 2,
    finished: 2,
    challenged: 1,
    tokens: 30,
    open_since: null,
    settled_at: null,
    missed: null,
  });
  expect(of("5")).toMatchObject({ starts: 2, finished: 0, refused: 1, timed_out: 1, tokens: 0 });
  expect(of("6")?.open_since).toBe(new Date(NOW.getTime() - 20 * 60_000).toISOString().replace(".000", ""));
  expect(of("8")).toMatchObject({
    creator: null,
    model_id: null,
    amount_ngonka: null,
    opened_at: null,
    starts: null,
    tokens: null,
  });
  expect(of("3")).toMatchObject({
    missed: 2,
    invalid: 2,
    fits_settlement: true,
    amount_ngonka: "1000000000",
    settled_height: 1300,
  });
  expect(of("1")).toMatchObject({ expired: true, settled_at: null, fits_settlement: null });
});

it("pages, from an epoch on", async () => {
  const first = await ask("?limit=4");
  expect(first.sessions.length).toBe(4);
  expect(first.next).toBe("/api/v1/sessions?from=11&below=6&limit=4");
  expect(await idsOf((first.next ?? "").replace("/api/v1/sessions", ""))).toEqual([5, 4, 3, 2]);
  expect(await idsOf("?from=14&trouble=failed")).toEqual([5]);
  expect((await fetch(`${served.url}/api/v1/sessions?below=-1`)).status).toBe(400);
  expect((await fetch(`${served.url}/api/v1/sessions?below=18446744073709551616`)).status).toBe(400);
});
