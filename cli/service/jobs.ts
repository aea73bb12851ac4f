import type { CollectContext } from "../../collectors/context.ts";
import { collectBlockContents, collectSampledSignatures } from "../../collectors/live/block-contents.ts";
import { followBlocks } from "../../collectors/live/block-stream.ts";
import type { ServiceClock } from "../../collectors/live/clock.ts";
import { firstBlock } from "../../collectors/live/first-block.ts";
import type { HeadWatch } from "../../collectors/live/head-watch.ts";
import type { HostWork } from "../../collectors/live/hosts.ts";
import { probeActiveHosts, reportActiveHosts } from "../../collectors/live/hosts.ts";
import { collectPocWindow } from "../../collectors/live/poc-window.ts";
import { collectRegistry } from "../../collectors/live/registry.ts";
import { collectRunningEpochs } from "../../collectors/live/running-epochs.ts";
import type { SandboxWork } from "../../collectors/live/sandbox.ts";
import { measureSandbox } from "../../collectors/live/sandbox.ts";
import { givingWay } from "../../exporter/readers.ts";
import type { Exporter } from "../../exporter/server.ts";
import { evaluate } from "../../indicators/evaluator/evaluate.ts";
import { METHODS } from "../../indicators/methods/index.ts";
import { indicatorById } from "../../roadmap/index.ts";
import { rebuildBlockIntervals } from "../../storage/rollups/block-intervals.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import { type InferenceWork, inferenceJobs } from "./inference-jobs.ts";
import type { Job } from "./schedule.ts";

/** What a job did: rows of facts or values stored and met again, and what could not be done, in words. */
export interface JobResult {
  readonly written: number;
  readonly unchanged: number;
  readonly problems: readonly string[];
  /** What others did wrong, which is no failure of the job: kept with its run, said once by who met it. */
  readonly remarks?: readonly string[];
}

/** A job with its work; `recorded` jobs leave a row in `runs` each time. */
export interface ServiceJob extends Omit<Job, "run"> {
  readonly recorded: boolean;
  work(): Promise<JobResult>;
}

export interface JobsOptions {
  readonly context: CollectContext;
  readonly chainId: string;
  readonly watch: HeadWatch;
  readonly clock: ServiceClock;
  readonly hosts: HostWork;
  readonly inference: InferenceWork;
  readonly sandbox: SandboxWork | null;
  readonly exporter: Pick<Exporter, "refresh" | "quiet">;
  /** A writer for each run: one that failed takes nothing more. */
  readonly writer: () => ObservationWriter;
  /** Days of blocks before the running epoch that a new store begins with. */
  readonly blockDays: number;
  /** False where nodes are ours: as fast as they answer. */
  readonly rateLimit: boolean;
}

/** How long one evaluation gives way to pages that open, which would find the engine busy. The first one never does: they wait for it. */
const GIVE_WAY_MS = 5000;
const NOTHING: JobResult = { written: 0, unchanged: 0, problems: [] };
/** What every node tells of an epoch at once: the first numbers, while all others are still worked out. */
const FIRST_METHODS = METHODS.filter(({ indicator }) => indicatorById(indicator)?.part === "spine");
/** Requests of one run to one source, so that catching up leaves half its budget of 20 a minute to the rest. */
const BLOCK_REQUESTS = 6;
const CONTENT_BLOCKS = 9;
const SIGNATURE_BLOCKS = 6;
/** The same for nodes of our own. */
const UNLIMITED = 100_000;

/**
 * Every job of the service, in the order in which they run when several are due: what rests on another comes after it. Times follow
 * data-sources 4.13, within a node's 20 requests a minute.
 */
export function serviceJobs(options: JobsOptions): ServiceJob[] {
  const { context, chainId, watch, clock, hosts, inference, sandbox, exporter, writer, rateLimit } = options;
  const most = (limited: number) => (rateLimit ? limited : UNLIMITED);
  const headHeight = () => {
    const head = watch.head();
    return head.kind === "agreed" ? head.value.height : null;
  };
  let evaluatedBefore = false;
  const looked = new Set<number>();
  const tried = new Set<number>();
  const jobs: (ServiceJob | null)[] = [
    {
      name: "epochs",
      cron: "5 */10 * * * *",
      jitterMs: 5000,
      recorded: true,
      work: () => collectRunningEpochs(context, chainId, watch, [], tried),
    },
    {
      name: "blocks",
      cron: "20 * * * * *",
      jitterMs: 5000,
      recorded: true,
      work: async () => {
        const head = headHeight();
        if (head === null) return { ...NOTHING, problems: ["the sources don't agree on the head"] };
        // The stream has to begin where its first day does: it never goes back.
        const firstHeight = async () => {
          const first = await firstBlock(context.client, chainId, head, options.blockDays);
          return first?.certain ? first.height : null;
        };
        const sources = watch.usable();
        const stream = { context, writer: writer(), chainId, sources, head, firstHeight, mostRequests: most(BLOCK_REQUESTS) };
        const followed = await followBlocks(stream);
        if (followed === null)
          return { ...NOTHING, problems: ["when the newest epochs began is not known yet: blocks begin with one"] };
        return { ...NOTHING, written: followed.stored };
      },
    },
    {
      name: "transactions",
      cron: "40 * * * * *",
      jitterMs: 5000,
      recorded: true,
      work: async () => {
        const { done, failed } = await collectBlockContents(
          context,
          writer(),
          chainId,
          watch.usable(),
          most(CONTENT_BLOCKS),
          looked,
        );
        return {
          ...NOTHING,
          written: done,
          problems: failed > 0 ? [`${failed} blocks: no source could tell their transactions`] : [],
        };
      },
    },
    {
      name: "signatures",
      cron: "50 */2 * * * *",
      jitterMs: 5000,
      recorded: true,
      work: async () => {
        const written = await collectSampledSignatures(context, writer(), chainId, watch.usable(), SIGNATURE_BLOCKS);
        return { ...NOTHING, written };
      },
    },
    {
      name: "poc",
      cron: "30 */4 * * * *",
      jitterMs: 5000,
      recorded: true,
      work: () => collectPocWindow(context, chainId, watch),
    },
    {
      name: "registry",
      cron: "35 7 * * * *",
      jitterMs: 20_000,
      recorded: true,
      work: () => collectRegistry(context, chainId, watch),
    },
    {
      name: "hosts",
      cron: "0 */5 * * * *",
      jitterMs: 2000,
      recorded: true,
      work: async () => ({
        ...NOTHING,
        written: await probeActiveHosts(context, chainId, hosts, clock.now(), headHeight(), writer()),
      }),
    },
    {
      name: "host_reports",
      cron: "30 */30 * * * *",
      jitterMs: 10_000,
      recorded: true,
      work: async () => ({ ...NOTHING, written: await reportActiveHosts(context, chainId, hosts, clock.now(), writer()) }),
    },
    ...inferenceJobs({ context, chainId, watch, clock, work: inference, writer, most }),
    sandbox && {
      name: "sandbox",
      cron: "15 */5 * * * *",
      jitterMs: 5000,
      recorded: true,
      work: async () => ({ ...NOTHING, written: await measureSandbox(context, chainId, sandbox, clock.now(), writer()) }),
    },
    {
      name: "rollups",
      cron: "55 2 * * * *",
      jitterMs: 5000,
      recorded: true,
      work: async () => {
        await rebuildBlockIntervals(context.client, chainId);
        return NOTHING;
      },
    },
    {
      name: "evaluate",
      cron: "58 */2 * * * *",
      jitterMs: 0,
      recorded: true,
      work: async () => {
        const done = { written: 0, unchanged: 0, problems: [] };
        const giveWay = givingWay(exporter.quiet, evaluatedBefore ? GIVE_WAY_MS : 0, context.signal);
        for (const methods of evaluatedBefore ? [METHODS] : [FIRST_METHODS, METHODS]) {
          const { rows_written, rows_unchanged } = await evaluate(context.client, {
            ...{ chain: chainId, now: clock.now(), signal: context.signal, methods, giveWay },
          });
          await exporter.refresh();
          done.written += rows_written;
          done.unchanged = rows_unchanged;
        }
        evaluatedBefore = true;
        return done;
      },
    },
  ];
  return [headJob(watch, clock), ...jobs.filter((job) => job !== null)];
}

/**
 * One source every 5 s, each at most every 15 s; all at once where the clock is moved in steps. Its rows are the record of its runs.
 */
const headJob = (watch: HeadWatch, { followsWall }: ServiceClock): ServiceJob => ({
  name: "heads",
  cron: "*/5 * * * * *",
  jitterMs: 0,
  recorded: false,
  work: async () => {
    await (followsWall ? watch.poll() : watch.pollAll());
    return NOTHING;
  },
});
