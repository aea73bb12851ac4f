import { createHash } from "node:crypto";
import type { Result, SettleAmount } from "../../network/types.ts";
import { page } from "../paging.ts";
import { notFound, type Question, type Route, text, uint64 } from "../route.ts";
import { INFERENCE } from "./bases.ts";

function summary(result: Result) {
  return {
    epoch_index: String(result.epoch),
    participant_id: result.host.address,
    inference_count: String(result.inferenceCount),
    missed_requests: String(result.missedRequests),
    earned_coins: String(result.earned),
    rewarded_coins: String(result.rewarded),
    burned_coins: "0",
    validated_inferences: String(result.validated),
    invalidated_inferences: String(result.invalidated),
    claimed: result.claimed,
  };
}

function summaries(question: Question) {
  const results = question.network.results(uint64(question, 0, "epoch_index"), question.height);
  return { epochPerformanceSummary: results.map(summary) };
}

function summaryOfOne(question: Question) {
  const address = text(question, 1);
  const results = question.network.results(uint64(question, 0, "epoch_index"), question.height);
  const found = results.find(({ host }) => host.address === address);
  if (found === undefined) throw notFound();
  return { epochPerformanceSummary: summary(found) };
}

function settleJson({ host, epoch, reward, work }: SettleAmount) {
  return {
    participant: host.address,
    reward_coins: String(reward),
    work_coins: String(work),
    epoch_index: String(epoch),
    seed_signature: createHash("sha512").update(`${epoch}/${host.address}`).digest("hex"),
    last_claim_attempt: "0",
  };
}

function settleAmounts({ network, height, query }: Question) {
  const { items, pagination } = page(network.settleAmounts(height), query, ({ host }) => host.address);
  return { settle_amount: items.map(settleJson), pagination };
}

function settleAmountOfOne(question: Question) {
  const found = question.network.settleAmounts(question.height).find(({ host }) => host.address === text(question, 0));
  if (found === undefined) throw notFound();
  return { settle_amount: settleJson(found) };
}

/** What the running epoch would give the host by now; it counts for the new epoch from its settlement on. */
function estimate(question: Question) {
  const { network, height } = question;
  const { latest } = network.epochsAt(height);
  const epoch = height >= network.stagesOf(latest).validationEnd ? latest : latest - 1;
  const group = epoch < 1 ? null : network.rootGroup(epoch, height);
  if (group === null || group.members.length === 0) throw notFound("delegation reward snapshot not found");
  const member = group.members.find(({ host }) => host.address === text(question, 0));
  if (member === undefined) throw notFound("participant not found in epoch reward estimate");
  const { counts, status } = network.participant(member.host, height);
  const share =
    status === "ACTIVE" && group.totalWeight > 0n ? (network.rewardOf(epoch) * member.weight) / group.totalWeight : 0n;
  return {
    settle_amount: {
      participant: member.host.address,
      reward_coins: String(share),
      work_coins: String(counts.earned),
      epoch_index: String(epoch),
      seed_signature: "",
      last_claim_attempt: "0",
    },
  };
}

function excluded(question: Question) {
  const asked = uint64(question, 0, "epoch_index");
  const epoch = asked === 0 ? question.network.epochsAt(question.height).effective : asked;
  return {
    items: question.network.exclusions(epoch, question.height).map(({ host, reason, height }) => ({
      address: host.address,
      epoch_index: String(epoch),
      reason,
      exclusion_block_height: String(height),
    })),
  };
}

function tokenomics({ network, height }: Question) {
  const { totalFees, totalSubsidies, totalRefunded, totalBurned } = network.tokenomics(height);
  return {
    tokenomics_data: {
      total_fees: String(totalFees),
      total_subsidies: String(totalSubsidies),
      total_refunded: String(totalRefunded),
      total_burned: String(totalBurned),
    },
  };
}

export const RESULTS: readonly Route[] = [
  { path: `${INFERENCE}/epoch_performance_summary/{}`, answer: summaries },
  { path: `${INFERENCE}/epoch_performance_summary/{}/{}`, answer: summaryOfOne },
  { path: `${INFERENCE}/settle_amount`, answer: settleAmounts },
  { path: `${INFERENCE}/settle_amount/{}`, answer: settleAmountOfOne },
  { path: `${INFERENCE}/estimate_bitcoin_reward/{}`, answer: estimate },
  { path: `${INFERENCE}/excluded_participants/{}`, answer: excluded },
  { path: `${INFERENCE}/tokenomics_data`, answer: tokenomics },
];
