import type { ProposalRow } from "../../../storage/facts/live-rows.ts";
import { PROPOSALS, TALLIES } from "../../../storage/facts/tables.ts";
import type { CollectContext } from "../../context.ts";
import { decodeProposals, decodeTally } from "../../decode/governance.ts";
import type { Source } from "../../http/source.ts";
import { ask } from "../../inquiry.ts";
import type { LiveQuestion, Pin, Told } from "../pinned.ts";
import { askPages } from "./pages.ts";

const PROPOSALS_PATH = "/chain-api/cosmos/gov/v1/proposals";
const VOTING = "PROPOSAL_STATUS_VOTING_PERIOD";
/** The newest ones: a node that says that everything is being voted on mustn't use up its budget. */
const MOST_TALLIES = 50;

const question = { topic: "proposals" as const, epoch: 0, subject: "" };

/** The votes so far, or nothing: a tally that can't be told takes nothing away from the proposals, and a told one stays the newest. */
async function tallyOf(context: CollectContext, source: Source, { proposal_id }: ProposalRow, pin: Pin): Promise<Told[]> {
  const about = { topic: "tally" as const, epoch: 0, subject: proposal_id.toString() };
  const inquiry = {
    question: about,
    route: "proposals/{id}/tally",
    path: `${PROPOSALS_PATH}/${proposal_id}/tally`,
    decode: (body: unknown) => decodeTally(body, { proposalId: proposal_id }),
    rows: () => [],
  };
  const reply = await ask(context, source, inquiry, pin.height);
  return reply.outcome === "told" ? [{ question: about, rows: [{ table: TALLIES, rows: [reply.value] }] }] : [];
}

/** Every proposal, oldest first, and the tallies of those that are being voted on: `cosmos/gov/v1/proposals`. */
export const proposals: LiveQuestion = {
  questions: () => [question],
  async ask(context, source, pin) {
    const inquiry = {
      question,
      route: "proposals",
      path: PROPOSALS_PATH,
      pageSize: 100,
      decode: decodeProposals,
      keyOf: ({ proposal_id }: ProposalRow) => proposal_id.toString(),
    };
    const reply = await askPages(context, source, inquiry, pin);
    if (reply.outcome !== "told") return reply;
    const told: Told[] = [{ question, rows: [{ table: PROPOSALS, rows: reply.value }] }];
    const voting = reply.value.filter(({ status }) => status === VOTING).slice(-MOST_TALLIES);
    for (const proposal of voting) told.push(...(await tallyOf(context, source, proposal, pin)));
    return { ...reply, value: told };
  },
};
