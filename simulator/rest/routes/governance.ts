import { GOV_AUTHORITY } from "../../network/models.ts";
import type { Model, Proposal, Tally, UpgradePlan } from "../../network/types.ts";
import { decimal, timestamp } from "../json.ts";
import { page } from "../paging.ts";
import { notFound, type Question, type Route, text, uint64 } from "../route.ts";

function registration(model: Model) {
  return {
    "@type": "/inference.inference.MsgRegisterModel",
    authority: GOV_AUTHORITY,
    proposed_by: model.proposedBy,
    id: model.id,
    units_of_compute_per_token: "1000",
    hf_repo: model.hfRepo,
    hf_commit: model.hfCommit,
    model_args: model.args,
    v_ram: String(model.vRam),
    throughput_per_nonce: String(model.throughputPerNonce),
    validation_threshold: decimal(model.validationThreshold),
  };
}

const planJson = ({ name, height, info }: UpgradePlan) => ({
  name,
  time: "0001-01-01T00:00:00Z",
  height: String(height),
  info,
  upgraded_client_state: null,
});

const tallyJson = ({ yes, abstain, no, noWithVeto }: Tally) => ({
  yes_count: String(yes),
  abstain_count: String(abstain),
  no_count: String(no),
  no_with_veto_count: String(noWithVeto),
});

const NO_VOTES: Tally = { yes: 0n, abstain: 0n, no: 0n, noWithVeto: 0n };

function proposalJson(proposal: Proposal) {
  const { registers, upgrade, votingStartMs, votingEndMs, status } = proposal;
  const running = status === "PROPOSAL_STATUS_VOTING_PERIOD";
  const messages: unknown[] = registers === null ? [] : [registration(registers)];
  if (upgrade !== null) {
    messages.push({ "@type": "/cosmos.upgrade.v1beta1.MsgSoftwareUpgrade", authority: GOV_AUTHORITY, plan: planJson(upgrade) });
  }
  return {
    id: String(proposal.id),
    messages,
    status,
    // The final result stays zero while the vote goes on.
    final_tally_result: tallyJson(running ? NO_VOTES : proposal.tally),
    submit_time: timestamp(proposal.submitMs),
    deposit_end_time: timestamp(proposal.depositEndMs),
    total_deposit: [{ denom: "ngonka", amount: votingStartMs === null ? "100" : "5000" }],
    voting_start_time: votingStartMs === null ? null : timestamp(votingStartMs),
    voting_end_time: votingEndMs === null ? null : timestamp(votingEndMs),
    metadata: "ipfs://CID",
    title: proposal.title,
    summary: proposal.summary,
    proposer: proposal.proposer,
    expedited: false,
    failed_reason: proposal.failedReason,
  };
}

const STATUSES = [
  "PROPOSAL_STATUS_UNSPECIFIED",
  "PROPOSAL_STATUS_DEPOSIT_PERIOD",
  "PROPOSAL_STATUS_VOTING_PERIOD",
  "PROPOSAL_STATUS_PASSED",
  "PROPOSAL_STATUS_REJECTED",
  "PROPOSAL_STATUS_FAILED",
];

/** A status is asked for by its number or its name. */
function proposals({ network, height, query }: Question) {
  const asked = query.get("proposal_status") ?? "0";
  const status = STATUSES[Number(asked)] ?? asked;
  const wanted = network.proposals(height).filter((one) => status === STATUSES[0] || one.status === status);
  const { items, pagination } = page(wanted, query, ({ id }) => String(id));
  return { proposals: items.map(proposalJson), pagination };
}

function find(question: Question): Proposal {
  const id = uint64(question, 0, "proposal_id");
  const found = question.network.proposals(question.height).find((proposal) => proposal.id === id);
  if (found === undefined) throw notFound(`proposal ${id} doesn't exist`);
  return found;
}

function votes({ network, height, params, query }: Question) {
  const all = network.votes(Number(params[0]), height);
  const { items, pagination } = page(all, query, ({ voter }) => voter);
  return {
    votes: items.map(({ proposalId, voter, option }) => ({
      proposal_id: String(proposalId),
      voter,
      options: [{ option, weight: "1.000000000000000000" }],
      metadata: "",
    })),
    pagination,
  };
}

const TALLYING = {
  voting_params: null,
  deposit_params: null,
  tally_params: { quorum: "0.250000000000000000", threshold: "0.500000000000000000", veto_threshold: "0.334000000000000000" },
  params: {
    min_deposit: [{ denom: "ngonka", amount: "1000" }],
    max_deposit_period: "172800s",
    voting_period: "172800s",
    quorum: "0.250000000000000000",
    threshold: "0.500000000000000000",
    veto_threshold: "0.334000000000000000",
    min_initial_deposit_ratio: "0.000000000000000000",
    proposal_cancel_ratio: "0.500000000000000000",
    proposal_cancel_dest: "",
    expedited_voting_period: "43200s",
    expedited_threshold: "0.667000000000000000",
    expedited_min_deposit: [{ denom: "ngonka", amount: "2000" }],
    burn_vote_quorum: false,
    burn_proposal_deposit_prevote: false,
    burn_vote_veto: true,
    min_deposit_ratio: "0.010000000000000000",
  },
};

function currentPlan({ network, height }: Question) {
  const plan = network.upgradePlan(height);
  return { plan: plan === null ? null : planJson(plan) };
}

function appliedPlan(question: Question) {
  const upgrade = question.network.lastUpgrade(question.height);
  return { height: upgrade?.name === text(question, 0) ? String(upgrade.height) : "0" };
}

export const GOVERNANCE: readonly Route[] = [
  { path: "cosmos/gov/v1/proposals", answer: proposals },
  { path: "cosmos/gov/v1/proposals/{}", answer: (question) => ({ proposal: proposalJson(find(question)) }) },
  { path: "cosmos/gov/v1/proposals/{}/tally", answer: (question) => ({ tally: tallyJson(find(question).tally) }) },
  { path: "cosmos/gov/v1/proposals/{}/votes", answer: votes },
  { path: "cosmos/gov/v1/params/{}", answer: () => TALLYING },
  { path: "cosmos/upgrade/v1beta1/current_plan", answer: currentPlan },
  { path: "cosmos/upgrade/v1beta1/applied_plan/{}", answer: appliedPlan },
];
