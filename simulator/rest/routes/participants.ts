import type { Participant } from "../../network/types.ts";
import { decimal, ngonka } from "../json.ts";
import { page } from "../paging.ts";
import { notFound, type Question, RestError, type Route, text } from "../route.ts";
import { COLLATERAL, INFERENCE } from "./bases.ts";

const ZERO = { value: "0", exponent: 0 };

function participantJson({ host, status, epochsCompleted, counts, confirmationRatio }: Participant) {
  const genesis = host.joinHeight === 0;
  return {
    index: host.address,
    address: host.address,
    weight: genesis ? 1 : -1,
    // Participants of the genesis have unix seconds here, all others milliseconds.
    join_time: String(genesis ? Math.floor(host.joinTimeMs / 1000) : host.joinTimeMs),
    join_height: String(host.joinHeight),
    last_inference_time: "0",
    inference_url: host.url,
    status,
    coin_balance: String(counts.earned),
    validator_key: host.validatorKeyBase64,
    consecutive_invalid_inferences: "0",
    worker_public_key: "",
    epochs_completed: epochsCompleted,
    current_epoch_stats: {
      inference_count: String(counts.inferenceCount),
      missed_requests: String(counts.missedRequests),
      earned_coins: String(counts.earned),
      rewarded_coins: "0",
      burned_coins: "0",
      validated_inferences: String(counts.validated),
      invalidated_inferences: String(counts.invalidated),
      invalidLLR: counts.inferenceCount === 0n ? ZERO : { value: String(-counts.inferenceCount * 171_850_256n), exponent: -12 },
      inactiveLLR: counts.inferenceCount === 0n ? ZERO : { value: String(-counts.inferenceCount * 117_783_037n), exponent: -12 },
      confirmationPoCRatio: confirmationRatio === null ? null : decimal(confirmationRatio),
    },
  };
}

function participants({ network, height, query }: Question) {
  const { items, pagination } = page(network.hosts(height), query, ({ address }) => address);
  return {
    participant: items.map((host) => participantJson(network.participant(host, height))),
    pagination,
    block_height: String(height),
  };
}

function participant(question: Question) {
  const host = question.network.host(text(question, 0));
  if (host === null || host.joinHeight > question.height) throw notFound();
  return { participant: participantJson(question.network.participant(host, question.height)) };
}

/** Members of the effective epoch, in no order that means anything. */
function participantsStats({ network, height }: Question) {
  const { effective } = network.epochsAt(height);
  const group = network.rootGroup(effective, height);
  if (effective < 1 || group === null) throw new RestError(13, "previous epoch group not found");
  const rewarded = new Map(network.results(effective - 1, height).map((result) => [result.host, result.rewarded]));
  const shuffled = [...group.members].sort((a, b) => order(a.host.index, height) - order(b.host.index, height));
  return {
    participants_stats: shuffled.map(({ host, reputation }) => {
      const { counts, epochsCompleted } = network.participant(host, height);
      return {
        account_address: host.address,
        operator_address: host.operatorAddress,
        reputation,
        earned_coins_current_epoch: String(counts.earned),
        rewarded_coins_latest_epoch: String(rewarded.get(host) ?? 0n),
        epochs_completed: epochsCompleted,
      };
    }),
  };
}

const order = (index: number, height: number) => Math.imul(index ^ height, 0x5bd1e995) >>> 0;

/** 1 ngonka a weight unit: what hosts have deposited, made up from their operator's address. */
const collateralOf = (index: number) => BigInt(1 + (index % 9)) * 100_000_000n;
const deposits = (index: number) => index % 4 !== 3;

function collateral({ network, height, query }: Question) {
  const holders = network.hosts(height).filter(({ index }) => deposits(index));
  const { items, pagination } = page(holders, query, ({ address }) => address);
  return {
    collateral: items.map(({ address, index }) => ({ participant: address, amount: ngonka(collateralOf(index)) })),
    pagination,
  };
}

function collateralOfOne(question: Question) {
  const address = text(question, 0);
  const host = question.network.host(address);
  if (host === null || host.joinHeight > question.height || !deposits(host.index)) {
    throw notFound(`collateral not found for participant ${address}`);
  }
  return { amount: ngonka(collateralOf(host.index)) };
}

export const PARTICIPANTS: readonly Route[] = [
  { path: `${INFERENCE}/participant`, answer: participants },
  { path: `${INFERENCE}/participant/{}`, answer: participant },
  {
    path: `${INFERENCE}/participants/count`,
    answer: ({ network, height }) => ({ total: String(network.hosts(height).length) }),
  },
  { path: `${INFERENCE}/participants_stats`, answer: participantsStats },
  { path: `${COLLATERAL}/collateral`, answer: collateral },
  { path: `${COLLATERAL}/collateral/{}`, answer: collateralOfOne },
];
