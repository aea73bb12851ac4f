import type { CollectContext } from "../../collectors/context.ts";
import { collectCounters } from "../../collectors/counters/collect.ts";
import { collectEscrowBlocks } from "../../collectors/escrows/blocks.ts";
import { collectEscrows } from "../../collectors/escrows/collect.ts";
import { collectDroppedEscrows } from "../../collectors/escrows/dropped.ts";
import { collectEscrowHistory } from "../../collectors/escrows/history/collect.ts";
import { collectHostEpochStats } from "../../collectors/escrows/host-epoch-stats.ts";
import type { HttpClient } from "../../collectors/http/client.ts";
import type { ServiceClock } from "../../collectors/live/clock.ts";
import type { HeadWatch } from "../../collectors/live/head-watch.ts";
import { collectMembershipProofs } from "../../collectors/proofs/collect.ts";
import { collectActiveSessions } from "../../collectors/sessions/collect.ts";
import { readSessionNetwork } from "../../collectors/sessions/network.ts";
import { AskedInVain } from "../../collectors/sessions/vain.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { ServiceJob } from "./jobs.ts";

/** Clients for what hosts tell of their work: each with the sizes and times of its answers. */
export interface InferenceWork {
  readonly sessionHttp: HttpClient;
  readonly counterHttp: HttpClient;
  readonly proofHttp: HttpClient;
}

export interface InferenceJobsOptions {
  readonly context: CollectContext;
  readonly chainId: string;
  readonly watch: HeadWatch;
  readonly clock: ServiceClock;
  readonly work: InferenceWork;
  readonly writer: () => ObservationWriter;
  /** The most requests of a run to one source: fewer where the nodes aren't ours. */
  readonly most: (limited: number) => number;
}

/** Requests of one run to one source. Some 1,100 escrows are opened a day, and each host's sums change with every settlement. */
const ESCROW_BLOCKS = 2;
const ESCROW_REQUESTS = 2;
const HOST_STATS_REQUESTS = 20;
const DROPPED_REQUESTS = 60;
/** In five minutes: what the source has, 2 searches, and the rest for the times of the blocks found. */
const HISTORY_REQUESTS = 15;

const NOTHING = { written: 0, unchanged: 0, problems: [] };

/** The jobs that collect devshard sessions: their money from the chain, their work and counters from the hosts, and proofs of who is a host. */
export function inferenceJobs({ context, chainId, watch, clock, work, writer, most }: InferenceJobsOptions): ServiceJob[] {
  const looked = new Set<number>();
  const missing = new Set<bigint>();
  const vain = new AskedInVain();
  const said = new Set<string>();
  return [
    {
      name: "escrows",
      cron: "10 * * * * *",
      jitterMs: 5000,
      recorded: true,
      work: async () => {
        const sources = watch.usable();
        const blocks = await collectEscrowBlocks(context, writer(), chainId, sources, most(ESCROW_BLOCKS), looked);
        const escrows = await collectEscrows(context, writer(), chainId, sources, clock.now(), most(ESCROW_REQUESTS), missing);
        return { ...escrows, written: escrows.written + blocks.done };
      },
    },
    {
      // What lies before the first stored block: 30 days are looked back, and a new store begins with fewer.
      name: "escrow_history",
      cron: "25 */5 * * * *",
      jitterMs: 20_000,
      recorded: true,
      work: () => collectEscrowHistory(context, writer(), chainId, watch.usable(), clock.now(), most(HISTORY_REQUESTS), said),
    },
    {
      // Those that the chain had dropped before their blocks were read: after a backfill, or in a new store.
      name: "dropped_escrows",
      cron: "40 27 * * * *",
      jitterMs: 20_000,
      recorded: true,
      work: () => collectDroppedEscrows(context, writer(), chainId, watch.usable(), most(DROPPED_REQUESTS)),
    },
    {
      name: "host_stats",
      cron: "25 3 * * * *",
      jitterMs: 5000,
      recorded: true,
      work: () => collectHostEpochStats(context, writer(), chainId, watch.usable(), most(HOST_STATS_REQUESTS)),
    },
    {
      name: "sessions",
      cron: "15 */3 * * * *",
      jitterMs: 5000,
      recorded: true,
      work: async () => {
        const { sessionHttp: http } = work;
        const collected = await collectActiveSessions(context, chainId, { http, vain }, clock.now(), writer());
        return collected === null ? NOTHING : { ...NOTHING, written: collected.written, remarks: collected.problems };
      },
    },
    {
      name: "counters",
      cron: "45 * * * * *",
      jitterMs: 2000,
      recorded: true,
      work: async () => {
        const network = await readSessionNetwork(context.client, chainId);
        if (network === null) return NOTHING;
        const { epoch, members: hosts, versions } = network;
        const round = { http: work.counterHttp, epoch, hosts, versions, observedAt: clock.now(), signal: context.signal };
        const own = writer();
        await collectCounters(round, own);
        await own.flush();
        return { ...NOTHING, written: own.written };
      },
    },
    {
      name: "proofs",
      cron: "20 17 * * * *",
      jitterMs: 20_000,
      recorded: true,
      work: async () => {
        const run = await collectMembershipProofs(context, chainId, work.proofHttp, watch.usable(), clock.now(), writer());
        return { ...NOTHING, written: run.written, problems: run.problems };
      },
    },
  ];
}
