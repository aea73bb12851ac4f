import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeParticipants } from "./participants.ts";
import { gatewayProperties } from "./testing/gateway.ts";
import { int32s, int64s, type JsonObject, names, uint64s } from "./testing/wire-json.ts";

const uint64 = uint64s("gateway");
const int64 = int64s("gateway");

const participant = fc.record({
  address: names,
  inference_url: fc.string({ maxLength: 30 }),
  status: fc.constantFrom("ACTIVE", "INACTIVE", "UNCONFIRMED"),
  validator_key: fc.string({ maxLength: 44 }),
  join_time: fc.bigInt({ min: 0n, max: 10n ** 14n }),
  join_height: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 10_000_000 })),
  epochs_completed: fc.integer({ min: 0, max: 4_294_967_295 }),
  consecutive_invalid_inferences: int64,
  counters: fc.record({
    inference_count: uint64,
    missed_requests: uint64,
    earned_coins: uint64,
    rewarded_coins: uint64,
    burned_coins: uint64,
    validated_inferences: uint64,
    invalidated_inferences: uint64,
  }),
  ratio: fc.option(fc.record({ value: int64, exponent: int32s })),
});
type Given = typeof participant extends fc.Arbitrary<infer T> ? T : never;

const texts = (fields: Readonly<Record<string, bigint>>): JsonObject =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, value.toString()]));

function participantJson(given: Given): JsonObject {
  const decimal = (value: Given["ratio"]) => value && { value: value.value.toString(), exponent: value.exponent };
  return {
    index: given.address,
    address: given.address,
    weight: -1,
    join_time: given.join_time.toString(),
    join_height: given.join_height.toString(),
    last_inference_time: "0",
    inference_url: given.inference_url,
    status: given.status,
    coin_balance: "0",
    validator_key: given.validator_key,
    consecutive_invalid_inferences: given.consecutive_invalid_inferences.toString(),
    worker_public_key: "",
    epochs_completed: given.epochs_completed,
    current_epoch_stats: {
      ...texts(given.counters),
      invalidLLR: { value: "0", exponent: 0 },
      inactiveLLR: null,
      confirmationPoCRatio: decimal(given.ratio),
    },
  };
}

function rowsOf(given: Given, epoch: number) {
  const scale = given.join_height === 0 ? 1000n : 1n;
  const { address, inference_url, status, validator_key, join_height, epochs_completed } = given;
  return {
    participant: {
      epoch,
      address,
      inference_url,
      status,
      validator_key,
      join_time_ms: given.join_time === 0n ? null : given.join_time * scale,
      join_height,
      epochs_completed,
    },
    stats: {
      epoch,
      address,
      ...given.counters,
      consecutive_invalid_inferences: given.consecutive_invalid_inferences,
      confirmation_ratio_value: given.ratio?.value ?? null,
      confirmation_ratio_exponent: given.ratio?.exponent ?? null,
    },
  };
}

const page = fc.record({
  height: fc.integer({ min: 1, max: 10_000_000 }),
  participants: fc.uniqueArray(participant, { maxLength: 4, selector: ({ address }) => address }),
  nextKey: fc.option(fc.base64String({ minLength: 4, maxLength: 12 })),
});

gatewayProperties("decodeParticipants", {
  cases: page,
  body: ({ participants, nextKey, height }) => ({
    participant: participants.map(participantJson),
    pagination: { next_key: nextKey, total: "0" },
    block_height: height.toString(),
  }),
  decode: (body, { height }) => decodeParticipants(body, { epoch: 7, height }),
  expected: ({ participants, nextKey }) => ({ items: participants.map((one) => rowsOf(one, 7)), nextKey: nextKey ?? "" }),
  unsigned:
    "join_time join_height inference_count missed_requests earned_coins rewarded_coins burned_coins validated_inferences " +
    "invalidated_inferences block_height",
  signed: "consecutive_invalid_inferences value",
  free: "next_key current_epoch_stats confirmationPoCRatio",
});

const [one] = fc.sample(participant, { numRuns: 1, seed: 4 });
const bodyOf = (change: JsonObject) => ({
  participant: [{ ...(one === undefined ? {} : participantJson(one)), ...change }],
  pagination: { next_key: null, total: "0" },
  block_height: "9",
});
const decode = (change: JsonObject) => decodeParticipants(bodyOf(change), { epoch: 7, height: 9 });
const itemOf = (change: JsonObject) => {
  const decoded = decode(change);
  return decoded.ok ? decoded.value.items[0] : undefined;
};

describe("decodeParticipants", () => {
  it("reads the time of a genesis participant as seconds, and of any other as milliseconds", () => {
    const join = (join_time: string, join_height: string) => itemOf({ join_time, join_height })?.participant.join_time_ms;
    expect(join("1795358196", "0")).toBe(1_795_358_196_000n);
    expect(join("1757663348107", "323182")).toBe(1_757_663_348_107n);
    expect(join("0", "323182")).toBeNull();
  });

  it("keeps everybody where one host wrote a URL or key that nothing can be, and says so", () => {
    const url = `http://${"x".repeat(2048)}`;
    const decoded = decode({ inference_url: url, validator_key: "k".repeat(129) });
    if (!decoded.ok) expect.fail(decoded.reason);
    expect(decoded.value.items[0]?.participant).toMatchObject({ inference_url: "", validator_key: "" });
    expect(decoded.unknowns.map(({ path }) => path)).toEqual(["participant.inference_url", "participant.validator_key"]);
    expect(itemOf({ inference_url: "x".repeat(2048) })?.participant.inference_url).toHaveLength(2048);
  });

  it("has no counters and no ratio where the chain has none", () => {
    expect(itemOf({ current_epoch_stats: null })).toMatchObject({ participant: { epoch: 7 }, stats: null });
    const stats = bodyOf({}).participant[0]?.["current_epoch_stats"];
    if (typeof stats !== "object" || stats === null || Array.isArray(stats)) expect.fail("no stats");
    const { confirmationPoCRatio: _later, ...old } = stats;
    const none = { confirmation_ratio_value: null, confirmation_ratio_exponent: null };
    expect(itemOf({ current_epoch_stats: old })?.stats).toMatchObject(none);
    expect(itemOf({ current_epoch_stats: { ...old, confirmationPoCRatio: null } })?.stats).toMatchObject(none);
    expect(decode({ current_epoch_stats: { ...old, confirmation_poc_ratio: null } }).ok, "renamed").toBe(false);
  });

  it("gives nothing where the answer speaks of another height", () => {
    expect(decodeParticipants(bodyOf({}), { epoch: 7, height: 10 })).toEqual({
      ok: false,
      reason: "block_height: expected 10 as asked, got 9",
    });
  });
});
