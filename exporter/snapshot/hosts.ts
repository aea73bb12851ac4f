import { z } from "zod";
import { AT, at, count, queryRows } from "../../storage/read/query.ts";
import type { Vote } from "../../storage/read/votes.ts";
import { groupBy } from "../group-by.ts";
import type { Store } from "../store.ts";
import type { AskedQuestion } from "./questions.ts";
import { keyOfVotes, remembered } from "./remembered.ts";

const chainInteger = z.string().transform(BigInt);

/** Why and at which height a member was excluded. */
export interface Exclusion {
  readonly reason: string;
  readonly height: number;
}

/** A member of the newest agreed epoch. */
export interface Host {
  readonly address: string;
  readonly weight: bigint;
  readonly confirmationWeight: bigint;
  readonly reputation: number;
  /** By weight, from 1; equal weights share a rank. */
  readonly rank: number;
  /** Null where the epoch's exclusions are not agreed: then nobody knows whether it was. */
  readonly exclusions: readonly Exclusion[] | null;
}

export interface Hosts {
  /** The newest epoch whose root group is agreed and effective; null before the first. */
  readonly epoch: number | null;
  readonly totalWeight: bigint;
  /** Heaviest first. */
  readonly hosts: readonly Host[];
  /** The newest epoch with agreed results. */
  readonly resultsEpoch: number | null;
  /** missed ÷ (completed + missed) of that epoch; a host without assignments has none. */
  readonly missRatios: ReadonlyMap<string, number>;
}

export const exclusionRow = z.object({ address: z.string(), reason: z.string(), height: count });
const memberRow = z.object({
  address: z.string(),
  weight: chainInteger,
  confirmation_weight: chainInteger,
  reputation: z.int(),
});
const resultRow = z.object({ address: z.string(), inference_count: chainInteger, missed_requests: chainInteger });

/** Topics that the three views read. */
const TOPICS_READ = ["epoch_group", "exclusions", "epoch_results", "epoch_results_by_member"] as const;

/** The agreed rows: members and exclusions of an epoch, results of another. */
function readRows({ client, chain }: Store, asOf: string, epoch: number | null, resultsEpoch: number | null) {
  const rowsOf = <Row extends z.ZodType>(row: Row, query: string, of: number | null) =>
    of === null ? [] : queryRows(client, row, query, { ...at(chain, asOf), epoch: of });
  return Promise.all([
    rowsOf(
      memberRow,
      `SELECT address, weight, confirmation_weight, reputation FROM agreed_members(${AT})
       WHERE epoch = {epoch:UInt32} ORDER BY weight DESC, address`,
      epoch,
    ),
    rowsOf(
      exclusionRow,
      `SELECT address, reason, height FROM agreed_exclusions(${AT}) WHERE epoch = {epoch:UInt32} ORDER BY address, height, reason`,
      epoch,
    ),
    rowsOf(
      resultRow,
      `SELECT address, inference_count, missed_requests FROM agreed_results(${AT}) WHERE epoch = {epoch:UInt32}`,
      resultsEpoch,
    ),
  ]);
}

/** What the hosts are read from: `epoch` is the newest agreed one. */
export interface HostsInputs {
  readonly store: Store;
  readonly asOf: string;
  readonly epoch: number | null;
  readonly votes: readonly Vote[];
  readonly questions: readonly AskedQuestion[];
}

/** Reads the hosts of the newest agreed epoch, and how they served in the newest epoch with results; rows only where a vote has changed. */
export type HostsReader = (inputs: HostsInputs) => Promise<Hosts>;

export function createHostsReader(): HostsReader {
  const lastRows = remembered<Awaited<ReturnType<typeof readRows>>>();
  return async ({ store, asOf, epoch, votes, questions }) => {
    const resultsEpoch = newestResults(questions);
    const key = `${store.chain} ${epoch} ${resultsEpoch} ${keyOfVotes(votes, TOPICS_READ, [epoch, resultsEpoch])}`;
    const rows = await lastRows(key, () => readRows(store, asOf, epoch, resultsEpoch));
    return hostsOf(rows, epoch, resultsEpoch, questions);
  };
}

function hostsOf(
  [members, exclusions, results]: Awaited<ReturnType<typeof readRows>>,
  epoch: number | null,
  resultsEpoch: number | null,
  questions: readonly AskedQuestion[],
): Hosts {
  const excluded = groupBy(exclusions, ({ address }) => address);
  const exclusionsAgreed = questions.some((one) => one.topic === "exclusions" && one.epoch === epoch && one.verdict === "agreed");
  let rank = 0;
  const hosts = members.map((member, index): Host => {
    if (member.weight !== members[index - 1]?.weight) rank = index + 1;
    return {
      address: member.address,
      weight: member.weight,
      confirmationWeight: member.confirmation_weight,
      reputation: member.reputation,
      rank,
      exclusions: exclusionsAgreed
        ? (excluded.get(member.address) ?? []).map(({ reason, height }) => ({ reason, height }))
        : null,
    };
  });
  const missRatios = new Map(
    results.flatMap((row) => {
      const ratio = missRatio(row.inference_count, row.missed_requests);
      return ratio === null ? [] : [[row.address, ratio] as const];
    }),
  );
  return { epoch, hosts, totalWeight: hosts.reduce((sum, { weight }) => sum + weight, 0n), resultsEpoch, missRatios };
}

/** Members with weight that are not known to be excluded. */
export const activeHosts = ({ hosts }: Hosts): Host[] =>
  hosts.filter(({ weight, exclusions }) => weight > 0n && !(exclusions !== null && exclusions.length > 0));

/** missed ÷ (completed + missed), or null where nothing was assigned. */
export function missRatio(completed: bigint, missed: bigint): number | null {
  return completed + missed === 0n ? null : Number(missed) / Number(completed + missed);
}

/** As the facts are read: results asked member by member count only where no source gave the epoch's results as a whole. */
function newestResults(questions: readonly AskedQuestion[]): number | null {
  const wholeTold = new Set(
    questions.filter(({ topic, verdict }) => topic === "epoch_results" && verdict !== "lost").map(({ epoch }) => epoch),
  );
  const agreed = questions.flatMap(({ topic, epoch, verdict }) => {
    const counts = topic === "epoch_results" || (topic === "epoch_results_by_member" && !wholeTold.has(epoch));
    return counts && verdict === "agreed" && epoch !== null ? [epoch] : [];
  });
  return agreed.length === 0 ? null : agreed.reduce((a, b) => Math.max(a, b));
}
