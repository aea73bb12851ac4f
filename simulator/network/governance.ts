import { FOURTH_PROPOSAL, GOV_AUTHORITY, THIRD_PROPOSAL, votingEndOf } from "./models.ts";
import type { Model, Proposal, Tally, UpgradePlan, Vote } from "./types.ts";
import type { World } from "./world.ts";

const DAY_MS = 86_400_000;
const NO_VOTES: Tally = { yes: 0n, abstain: 0n, no: 0n, noWithVeto: 0n };

/** How a vote ends, or that it never gets there. */
type Outcome = "passes" | "rejected" | "fails" | "no deposit";

interface Story {
  readonly id: number;
  readonly title: string;
  /** Submitted, and when its vote ends: unix milliseconds. */
  readonly submitMs: number;
  readonly votingEndMs: number;
  readonly outcome: Outcome;
  readonly registers: Model | null;
  readonly upgrade: UpgradePlan | null;
}

/** Proposals, upgrades and votes. A vote takes 48 hours, or two epochs where those are shorter. */
export class Governance {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  proposals(height: number): readonly Proposal[] {
    const now = this.#world.clock.timeOf(height);
    return this.#stories(now).flatMap((story) => this.#at(story, now, height) ?? []);
  }

  /** Votes are deleted with the tally. */
  votes(proposalId: number, height: number): readonly Vote[] {
    const proposal = this.proposals(height).find(({ id }) => id === proposalId);
    if (proposal?.status !== "PROPOSAL_STATUS_VOTING_PERIOD") return [];
    return this.#voted(proposalId, height).map(({ host, option }) => ({ proposalId, voter: host.address, option }));
  }

  upgradePlan(height: number): UpgradePlan | null {
    const passed = this.proposals(height).filter(
      ({ status, upgrade }) => upgrade !== null && status === "PROPOSAL_STATUS_PASSED",
    );
    return passed.map(({ upgrade }) => upgrade).find((upgrade) => upgrade !== null && upgrade.height > height) ?? null;
  }

  lastUpgrade(height: number): UpgradePlan | null {
    const planned = this.#planned();
    if (height >= planned.height) return planned;
    const first: UpgradePlan = { name: "v0.2.15", height: this.#world.stagesOf(1).pocStart + 10, info: "{}" };
    return height >= first.height ? first : null;
  }

  #planned(): UpgradePlan {
    const { forming } = this.#world.plot;
    const { pocStart, nextPocStart } = this.#world.stagesOf(forming + 1);
    return { name: "v0.2.16", height: Math.floor((pocStart + nextPocStart) / 2), info: '{"binaries":{}}' };
  }

  #votingMs(): number {
    const { epoch, blockMs } = this.#world.options;
    return Math.min(2 * DAY_MS, 2 * epoch.length * blockMs);
  }

  /** Every proposal that could have been submitted by now, oldest first. */
  #stories(now: number): readonly Story[] {
    const { plot, models, options, clock } = this.#world;
    const { forming } = plot;
    const voting = this.#votingMs();
    const startMs = (epoch: number) => clock.timeOf(this.#world.stagesOf(Math.max(1, epoch)).pocStart);
    const plain = (id: number, title: string, submitMs: number, outcome: Outcome): Story => ({
      id,
      title,
      submitMs,
      votingEndMs: submitMs + voting,
      outcome,
      registers: null,
      upgrade: null,
    });
    const registration = (id: number): Story[] => {
      const model = models.find(({ proposalId }) => proposalId === id);
      if (model === undefined) return [];
      const votingEndMs = votingEndOf(clock, model.registeredAt);
      return [{ ...plain(id, `Register ${model.id}`, votingEndMs - voting, "passes"), votingEndMs, registers: model }];
    };
    const head = options.endMs;
    const stories = [
      plain(1, "Publish the budget of the Foundation", startMs(1), "passes"),
      plain(2, "Double the escrow fee", startMs(Math.min(4, forming - 1)), "rejected"),
      plain(3, "A proposal nobody paid for", startMs(Math.min(5, forming - 1)), "no deposit"),
      ...registration(THIRD_PROPOSAL),
      plain(5, "Change a parameter that isn't there", startMs(forming - 17), "fails"),
      ...registration(FOURTH_PROPOSAL),
      { ...plain(7, "Upgrade to v0.2.16", startMs(forming - 1) - voting, "passes"), upgrade: this.#planned() },
      plain(8, "Lower the token price", head - Math.floor(0.4 * voting), "passes"),
      plain(9, "Fund a hackathon", head - Math.floor(0.1 * voting), "no deposit"),
    ];
    // Later ones, so that governance goes on as long as the clock runs.
    for (let number = 0; ; number++) {
      const submitMs = startMs(forming + 2 + 5 * number);
      if (submitMs > now) break;
      stories.push(plain(10 + number, `Report ${number + 1} of the network`, submitMs, number % 4 === 3 ? "rejected" : "passes"));
    }
    return stories;
  }

  #at(story: Story, now: number, height: number): Proposal | null {
    if (now < story.submitMs) return null;
    const waits = story.outcome === "no deposit";
    // Deposits may be collected as long as a vote takes; then the proposal is deleted.
    if (waits && now >= story.votingEndMs) return null;
    const over = now >= story.votingEndMs;
    return {
      id: story.id,
      title: story.title,
      summary: `${story.title} (SIMULATED)`,
      proposer: this.#world.hosts.registered(0)[0]?.address ?? GOV_AUTHORITY,
      status: waits ? "PROPOSAL_STATUS_DEPOSIT_PERIOD" : over ? ended(story.outcome) : "PROPOSAL_STATUS_VOTING_PERIOD",
      failedReason: !over ? "" : story.outcome === "fails" ? "unknown parameter" : story.outcome === "rejected" ? REJECTED : "",
      registers: story.registers,
      upgrade: story.upgrade,
      submitMs: story.submitMs,
      depositEndMs: story.votingEndMs,
      votingStartMs: waits ? null : story.submitMs,
      votingEndMs: waits ? null : story.votingEndMs,
      tally: waits ? NO_VOTES : this.#tally(story, height, over),
    };
  }

  #tally(story: Story, height: number, over: boolean): Tally {
    if (!over) {
      const votes = this.#voted(story.id, height);
      const sum = (option: string) => votes.reduce((total, vote) => (vote.option === option ? total + vote.power : total), 0n);
      return { yes: sum("VOTE_OPTION_YES"), abstain: sum("VOTE_OPTION_ABSTAIN"), no: sum("VOTE_OPTION_NO"), noWithVeto: 0n };
    }
    const power = BigInt(40_000 + 100 * story.id);
    const minor = power / 9n;
    if (story.outcome === "rejected") return { yes: minor, abstain: minor / 2n, no: power, noWithVeto: minor };
    return { yes: power, abstain: minor, no: minor / 3n, noWithVeto: 0n };
  }

  /** More hosts have voted the longer the vote goes on. */
  #voted(proposalId: number, height: number) {
    const { draw } = this.#world;
    const { effective } = this.#world.epochsAt(height);
    const now = this.#world.clock.timeOf(height);
    const story = this.#stories(now).find(({ id }) => id === proposalId);
    if (story === undefined) return [];
    const passed = (now - story.submitMs) / (story.votingEndMs - story.submitMs);
    return this.#world.plan(effective).members.flatMap(({ host, weight }) => {
      if (weight === 0n || draw.unit("votes", proposalId, host.index) > passed) return [];
      const unit = draw.unit("option", proposalId, host.index);
      const option = unit < 0.8 ? "VOTE_OPTION_YES" : unit < 0.9 ? "VOTE_OPTION_NO" : "VOTE_OPTION_ABSTAIN";
      return [{ host, power: weight, option } as const];
    });
  }
}

const REJECTED = "proposal did not get enough votes to pass";

function ended(outcome: Outcome): Proposal["status"] {
  if (outcome === "passes") return "PROPOSAL_STATUS_PASSED";
  return outcome === "rejected" ? "PROPOSAL_STATUS_REJECTED" : "PROPOSAL_STATUS_FAILED";
}
