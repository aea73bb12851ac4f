import {
  type ProposalRow,
  proposalRow,
  type TallyRow,
  tallyRow,
  type UpgradePlanRow,
  upgradePlanRow,
} from "../../storage/facts/live-rows.ts";
import type { Decoded } from "./decoded.ts";
import { leaf, leaves, type Shape } from "./known.ts";
import { decodeLive, type LeftOut, messageOrNull, nextKeyOf, PAGINATION, type Page } from "./live-answer.ts";
import { cut, moment, uint128 } from "./live-wire.ts";
import { checkedRow, type ObjectReader, refuseDuplicates } from "./reader.ts";
import { bool, due, height, text, uint64 } from "./wire.ts";

const TALLY = leaves("yes_count abstain_count no_count no_with_veto_count");

const PROPOSALS_SHAPE: Shape = {
  proposals: {
    ...leaves(
      "id messages status submit_time deposit_end_time total_deposit voting_start_time voting_end_time metadata title summary " +
        "proposer expedited failed_reason",
    ),
    final_tally_result: TALLY,
  },
  pagination: PAGINATION,
};

/** Its field `id` is the model's id (recorded proposals). */
const REGISTER_MODEL = "/inference.inference.MsgRegisterModel";

const MAX_LINE = 512;
const MAX_MESSAGES = 256;
const MAX_MODELS = 64;
const MAX_NAME = 256;

/** Anybody can pay for a proposal with thousands of messages: what no row can hold is cut off and reported. */
function shortened<T>(items: readonly T[], max: number, path: string, leftOut: LeftOut): T[] {
  if (items.length > max) leftOut.note(path, { items: items.length, kept: max });
  return items.slice(0, max);
}

function shortLine(proposal: ObjectReader, key: string, leftOut: LeftOut): string {
  const value = proposal.read(key, text);
  if (value.length > MAX_LINE) leftOut.note(`proposals[].${key}`, value);
  return cut(value, MAX_LINE);
}

function countsOf(tally: ObjectReader) {
  return {
    yes_count: tally.read("yes_count", uint128),
    abstain_count: tally.read("abstain_count", uint128),
    no_count: tally.read("no_count", uint128),
    no_with_veto_count: tally.read("no_with_veto_count", uint128),
  };
}

function proposalOf(proposal: ObjectReader, leftOut: LeftOut): ProposalRow {
  const messages = proposal.messages("messages").map((message) => ({ message, type: message.read("@type", text) }));
  const models = messages
    .filter(({ type }) => type === REGISTER_MODEL)
    .map(({ message }) => message.read("id", text))
    .filter((id) => {
      const fits = id.length > 0 && id.length <= MAX_NAME;
      if (!fits) leftOut.note("proposals[].messages[].id", id);
      return fits;
    });
  const types = messages.map(({ type }) => cut(type, MAX_NAME));
  const row = {
    epoch: 0,
    proposal_id: proposal.read("id", uint64),
    status: proposal.read("status", text),
    title: shortLine(proposal, "title", leftOut),
    message_types: shortened(types, MAX_MESSAGES, "proposals[].messages", leftOut),
    registers_models: shortened(models, MAX_MODELS, "proposals[].messages[].id", leftOut),
    submitted_at: proposal.read("submit_time", moment),
    voting_starts_at: proposal.read("voting_start_time", moment),
    voting_ends_at: proposal.read("voting_end_time", moment),
    expedited: proposal.read("expedited", bool),
    failed_reason: shortLine(proposal, "failed_reason", leftOut),
    ...countsOf(proposal.message("final_tally_result")),
  };
  return checkedRow(proposalRow, row, proposal.path);
}

/**
 * A page of the proposals, oldest first: `GET /cosmos/gov/v1/proposals?pagination.limit=`. Counts are voting power, and stay 0 while it is
 * being voted on: see {@link decodeTally}. Times that the chain hasn't set (no voting yet) are null. A proposal that missed its deposit is
 * gone from the chain. Over-long texts are cut.
 */
export function decodeProposals(body: unknown): Decoded<Page<ProposalRow>> {
  return decodeLive(body, PROPOSALS_SHAPE, (root, leftOut) => {
    const items = root.messages("proposals").map((proposal) => proposalOf(proposal, leftOut));
    refuseDuplicates(items, (row) => row.proposal_id.toString(), "proposals");
    return { items, nextKey: nextKeyOf(root) };
  });
}

/** Votes so far, in voting power: `GET /cosmos/gov/v1/proposals/{id}/tally`. */
export function decodeTally(body: unknown, asked: { proposalId: bigint }): Decoded<TallyRow> {
  return decodeLive(body, { tally: TALLY }, (root) => {
    const tally = root.message("tally");
    return checkedRow(tallyRow, { epoch: 0, proposal_id: asked.proposalId, ...countsOf(tally) }, tally.path);
  });
}

/** The scheduled software upgrade, or null: `GET /cosmos/upgrade/v1beta1/current_plan`. */
export function decodeUpgradePlan(body: unknown): Decoded<UpgradePlanRow | null> {
  const shape: Shape = { plan: { ...leaves("name time height info"), upgraded_client_state: leaf } };
  return decodeLive(body, shape, (root) => {
    const plan = messageOrNull(root, "plan");
    if (plan === null) return null;
    const row = { epoch: 0, name: plan.read("name", text), height: plan.read("height", due(height)) };
    return checkedRow(upgradePlanRow, row, plan.path);
  });
}
