import type { DayBucket } from "../../indicators/evaluator/days.ts";
import { bucketsOf } from "../../indicators/evaluator/evaluate.ts";
import type { MethodStarts } from "../../indicators/methods/index.ts";
import { type CompleteFrom, epochSeries } from "../../storage/read/complete-from.ts";
import { readLiveNow } from "../../storage/read/live-now.ts";
import { clickhouseTime } from "../../storage/read/query.ts";
import { type Epoch, readClocks, readHeads, readVotes } from "../../storage/read/votes.ts";
import type { Store } from "../store.ts";
import { createEpochReader, type EpochReader } from "./epochs.ts";
import { createHostsReader, type Hosts, type HostsReader } from "./hosts.ts";
import { createPublishedReader, type IndicatorStatus, indicatorsOf, type PublishedReader } from "./indicators.ts";
import { headsNow } from "./live/heads.ts";
import { createLiveReader, type Live, type LiveReader } from "./live/live.ts";
import { type Standing, standingOf } from "./questions.ts";
import { readSources, type SourceStatus } from "./sources.ts";
import { createVerifiedReader, type VerifiedEpochs, type VerifiedReader } from "./verified.ts";

/** What /metrics and the API lists are made of: the store as of one moment. */
export interface Snapshot extends Standing {
  readonly chain: string;
  /** When it was read, as ClickHouse writes it: what the API reads from the store later is read as of the same moment. */
  readonly asOf: string;
  readonly indicators: readonly IndicatorStatus[];
  readonly hosts: Hosts;
  readonly sources: readonly SourceStatus[];
  /** The agreed, effective epochs, oldest first. */
  readonly epochs: readonly Epoch[];
  readonly completeFrom: readonly CompleteFrom[];
  /** Every epoch that has a bucket, with or without facts. */
  readonly epochBuckets: readonly number[];
  readonly dayBuckets: readonly DayBucket[];
  /** Where on this chain the methods that wait for their facts begin to hold. */
  readonly methodStarts: MethodStarts;
  readonly live: Live;
  readonly verified: VerifiedEpochs;
}

/** Readers that remember what they read before. */
export interface SnapshotReaders {
  readonly epochs: EpochReader;
  readonly hosts: HostsReader;
  readonly published: PublishedReader;
  readonly live: LiveReader;
  readonly verified: VerifiedReader;
}

export const createSnapshotReaders = (): SnapshotReaders => ({
  epochs: createEpochReader(),
  hosts: createHostsReader(),
  published: createPublishedReader(),
  live: createLiveReader(),
  verified: createVerifiedReader(),
});

/**
 * Writers in other processes number what they store within one millisecond one after the other, and can be a little ahead of the wall
 * clock: what they stored before this reading must not be missed.
 */
const AHEAD_MS = 1000;

/** Reads the store once. `now` is the injected clock. @throws the store's own error when it can't be read. */
export async function readSnapshot(store: Store, now: Date, read: SnapshotReaders): Promise<Snapshot> {
  const { client, chain } = store;
  const asOf = clickhouseTime(new Date(Date.now() + AHEAD_MS));
  const [votes, heads, clocks, observed] = await Promise.all([
    readVotes(client, chain, asOf),
    readHeads(client, chain, asOf),
    readClocks(client, chain, asOf),
    readLiveNow(client, chain, asOf, now),
  ]);
  const standing = standingOf(votes, headsNow(observed.polls, heads), clocks);
  const epochs = await read.epochs(store, asOf, votes);
  const buckets = bucketsOf(votes, epochs, now);
  const [published, hosts, sources, verified] = await Promise.all([
    read.published(store, asOf),
    read.hosts({ store, asOf, epoch: epochs.at(-1)?.epoch ?? null, votes, questions: standing.questions }),
    readSources(store, asOf, standing.questions),
    read.verified(store, asOf),
  ]);
  const live = await read.live({ store, votes, epochs, standing, hosts, observed, now });
  return {
    ...standing,
    chain,
    asOf,
    indicators: indicatorsOf(published, epochs),
    hosts,
    sources,
    epochs,
    completeFrom: epochSeries(votes, epochs),
    epochBuckets: buckets.epochs,
    dayBuckets: buckets.days,
    methodStarts: published.starts,
    live,
    verified,
  };
}
