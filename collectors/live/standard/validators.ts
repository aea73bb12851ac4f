import { createHash } from "node:crypto";
import { PubKey } from "cosmjs-types/cosmos/crypto/ed25519/keys";
import { bondStatusToJSON, type Validator } from "cosmjs-types/cosmos/staking/v1beta1/staking";
import type { ValidatorRow } from "../../../storage/facts/live-rows.ts";
import { VALIDATORS } from "../../../storage/facts/tables.ts";
import { type AnswerFormat, decodeAnswer } from "../../decode/answer.ts";
import { probe } from "../../decode/dialect.ts";
import { leaf, leaves } from "../../decode/known.ts";
import { type ObjectReader, reject } from "../../decode/reader.ts";
import { base64Bytes, bool, due, enumOf, text } from "../../decode/wire.ts";
import { allPages, nextKeyOf, PAGINATION } from "./pages.ts";
import { standardQuestion } from "./question.ts";
import { bech32, digits, nameOf } from "./values.ts";

const ED25519 = "/cosmos.crypto.ed25519.PubKey";
const KEY_BYTES = 32;
const STATUS = enumOf("BOND_STATUS_", [
  "BOND_STATUS_UNSPECIFIED",
  "BOND_STATUS_UNBONDED",
  "BOND_STATUS_UNBONDING",
  "BOND_STATUS_BONDED",
]);

const FORMAT: AnswerFormat = {
  shape: {
    validators: {
      ...leaves("operator_address jailed status tokens delegator_shares unbonding_height unbonding_time commission"),
      ...leaves("min_self_delegation unbonding_on_hold_ref_count unbonding_ids"),
      consensus_pubkey: leaves("@type key"),
      description: { ...leaves("moniker identity website security_contact details"), metadata: leaf },
    },
    pagination: PAGINATION,
  },
  probes: [probe("validators.tokens")],
};

/**
 * Validators of any status at a height: `cosmos.staking.v1beta1.Query/Validators`, or `/cosmos/staking/v1beta1/validators`. `tokens` is
 * compute power in Gonka's fork; what else the fork adds is passed over.
 */
export const validators = standardQuestion({
  topic: "validators",
  table: VALIDATORS,
  keyOf: (row) => row.operator_address,
  query: async ({ staking }, epoch) => {
    const pages = await allPages((key) => staking.validators("", key));
    return pages
      .flatMap((page) => page.validators)
      .map((validator, index) => ofMessage(validator, epoch, `validators[${index}]`));
  },
  route: "cosmos/staking/v1beta1/validators",
  path: "/cosmos/staking/v1beta1/validators?pagination.limit=100",
  decode: (body, epoch) =>
    decodeAnswer(body, FORMAT, (root) => ({
      rows: root.messages("validators").map((validator) => ofJson(validator, epoch)),
      nextKey: nextKeyOf(root),
    })),
});

function ofMessage(validator: Validator, epoch: number, path: string): ValidatorRow {
  const key = validator.consensusPubkey;
  if (key?.typeUrl !== ED25519) reject(`${path}.consensus_pubkey`, "an ed25519 key", key?.typeUrl ?? "nothing");
  return {
    epoch,
    operator_address: bech32(validator.operatorAddress, `${path}.operator_address`),
    consensus_address: consensusAddress(PubKey.decode(key.value).key, path),
    jailed: validator.jailed,
    status: bondStatusToJSON(validator.status),
    tokens: digits(validator.tokens, `${path}.tokens`),
    moniker: nameOf(validator.description?.moniker ?? ""),
  };
}

function ofJson(validator: ObjectReader, epoch: number): ValidatorRow {
  const key = validator.message("consensus_pubkey");
  key.verify("@type", text, ED25519);
  return {
    epoch,
    operator_address: bech32(validator.read("operator_address", due(text)), `${validator.path}.operator_address`),
    consensus_address: consensusAddress(key.read("key", due(base64Bytes)), validator.path),
    jailed: validator.read("jailed", bool),
    status: validator.read("status", STATUS),
    tokens: digits(validator.read("tokens", due(text)), `${validator.path}.tokens`),
    moniker: nameOf(validator.message("description").read("moniker", text)),
  };
}

function consensusAddress(key: Uint8Array, path: string): string {
  if (key.length !== KEY_BYTES) reject(`${path}.consensus_pubkey`, `${KEY_BYTES} bytes`, `${key.length}`);
  return createHash("sha256").update(key).digest("hex").slice(0, 40).toUpperCase();
}
