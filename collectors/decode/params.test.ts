import fc from "fast-check";
import { stringify } from "safe-stable-stringify";
import { describe, expect, it } from "vitest";
import type { ParamsRow } from "../../storage/facts/rows.ts";
import type { Dialect } from "./dialect.ts";
import { isObject } from "./json.ts";
import { decodeParams } from "./params.ts";
import { decoderProperties } from "./testing/properties.ts";
import {
  decimalJson,
  heights,
  int64Json,
  type Json,
  type JsonObject,
  messageJson,
  scales,
  uint64s,
} from "./testing/wire-json.ts";

type Given = Omit<ParamsRow, "json">;

function cases(dialect: Dialect): fc.Arbitrary<Given> {
  const price = fc.option(uint64s(dialect).filter((value) => dialect === "gateway" || value !== 0n));
  return fc.record({
    token_price: price,
    create_devshard_fee: price,
    fee_per_nonce: price,
    weight_scales: scales(dialect),
    epoch_length: heights(1),
    poc_stage_duration: heights(),
    poc_exchange_duration: heights(),
    poc_validation_delay: heights(),
    poc_validation_duration: heights(),
    set_new_validators_delay: heights(),
  });
}

function pricesJson(dialect: Dialect, given: Given): JsonObject {
  const { token_price, create_devshard_fee, fee_per_nonce } = given;
  const prices = Object.entries({ token_price, create_devshard_fee, fee_per_nonce });
  return Object.fromEntries(prices.flatMap(([name, price]) => (price === null ? [] : [[name, int64Json(dialect, price)]])));
}

function body(given: Given, dialect: Dialect): JsonObject {
  const integer = (value: number) => int64Json(dialect, value);
  return {
    params: {
      poc_params: messageJson(dialect, {
        default_difficulty: 5,
        model_params: null,
        models: given.weight_scales.map(({ model_id, ...factor }) =>
          messageJson(dialect, { model_id, seq_len: integer(256), weight_scale_factor: decimalJson(dialect, factor) }),
        ),
      }),
      epoch_params: messageJson(dialect, {
        epoch_length: integer(given.epoch_length),
        epoch_multiplier: integer(1),
        poc_stage_duration: integer(given.poc_stage_duration),
        poc_exchange_duration: integer(given.poc_exchange_duration),
        poc_validation_delay: integer(given.poc_validation_delay),
        poc_validation_duration: integer(given.poc_validation_duration),
        set_new_validators_delay: integer(given.set_new_validators_delay),
        poc_slot_allocation: decimalJson(dialect, { value: 1n, exponent: -1 }),
      }),
      devshard_escrow_params: { ...pricesJson(dialect, given), group_size: 16, approved_versions: [{ name: "v3" }] },
      fee_params: null,
    },
  };
}

function withJson(given: Given, answer: Json): ParamsRow {
  return { ...given, json: isObject(answer) ? (stringify(answer["params"]) ?? "") : "" };
}

const PRICES = ["token_price", "create_devshard_fee", "fee_per_nonce"];
const isGone = (answer: Json, field: string) =>
  !JSON.stringify(answer).includes(`"${field}":`) || JSON.stringify(answer).includes(`"${field}":null`);

decoderProperties("decodeParams", {
  cases,
  body,
  decode: (answer) => decodeParams(answer),
  expected: withJson,
  isComplete: ({ token_price, create_devshard_fee, fee_per_nonce }) =>
    ![token_price, create_devshard_fee, fee_per_nonce].includes(null),
  documented: (given, { kind, field, body: answer }) => {
    if (kind === "dropped key" && PRICES.includes(field)) return withJson({ ...given, [field]: null }, answer);
    if (kind !== "renamed key" && field === "devshard_escrow_params" && isGone(answer, field)) {
      return withJson({ ...given, token_price: null, create_devshard_fee: null, fee_per_nonce: null }, answer);
    }
    return undefined;
  },
});

const given: Given = {
  token_price: 10n,
  create_devshard_fee: null,
  fee_per_nonce: null,
  weight_scales: [{ model_id: "moonshotai/Kimi-K2.6", value: 12620856201975851n, exponent: -16 }],
  epoch_length: 15391,
  poc_stage_duration: 35,
  poc_exchange_duration: 0,
  poc_validation_delay: 5,
  poc_validation_duration: 240,
  set_new_validators_delay: 120,
};

function reversed(value: Json): Json {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe("decodeParams", () => {
  it("gives one text for one content, whatever the order of its keys", () => {
    const answer = body(given, "gateway");
    expect(decodeParams(reversed(answer))).toEqual(decodeParams(answer));
    expect(decodeParams(answer)).toMatchObject({
      ok: true,
      value: { json: expect.stringMatching(/^\{"devshard_escrow_params":/) },
    });
  });

  it("has no price, rather than 0, before devshards", () => {
    const { params } = body(given, "gateway");
    const { devshard_escrow_params: _escrow, ...older } = Object(params);
    expect(decodeParams({ params: older })).toMatchObject({ ok: true, value: { token_price: null, fee_per_nonce: null } });
  });

  it("rejects a renamed price, an unset scale and an epoch of no length", () => {
    const text = JSON.stringify(body(given, "gateway"));
    const changed = (from: string, to: string) => JSON.parse(text.replace(from, to));
    expect(decodeParams(JSON.parse(text)).ok).toBe(true);
    expect(decodeParams(changed('"token_price"', '"price_per_token"')).ok).toBe(false);
    expect(decodeParams(changed('{"value":"12620856201975851","exponent":-16}', "null")).ok).toBe(false);
    expect(decodeParams(changed('"epoch_length":"15391"', '"epoch_length":"0"')).ok).toBe(false);
  });

  it("rejects an answer nested deeper than the canonical text can be written", () => {
    const text = JSON.stringify(body(given, "gateway"));
    const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
    const decoded = decodeParams(JSON.parse(text.replace('"fee_params":null', `"fee_params":null,"new":${deep}`)));
    expect(decoded).toEqual({ ok: false, reason: "params: expected an object of ordinary depth, got a deeper one" });
  });
});
