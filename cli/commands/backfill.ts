import { randomUUID } from "node:crypto";
import { collectBlocks } from "../../collectors/blocks.ts";
import { collectClassic } from "../../collectors/classic.ts";
import type { CollectContext } from "../../collectors/context.ts";
import { collectEpochs, collectParams } from "../../collectors/epochs.ts";
import { createHttpClient } from "../../collectors/http/client.ts";
import { parseSources } from "../../collectors/http/source.ts";
import { collectNow, type Survey, surveySources } from "../../collectors/network.ts";
import { Notebook } from "../../collectors/notebook.ts";
import { bindChain, readChainId } from "../../storage/chain-identity.ts";
import { ConfigurationError } from "../../storage/errors.ts";
import type { Storage } from "../../storage/open.ts";
import { rebuildBlockIntervals } from "../../storage/rollups/block-intervals.ts";
import { AnswerLog } from "../../storage/write/answer-log.ts";
import { startRun, storedRuns } from "../../storage/write/runs.ts";
import { startProgress } from "../progress.ts";
import { CommandFailed, printSummary, type Session, withStorage } from "../session.ts";

/** What to fetch: epochs, a span of blocks, or both. */
export interface BackfillRequest {
  readonly epochs: readonly number[] | null;
  readonly blocks: { readonly from: number; readonly to: number } | null;
}

/** Counts rows of facts; `errors` are questions that no source could answer. */
interface Outcome {
  rows_written: number;
  rows_unchanged: number;
  errors: number;
  problems: string[];
}

/** `backfill`: asks every node, stores what they say, says what is missing. Done when every asked epoch is complete from some source. */
export async function backfill(session: Session, request: BackfillRequest): Promise<void> {
  const { config, log, signal } = session;
  const runId = randomUUID();
  const notebook = new Notebook(log, runId);
  const http = createHttpClient({
    rateLimit: config.rateLimit,
    allowPrivateHosts: config.allowPrivateHosts,
    logger: log,
    onRequest: (event) => notebook.request(event),
  });
  const sources = parseSources(config.nodes);
  try {
    await withStorage(session, async (storage) => {
      const progress = startProgress(log, request.epochs ? "epochs" : "blocks");
      const context: CollectContext = {
        http,
        sources,
        client: storage.client,
        notebook,
        log,
        signal,
        onProgress: progress.update,
      };
      const survey = await surveySources(context, await readChainId(storage.client));
      const chainId = await chainOf(storage, survey);
      const run = await startRun(storedRuns(storage.client), chainId, "backfill", describe(request), request.blocks, runId);
      const total: Outcome = { rows_written: 0, rows_unchanged: 0, errors: 0, problems: [] };
      try {
        if (request.epochs) await backfillEpochs(context, chainId, survey, request.epochs, total);
        if (request.blocks) await backfillBlocks(context, chainId, survey, request.blocks, total);
        await run.end({ ...total, outcome: total.problems.length > 0 ? "failed" : "done", detail: total.problems.join("; ") });
      } catch (error) {
        const outcome = signal.aborted ? "stopped" : "failed";
        await run.end({ ...total, outcome, detail: error instanceof Error ? error.message : String(error) });
        throw signal.aborted
          ? new CommandFailed("stopped; what was fetched is stored, and the same command goes on from here")
          : error;
      } finally {
        progress.stop();
        await notebook.flush(storage.client, chainId);
      }
      printSummary(total);
      if (total.problems.length > 0) throw new CommandFailed(total.problems.join("\n"));
    });
  } finally {
    await http.close();
  }
}

async function chainOf(storage: Storage, { chainId, surveyed, refused }: Survey): Promise<string> {
  const told = surveyed.filter(({ status }) => status.outcome === "told");
  if (chainId === null) {
    const why = surveyed.map(
      ({ source, status }) => `${source.name}: ${status.outcome === "unknown" ? status.detail : status.outcome}`,
    );
    throw new CommandFailed(`no node answered, so it is not known which chain this is:\n${why.join("\n")}`);
  }
  const [other] = refused;
  if (other && refused.length === told.length)
    throw new ConfigurationError(
      `this data belongs to chain ${chainId}, but the nodes serve ${other.network}: use another GONKA_DATA_DIR, or the right GONKA_NODES`,
    );
  await bindChain(storage.client, chainId);
  return chainId;
}

async function backfillEpochs(
  context: CollectContext,
  chainId: string,
  survey: Survey,
  epochs: readonly number[],
  total: Outcome,
): Promise<void> {
  const answers = await AnswerLog.open(context.client, chainId, epochs);
  try {
    const now = await collectNow(context, answers, survey);
    const params = await collectParams(context, answers, survey.usable, now);
    for (const { epoch, lacking } of await collectEpochs(context, answers, survey.usable, now, params, epochs)) {
      if (lacking.length === 0) continue;
      total.errors += lacking.length;
      total.problems.push(`epoch ${epoch}: no source could tell ${lacking.join(", ")}`);
    }
    await answers.flush();
    const untold = await collectClassic(context, chainId, answers, survey.usable, epochs);
    if (untold.length > 0)
      context.log.warn(
        { epochs: untold },
        "no source could tell the tokens of classic inference in these epochs; an archive node among GONKA_NODES could",
      );
  } finally {
    await answers.flush();
    total.rows_written += answers.count.written;
    total.rows_unchanged += answers.count.unchanged;
  }
}

async function backfillBlocks(
  context: CollectContext,
  chainId: string,
  survey: Survey,
  range: { readonly from: number; readonly to: number },
  total: Outcome,
): Promise<void> {
  const result = await collectBlocks(context, chainId, survey.usable, range);
  total.rows_written += result.rows_written;
  total.rows_unchanged += result.rows_unchanged;
  total.errors += result.errors;
  for (const { from, to } of result.missing) total.problems.push(`blocks ${from}–${to}: no source could tell`);
  if (result.broken_links.length > 0) {
    const heights = result.broken_links.slice(0, 10).map(({ height }) => height);
    total.errors += result.broken_links.length;
    total.problems.push(
      `sources contradict each other on ${result.broken_links.length} blocks (${heights.join(", ")}…): the log names them`,
    );
  }
  await rebuildBlockIntervals(context.client, chainId);
}

const describe = ({ epochs, blocks }: BackfillRequest) =>
  [epochs ? `epochs ${epochs.join(",")}` : "", blocks ? `blocks ${blocks.from}-${blocks.to}` : ""]
    .filter(Boolean)
    .join(" ")
    .slice(0, 500);
