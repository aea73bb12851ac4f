import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import type { Logger } from "pino";
import type { CollectContext } from "../../collectors/context.ts";
import { createCounterClient } from "../../collectors/counters/client.ts";
import { createProbeClient, createReportClient, createSandboxClient } from "../../collectors/hosts/clients.ts";
import { NODE_LIMITS } from "../../collectors/http/budget.ts";
import { createHttpClient, type HttpClient, type RequestEvent } from "../../collectors/http/client.ts";
import { parseSources, type Source } from "../../collectors/http/source.ts";
import type { ServiceClock } from "../../collectors/live/clock.ts";
import { HeadWatch } from "../../collectors/live/head-watch.ts";
import { surveySources } from "../../collectors/network.ts";
import { Notebook } from "../../collectors/notebook.ts";
import { createProofClient } from "../../collectors/proofs/client.ts";
import { createSessionClient } from "../../collectors/sessions/client.ts";
import type { Exporter } from "../../exporter/server.ts";
import { bindChain, readChainId } from "../../storage/chain-identity.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import { RunJournal, startRun } from "../../storage/write/runs.ts";
import type { Config } from "../config.ts";
import { type ServiceJob, serviceJobs } from "./jobs.ts";
import type { Job, RunJob } from "./schedule.ts";

/** How often the sources are asked until one of them tells which chain this is. */
const SURVEY_EVERY_MS = 5000;
/** How often the sources' health is stored: several jobs end each second when time runs fast. */
const FLUSH_EVERY_MS = 10_000;
/** Jobs under way may take this long to end at shutdown. */
const STOP_MS = 10_000;

/**
 * A node's limit, shared out: polls of the head have a part of their own, because behind the requests of a collector that catches up they
 * would wait for minutes, and a halt would be seen as late. 4 polls a minute, and one to try again.
 */
const POLLS = { perMinute: 5, burst: 20 };
const BUDGETS = {
  heads: { ...NODE_LIMITS, chain: POLLS },
  work: {
    ...NODE_LIMITS,
    chain: { perMinute: NODE_LIMITS.chain.perMinute - POLLS.perMinute, burst: NODE_LIMITS.chain.burst - POLLS.burst },
  },
};

export interface ServiceOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly client: ClickHouseClient;
  readonly exporter: Pick<Exporter, "refresh" | "quiet" | "requestObserver">;
  readonly clock: ServiceClock;
  /** Days of blocks before the running epoch that a new store begins with. */
  readonly blockDays: number;
}

/** The running collectors of one chain. */
export interface Service {
  readonly chainId: string;
  readonly context: CollectContext;
  readonly watch: HeadWatch;
  readonly jobs: readonly Job[];
  /** Runs a job: recorded, its failure kept to itself, not beside itself. */
  readonly run: RunJob;
  /** Waits until nobody opens a page, as the exporter's. */
  readonly quiet: Exporter["quiet"];
  /** Stores the record of runs and requests that is still held. */
  flush(): Promise<void>;
  /** Ends the service's own record and its connections. */
  close(): Promise<void>;
}

/**
 * Opens what the jobs need: asks the sources until one tells which chain this is, binds the data to it, polls every head once.
 *
 * @throws when the data belongs to another chain than every source serves, or the signal aborts.
 */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { config, log, signal, client, exporter, clock, blockDays } = options;
  const runId = randomUUID();
  const notebook = new Notebook(log, runId);
  const sayMissing = missingRouteSayer(log);
  const onRequest = (event: RequestEvent) => {
    notebook.request(event);
    exporter.requestObserver(event);
    sayMissing(event);
  };
  const { rateLimit, allowPrivateHosts } = config;
  // Budgets refill by the wall's clock: where another one leads, they would hold its jobs up for nobody's sake. Hosts are others' machines:
  // they are never asked more than they allow, however fast the operator's own nodes may be asked.
  const isLimited = rateLimit && clock.followsWall;
  const shared = { rateLimit: isLimited, allowPrivateHosts, logger: log, onRequest };
  const http = createHttpClient({ ...shared, budgets: BUDGETS.work });
  const headHttp = createHttpClient({ ...shared, budgets: BUDGETS.heads });
  // What hosts answer is in the probes' own rows, one each: a row of health for every host would say it twice.
  const hostOptions = { allowPrivateHosts, rateLimit: clock.followsWall, log, onRequest: () => {} };
  const probeHttp = createProbeClient(hostOptions);
  const reportHttp = createReportClient(hostOptions);
  const sandboxHttp = createSandboxClient({ ...hostOptions, rateLimit: isLimited });
  const inference = {
    sessionHttp: createSessionClient(hostOptions),
    counterHttp: createCounterClient(hostOptions),
    proofHttp: createProofClient(hostOptions),
  };
  const clients = [http, headHttp, probeHttp, reportHttp, sandboxHttp, ...Object.values(inference)];
  try {
    const sources = parseSources(config.nodes);
    const context: CollectContext = { http, sources, client, notebook, log, signal, onProgress: () => {} };
    const chainId = await surveyUntilKnown(context);
    await bindChain(client, chainId);
    const writer = () => new ObservationWriter(client, chainId);
    const watch = new HeadWatch({
      context: { ...context, http: headHttp },
      writer: writer(),
      chainId,
      clock,
      monotonic: () => performance.now(),
    });
    await watch.pollAll();
    const journal = new RunJournal(client, (error) =>
      log.warn({ error: messageOf(error) }, "runs are not recorded: tried again"),
    );
    const whole = await startRun(journal, chainId, "service", "collect on schedules", null, runId);
    const targets = controlTargets(config.probeControl, sources);
    const jobs = serviceJobs({
      context,
      chainId,
      watch,
      clock,
      hosts: { probeHttp, reportHttp, vantage: config.vantage, controlTargets: targets },
      inference,
      sandbox:
        config.sandboxNodes === null
          ? null
          : { http: sandboxHttp, sources: parseSources(config.sandboxNodes), controlTargets: targets },
      exporter,
      writer,
      blockDays,
      rateLimit,
    });
    const byName = new Map(jobs.map((job) => [job.name, job]));
    const totals = { rows_written: 0, rows_unchanged: 0, errors: 0 };
    const underWay = new Map<string, Promise<void>>();
    let flushedAt = Number.NEGATIVE_INFINITY;
    const run: RunJob = async ({ name }) => {
      const job = byName.get(name);
      if (!job || signal.aborted || underWay.has(name)) return;
      const ran = runAndCount(job);
      underWay.set(name, ran);
      await ran;
      underWay.delete(name);
      if (performance.now() - flushedAt < FLUSH_EVERY_MS) return;
      flushedAt = performance.now();
      await notebook
        .flush(client, chainId)
        .catch((error: unknown) => log.warn({ error: messageOf(error) }, "source health is not stored"));
    };
    const runAndCount = async (job: ServiceJob) => {
      const { written, unchanged, failed } = await runJob(job, { journal, chainId, log, signal });
      totals.rows_written += written;
      totals.rows_unchanged += unchanged;
      totals.errors += failed ? 1 : 0;
    };
    const flush = async () => {
      await journal.flush();
      await notebook.flush(client, chainId);
    };
    return {
      chainId,
      context,
      watch,
      jobs: jobs.map((job) => ({ ...job, run: () => run({ ...job, run: async () => {} }) })),
      run,
      quiet: exporter.quiet,
      flush,
      close: async () => {
        // What was stopped says so itself; whoever doesn't stop in time is seen as never ended, as after a kill.
        const stopping = AbortSignal.timeout(STOP_MS);
        await Promise.race([Promise.allSettled(underWay.values()), once(stopping, "abort")]);
        await whole.end({ ...totals, outcome: "stopped" });
        await flush();
        await closeAll(clients);
      },
    };
  } catch (error) {
    await closeAll(clients);
    throw error;
  }
}

const closeAll = async (clients: readonly HttpClient[]) => {
  await Promise.all(clients.map((client) => client.close()));
};

/** Asks the sources again and again until one answers; what is not known is in the log and on the page, not made up. */
async function surveyUntilKnown(context: CollectContext): Promise<string> {
  for (;;) {
    const expected = await readChainId(context.client);
    const { chainId, surveyed, refused } = await surveySources(context, expected);
    const told = surveyed.filter(({ status }) => status.outcome === "told").length;
    // One source of the chain is enough to begin; all of them serving another is a wrong setting, which more time doesn't mend.
    if (chainId !== null && (expected !== null || told > 0) && refused.length < Math.max(told, 1)) return chainId;
    if (chainId !== null && refused.length > 0)
      context.log.warn(
        { expected, serves: refused[0]?.network },
        "every node that answers serves another chain than this data's: waiting",
      );
    else context.log.warn({ sources: context.sources.map(({ name }) => name) }, "no node answers yet: asked again");
    await sleep(SURVEY_EVERY_MS, undefined, { signal: context.signal });
  }
}

/** Says once a process that a source doesn't offer a route; it is asked again in an hour (route memory of the HTTP client). */
function missingRouteSayer(log: Logger): (event: RequestEvent) => void {
  const said = new Set<string>();
  return ({ source, route, outcome, attempts }) => {
    const key = `${source} ${route}`;
    if (outcome !== "route_missing" || attempts === 0 || said.has(key)) return;
    said.add(key);
    log.warn({ source, route }, "the source does not offer this route: the others are asked, and this one again in an hour");
  };
}

/** The URLs that prove that the prober is connected: those configured, else the nodes' own status. */
function controlTargets(configured: string | null, sources: readonly Source[]): URL[] {
  if (configured !== null) return configured.split(",").map((url) => new URL(url.trim()));
  return sources.map(({ baseUrl }) => new URL(`${baseUrl.href.replace(/\/+$/, "")}/chain-rpc/health`));
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

interface RunContext {
  readonly journal: RunJournal;
  readonly chainId: string;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Runs a job once and records it. It never throws: one collector's failure is never another's. */
async function runJob(
  job: ServiceJob,
  { journal, chainId, log, signal }: RunContext,
): Promise<{ written: number; unchanged: number; failed: boolean }> {
  const recorded = job.recorded ? await startRun(journal, chainId, job.name, `due by ${job.cron}`) : null;
  try {
    const { written, unchanged, problems, remarks = [] } = await job.work();
    for (const problem of problems.slice(0, 5)) log.warn({ job: job.name }, problem);
    await recorded?.end({
      outcome: problems.length > 0 ? "failed" : "done",
      rows_written: written,
      rows_unchanged: unchanged,
      errors: problems.length,
      detail: [...problems, ...remarks].join("; ").slice(0, 1000),
    });
    return { written, unchanged, failed: problems.length > 0 };
  } catch (error) {
    const outcome = signal.aborted ? "stopped" : "failed";
    const detail = messageOf(error).slice(0, 1000);
    if (!signal.aborted) log.error({ job: job.name, error: detail }, "the job failed: it runs again at its next time");
    await recorded?.end({ outcome, rows_written: 0, rows_unchanged: 0, errors: 1, detail });
    return { written: 0, unchanged: 0, failed: true };
  }
}
