import { SIGNED_BLOCKS_WINDOW } from "../../network/consensus.ts";
import type { SigningInfo, StakingValidator } from "../../network/types.ts";
import { legacyDec, timestamp } from "../json.ts";
import { page } from "../paging.ts";
import { notFound, type Question, RestError, type Route, text } from "../route.ts";

const STATUSES = ["BOND_STATUS_UNBONDED", "BOND_STATUS_UNBONDING", "BOND_STATUS_BONDED"];

function validatorJson({ network, height }: Question, { host, tokens, jailed, status }: StakingValidator) {
  const leaves = status === "BOND_STATUS_UNBONDING";
  const unbondingHeight = leaves ? network.stagesOf(network.epochsAt(height).effective).setNewValidators : 0;
  return {
    operator_address: host.operatorAddress,
    consensus_pubkey: { "@type": "/cosmos.crypto.ed25519.PubKey", key: host.validatorKeyBase64 },
    jailed,
    status,
    tokens: String(tokens),
    delegator_shares: legacyDec(1_000_000n),
    description: { moniker: host.moniker, identity: "", website: "", security_contact: "", details: "" },
    unbonding_height: String(unbondingHeight),
    unbonding_time: timestamp(leaves ? network.timeOf(unbondingHeight) + UNBONDING_MS : 0),
    commission: {
      commission_rates: {
        rate: "0.100000000000000000",
        max_rate: "0.200000000000000000",
        max_change_rate: "0.010000000000000000",
      },
      update_time: timestamp(host.joinTimeMs),
    },
    min_self_delegation: "1",
    unbonding_on_hold_ref_count: "0",
    unbonding_ids: leaves ? [String(host.index + 1)] : [],
  };
}

const UNBONDING_MS = 1_814_400_000;

function validators(question: Question) {
  const { network, height, query } = question;
  const status = query.get("status") ?? "";
  if (status !== "" && !STATUSES.includes(status)) throw new RestError(3, `invalid validator status ${status}`);
  const wanted = network.stakingValidators(height).filter((validator) => status === "" || validator.status === status);
  const { items, pagination } = page(wanted, query, ({ host }) => host.operatorAddress);
  return { validators: items.map((validator) => validatorJson(question, validator)), pagination };
}

function validator(question: Question) {
  const address = text(question, 0);
  const found = question.network.stakingValidators(question.height).find(({ host }) => host.operatorAddress === address);
  if (found === undefined) throw notFound(`rpc error: code = NotFound desc = validator ${address} not found`);
  return { validator: validatorJson(question, found) };
}

function infoJson({ host, startHeight, jailedUntilMs, missedBlocks }: SigningInfo, height: number) {
  return {
    address: host.consensusBech32,
    start_height: String(startHeight),
    index_offset: String(Math.max(0, height - startHeight) % SIGNED_BLOCKS_WINDOW),
    jailed_until: timestamp(jailedUntilMs),
    tombstoned: false,
    missed_blocks_counter: String(missedBlocks),
  };
}

function signingInfos({ network, height, query }: Question) {
  const { items, pagination } = page(network.signingInfos(height), query, ({ host }) => host.consensusBech32);
  return { info: items.map((info) => infoJson(info, height)), pagination };
}

function signingInfo(question: Question) {
  const address = text(question, 0);
  const found = question.network.signingInfos(question.height).find(({ host }) => host.consensusBech32 === address);
  if (found === undefined) throw notFound(`SigningInfo not found for validator ${address}`);
  return { val_signing_info: infoJson(found, question.height) };
}

const SLASHING_PARAMS = {
  params: {
    signed_blocks_window: String(SIGNED_BLOCKS_WINDOW),
    min_signed_per_window: "0.500000000000000000",
    downtime_jail_duration: "600s",
    slash_fraction_double_sign: "0.050000000000000000",
    slash_fraction_downtime: "0.010000000000000000",
  },
};

export const STAKING: readonly Route[] = [
  { path: "cosmos/staking/v1beta1/validators", answer: validators },
  { path: "cosmos/staking/v1beta1/validators/{}", answer: validator },
  // The forked staking bonds nothing: the pool's account is empty.
  { path: "cosmos/staking/v1beta1/pool", answer: () => ({ pool: { not_bonded_tokens: "0", bonded_tokens: "0" } }) },
  { path: "cosmos/slashing/v1beta1/signing_infos", answer: signingInfos },
  { path: "cosmos/slashing/v1beta1/signing_infos/{}", answer: signingInfo },
  { path: "cosmos/slashing/v1beta1/params", answer: () => SLASHING_PARAMS },
];
