import { stringify } from "safe-stable-stringify";
import { type ParamsRow, paramsRow } from "../../storage/facts/rows.ts";
import { type AnswerFormat, decodeAnswer } from "./answer.ts";
import type { Decoded } from "./decoded.ts";
import { probe } from "./dialect.ts";
import { isObject } from "./json.ts";
import { PARAMS } from "./known-params.ts";
import { checkedRow, reject } from "./reader.ts";
import { weightScales } from "./weight-scales.ts";
import { due, height, uint64 } from "./wire.ts";

const FORMAT: AnswerFormat = {
  shape: { params: PARAMS },
  probes: [
    "params.epoch_params.epoch_length",
    "params.epoch_params.poc_stage_duration",
    "params.epoch_params.poc_validation_duration",
  ].map(probe),
};

/** The real answer is 5 levels deep; the canonical text's writer is recursive. */
const MAX_DEPTH = 64;

function isDeeper(value: unknown, depth: number): boolean {
  if (!Array.isArray(value) && !isObject(value)) return false;
  return depth === 0 || Object.values(value).some((inner) => isDeeper(inner, depth - 1));
}

/** The `params` object with sorted keys, so that one content has one text whatever order a node writes it in. */
function canonicalJson(body: unknown): string {
  const params = isObject(body) ? body["params"] : undefined;
  if (!isObject(params) || isDeeper(params, MAX_DEPTH)) return reject("params", "an object of ordinary depth", "a deeper one");
  return stringify(params);
}

/**
 * Governance parameters: `GET …/inference/params`. Coins in ngonka.
 * Prices are null where the version has no such field or group. An unset scale of a PoC model gives up the answer.
 */
export function decodeParams(body: unknown): Decoded<ParamsRow> {
  return decodeAnswer(body, FORMAT, (root) => {
    const params = root.message("params");
    const epochs = params.message("epoch_params");
    const escrow = params.optionalMessage("devshard_escrow_params");
    const row = {
      json: canonicalJson(body),
      token_price: escrow?.readOptional("token_price", uint64) ?? null,
      create_devshard_fee: escrow?.readOptional("create_devshard_fee", uint64) ?? null,
      fee_per_nonce: escrow?.readOptional("fee_per_nonce", uint64) ?? null,
      weight_scales: weightScales(params.message("poc_params").messages("models")),
      epoch_length: epochs.read("epoch_length", due(height)),
      poc_stage_duration: epochs.read("poc_stage_duration", height),
      poc_exchange_duration: epochs.read("poc_exchange_duration", height),
      poc_validation_delay: epochs.read("poc_validation_delay", height),
      poc_validation_duration: epochs.read("poc_validation_duration", height),
      set_new_validators_delay: epochs.read("set_new_validators_delay", height),
    };
    if (row.epoch_length === 0) reject("params.epoch_params.epoch_length", "a positive length", "0");
    return checkedRow(paramsRow, row, "params");
  });
}
