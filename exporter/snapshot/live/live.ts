import type { CollectorRuns, HostState, LiveNow, ProbeRound } from "../../../storage/read/live-now.ts";
import type { Epoch, Vote } from "../../../storage/read/votes.ts";
import type { Store } from "../../store.ts";
import { activeHosts, type Hosts } from "../hosts.ts";
import type { Standing } from "../questions.ts";
import { type AgreedFacts, createFactReader } from "./agreed-facts.ts";
import { type BlockTime, blockTimeOf, type EpochClock, epochClock } from "./epoch-clock.ts";
import { type HaltStatus, haltStatus, type SourcePoll, sourcePolls } from "./heads.ts";
import { type HostNow, hostsNow, UNSEEN } from "./hosts-now.ts";
import { createModelReader, type ModelGroup } from "./model-groups.ts";

/** The running network, as of one reading of the store. */
export interface Live {
  readonly halt: HaltStatus;
  readonly blockTime: BlockTime | null;
  /** Null where phase and events can't be told. */
  readonly epochClock: EpochClock | null;
  readonly facts: AgreedFacts;
  readonly models: readonly ModelGroup[];
  /** By address. */
  readonly hosts: ReadonlyMap<string, HostNow>;
  /** How many of the active hosts have each state; null while the active hosts are not known. */
  readonly hostStates: Readonly<Record<HostState, number>> | null;
  /** Newest first within each vantage point, of the last day. */
  readonly rounds: readonly ProbeRound[];
  readonly sources: ReadonlyMap<string, SourcePoll>;
  readonly collectors: readonly CollectorRuns[];
}

/** What is read besides what the rest of the snapshot rests on. */
export interface LiveInputs {
  readonly store: Store;
  readonly votes: readonly Vote[];
  readonly epochs: readonly Epoch[];
  readonly standing: Standing;
  readonly hosts: Hosts;
  readonly observed: LiveNow;
  /** The injected clock. */
  readonly now: Date;
}

export type LiveReader = (inputs: LiveInputs) => Promise<Live>;

/** A reader that keeps what it read of answers that did not change. */
export function createLiveReader(): LiveReader {
  const readFacts = createFactReader();
  const readModels = createModelReader();
  return async ({ store, votes, epochs, standing, hosts, observed, now }) => {
    const { head, clock } = standing;
    const wall = new Date();
    const [facts, models] = await Promise.all([readFacts(store, votes), readModels(store, votes, epochs.at(-1))]);
    const halt = haltStatus(observed, head, now, wall);
    const blockTime = blockTimeOf(head, observed.paces, epochs);
    const seen = hostsNow(observed, now, wall);
    return {
      halt,
      blockTime,
      epochClock: epochClock(head, clock, facts.params, blockTime, halt.halted === true),
      facts,
      models,
      hosts: seen,
      hostStates: countStates(hosts, seen),
      rounds: observed.rounds,
      sources: sourcePolls(observed.polls, head, now, wall),
      collectors: observed.collectors,
    };
  };
}

/** Of the active hosts. One that was never probed is unknown. */
function countStates(hosts: Hosts, seen: ReadonlyMap<string, HostNow>): Record<HostState, number> | null {
  if (hosts.epoch === null) return null;
  const counts: Record<HostState, number> = { up: 0, down: 0, unknown: 0, maintenance: 0 };
  for (const { address } of activeHosts(hosts)) counts[(seen.get(address) ?? UNSEEN).agreement.state]++;
  return counts;
}

/** The newest round of each vantage point. */
export const newestRounds = ({ rounds }: Live): ProbeRound[] =>
  rounds.filter(({ vantage }, index) => rounds[index - 1]?.vantage !== vantage);
