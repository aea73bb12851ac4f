import { describe, expect, it } from "vitest";
import { z } from "zod";
import { stagesOf } from "../../chain/epoch-schedule.ts";
import type { Decoded } from "./decoded.ts";
import { decodeEpochGroup } from "./epoch-group.ts";
import { decodeCurrentEpoch, decodeEpochInfo } from "./epoch-info.ts";
import { decodeEpochResult, decodeEpochResults } from "./epoch-results.ts";
import { decodeExclusions } from "./exclusions.ts";
import { decodeModelGroup } from "./model-group.ts";
import { decodeParams } from "./params.ts";
import { decodePocEvents } from "./poc-events.ts";
import { hasRecordings, type Recorded, recordedAnswers, recordedTitle } from "./testing/recordings.ts";

const epochOf = ({ parts }: Recorded): number => Number(parts[1]);
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

/** The value of a recorded answer; it must decode with no field unknown. */
function rowsOf<T>(label: string, decoded: Decoded<T>): T {
  if (!decoded.ok) expect.fail(`${label}: ${decoded.reason}`);
  expect(decoded.unknowns, label).toEqual([]);
  return decoded.value;
}

/** Every `"key":` scalar in the recorded answer, in order, found without the decoders' help. */
function valuesOf(body: unknown, key: string): unknown[] {
  const found: unknown[] = [];
  JSON.stringify(body, (name, value: unknown) => {
    if (name === key) found.push(value);
    return value;
  });
  return found;
}

const bigints = (body: unknown, key: string) => valuesOf(body, key).map((value) => BigInt(String(value)));
const texts = (body: unknown, key: string) => valuesOf(body, key).map(String);

/** Answers that carry an error where data was due must be rejected; the rest go to `check`. */
function eachAnswer(
  answers: readonly Recorded[],
  decode: (answer: Recorded) => Decoded<unknown>,
  check: (answer: Recorded) => void,
): number {
  let checked = 0;
  for (const answer of answers) {
    if (answer.status === 200) {
      check(answer);
      checked += 1;
    } else {
      expect(decode(answer).ok, answer.label).toBe(false);
    }
  }
  return checked;
}

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  const groups = () => recordedAnswers("epoch_group_data", 2);

  it("decodes root groups", () => {
    const decode = (answer: Recorded) => decodeEpochGroup(answer.body, { epoch: epochOf(answer) });
    const roots = groups().filter(({ modelId }) => modelId === null);
    const checked = eachAnswer(roots, decode, (answer) => {
      const { group, members } = rowsOf(answer.label, decode(answer));
      const [totalWeight] = bigints(answer.body, "total_weight");
      // The decoder doesn't demand it, but in every recorded root group the total is the sum of its members.
      expect(sum(members.map(({ weight }) => weight)), answer.label).toBe(totalWeight);
      expect(group.total_weight).toBe(totalWeight);
      expect(members.map(({ weight }) => weight)).toEqual(bigints(answer.body, "weight"));
      expect(members.map(({ confirmation_weight }) => confirmation_weight)).toEqual(bigints(answer.body, "confirmation_weight"));
      expect(members.map(({ reputation }) => reputation)).toEqual(valuesOf(answer.body, "reputation"));
      expect([group.epoch, group.poc_start_height, group.effective_height, group.last_height].map(String)).toEqual(
        ["epoch_index", "poc_start_block_height", "effective_block_height", "last_block_height"].flatMap((key) =>
          texts(answer.body, key),
        ),
      );
      expect([group.epoch_group_id, group.number_of_requests]).toEqual([
        ...bigints(answer.body, "epoch_group_id"),
        ...bigints(answer.body, "number_of_requests"),
      ]);
      expect([group.models]).toEqual(valuesOf(answer.body, "sub_group_models"));
      expect(group.weight_scales.map(({ model_id }) => model_id)).toEqual(texts(answer.body, "model_id").slice(1));
    });
    expect(checked).toBeGreaterThanOrEqual(40);
  });

  it("reads the numbers that are known of mainnet", () => {
    const groupOf = (epoch: number) => {
      const answer = groups().find(
        ({ label, modelId, parts }) => label.startsWith("mainnet/node1") && modelId === null && parts[1] === `${epoch}`,
      );
      return rowsOf(`${epoch}`, decodeEpochGroup(answer?.body, { epoch }));
    };
    expect([247, 270].map((epoch) => groupOf(epoch).group.total_weight)).toEqual([881_604n, 717_467n]);
    expect([247, 248, 249, 250, 251, 252, 253, 269, 270, 271].map((epoch) => groupOf(epoch).members.length)).toEqual([
      117, 95, 72, 70, 59, 72, 57, 58, 49, 49,
    ]);
    expect([247, 253].map((epoch) => groupOf(epoch).group.number_of_requests)).toEqual([46_493n, 0n]);
  });

  it("decodes model groups with their nodes", () => {
    const decode = (answer: Recorded) => decodeModelGroup(answer.body, { epoch: epochOf(answer), modelId: answer.modelId ?? "" });
    const ofModels = groups().filter(({ modelId }) => modelId !== null);
    const checked = eachAnswer(ofModels, decode, (answer) => {
      const { members, nodes } = rowsOf(answer.label, decode(answer));
      expect(members.map(({ weight }) => weight)).toEqual(bigints(answer.body, "weight"));
      expect(members.map(({ voting_power }) => voting_power)).toEqual(bigints(answer.body, "voting_power"));
      expect(nodes.map(({ node_id }) => node_id)).toEqual(texts(answer.body, "node_id"));
      expect(nodes.map(({ poc_weight }) => poc_weight)).toEqual(bigints(answer.body, "poc_weight"));
      expect(nodes.map(({ pre_poc_slot, poc_slot }) => [pre_poc_slot, poc_slot])).toEqual(
        valuesOf(answer.body, "timeslot_allocation"),
      );
      expect(decodeEpochGroup(answer.body, { epoch: epochOf(answer) }).ok, "a model's group isn't the root").toBe(false);
    });
    expect(checked).toBeGreaterThanOrEqual(38);
    const empty = ofModels.find(({ label }) => label.endsWith("epoch_group_data_249__moonshotai_Kimi-K2.6.json"));
    expect(decodeModelGroup(empty?.body, { epoch: 249, modelId: "moonshotai/Kimi-K2.6" })).toMatchObject({
      ok: true,
      value: { nodes: [] },
    });
  });

  it("decodes results, in the list and one by one", () => {
    const decode = (answer: Recorded) => decodeEpochResults(answer.body, { epoch: epochOf(answer) });
    const fields = ["inference_count", "missed_requests", "earned_coins", "rewarded_coins", "validated_inferences"] as const;
    const checked = eachAnswer(recordedAnswers("epoch_performance_summary", 2), decode, (answer) => {
      const rows = rowsOf(answer.label, decode(answer));
      for (const field of fields) expect(rows.map((row) => row[field])).toEqual(bigints(answer.body, field));
      expect(rows.map(({ address }) => address)).toEqual(texts(answer.body, "participant_id"));
      expect(rows.map(({ claimed }) => claimed)).toEqual(valuesOf(answer.body, "claimed"));
    });
    expect(checked).toBeGreaterThanOrEqual(60);
    const single = (answer: Recorded) =>
      decodeEpochResult(answer.body, { epoch: epochOf(answer), address: answer.parts[2] ?? "" });
    const singles = eachAnswer(recordedAnswers("epoch_performance_summary", 3), single, (answer) => {
      const row = rowsOf(answer.label, single(answer));
      expect([row.rewarded_coins]).toEqual(bigints(answer.body, "rewarded_coins"));
    });
    expect(singles).toBe(9);
    const mainnet = recordedAnswers("epoch_performance_summary", 2).find(({ label }) => label.includes("node1/epoch_247"));
    expect(rowsOf("247", decodeEpochResults(mainnet?.body, { epoch: 247 }))).toHaveLength(118);
  });

  it("decodes exclusions and confirmation PoC events", () => {
    const exclusions = (answer: Recorded) => decodeExclusions(answer.body, { epoch: epochOf(answer) });
    eachAnswer(recordedAnswers("excluded_participants", 2), exclusions, (answer) => {
      // Asked for "the effective epoch", the chain answers with another epoch than 0.
      if (epochOf(answer) === 0 && valuesOf(answer.body, "epoch_index").length > 0) {
        expect(exclusions(answer).ok).toBe(false);
        return;
      }
      const rows = rowsOf(answer.label, exclusions(answer));
      expect(rows.map(({ height }) => `${height}`)).toEqual(texts(answer.body, "exclusion_block_height"));
      expect(rows.map(({ reason }) => reason)).toEqual(texts(answer.body, "reason"));
    });
    const events = (answer: Recorded) => decodePocEvents(answer.body, { epoch: epochOf(answer) });
    const checked = eachAnswer(recordedAnswers("confirmation_poc_events", 2), events, (answer) => {
      const rows = rowsOf(answer.label, events(answer));
      expect(rows.map(({ trigger_height }) => `${trigger_height}`)).toEqual(texts(answer.body, "trigger_height"));
      expect(rows.map(({ phase }) => phase)).toEqual(texts(answer.body, "phase"));
      expect(rows.map(({ event_sequence }) => event_sequence)).toEqual(bigints(answer.body, "event_sequence"));
    });
    expect(checked).toBeGreaterThanOrEqual(28);
  });

  it("decodes params of both chains, whose schedule places their epochs", () => {
    const answers = recordedAnswers("params", 1).filter(({ status }) => status === 200);
    const [mainnet, localnet] = ["mainnet", "localnet"].map((chain) => {
      const answer = answers.find(({ label }) => label.startsWith(chain));
      return rowsOf(chain, decodeParams(answer?.body));
    });
    for (const answer of answers) rowsOf(answer.label, decodeParams(answer.body));
    expect(mainnet).toMatchObject({ token_price: 10n, create_devshard_fee: null, fee_per_nonce: null, epoch_length: 15391 });
    expect(mainnet?.weight_scales).toEqual([
      { model_id: "Qwen/Qwen3-235B-A22B-Instruct-2507-FP8", value: 3593n, exponent: -4 },
      { model_id: "moonshotai/Kimi-K2.6", value: 12620856201975851n, exponent: -16 },
    ]);
    expect(localnet).toMatchObject({
      token_price: 10n,
      create_devshard_fee: 10000n,
      fee_per_nonce: 1000n,
      poc_validation_delay: 2,
    });
    if (mainnet === undefined || localnet === undefined) expect.fail("no params recorded");
    for (const { body, modelId, label } of groups()) {
      const [start, effective] = ["poc_start_block_height", "effective_block_height"].map((key) => Number(texts(body, key)[0]));
      if (modelId !== null || !effective || !start) continue;
      expect(stagesOf(start, label.startsWith("mainnet") ? mainnet : localnet).setNewValidators, label).toBe(effective);
    }
  });

  it("decodes the epoch clock through a whole epoch change", () => {
    const info = (answer: Recorded) => decodeEpochInfo(answer.body);
    const expected = z.object({
      block_height: z.string(),
      latest_epoch: z.object({ index: z.string(), poc_start_block_height: z.string() }),
    });
    const checked = eachAnswer(recordedAnswers("epoch_info", 1), info, (answer) => {
      const { block_height, latest_epoch } = expected.parse(answer.body);
      const { blockHeight, latestEpoch, pocStartHeight } = rowsOf(answer.label, info(answer));
      expect([blockHeight, latestEpoch, pocStartHeight].map(String)).toEqual([
        block_height,
        latest_epoch.index,
        latest_epoch.poc_start_block_height,
      ]);
    });
    expect(checked).toBeGreaterThanOrEqual(25);
    const current = (answer: Recorded) => decodeCurrentEpoch(answer.body);
    eachAnswer(recordedAnswers("get_current_epoch", 1), current, (answer) => {
      expect([`${rowsOf(answer.label, current(answer))}`]).toEqual(texts(answer.body, "epoch"));
    });
  });
});
