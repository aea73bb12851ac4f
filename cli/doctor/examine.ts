import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { decideHead } from "../../chain/head.ts";
import type { CollectContext } from "../../collectors/context.ts";
import { parseSources } from "../../collectors/http/source.ts";
import { Notebook } from "../../collectors/notebook.ts";
import { readPublished } from "../../indicators/evaluator/published.ts";
import { readChainId } from "../../storage/chain-identity.ts";
import { readCompleteFrom } from "../../storage/read/complete-from.ts";
import { readDevshardsNow } from "../../storage/read/devshards-now.ts";
import { readLiveNow } from "../../storage/read/live-now.ts";
import { clickhouseTime } from "../../storage/read/query.ts";
import { readTroubles } from "../../storage/read/troubles.ts";
import type { Config } from "../config.ts";
import { haltFindings, membershipFindings } from "./chain.ts";
import { type CountedByHost, devshardFindings } from "./devshards.ts";
import { type Finding, inOrder, wrong } from "./finding.ts";
import { headFindings } from "./head.ts";
import { healthFindings } from "./health.ts";
import { hostFindings } from "./hosts.ts";
import { idleFinding, isCollecting, jobFindings } from "./jobs.ts";
import { questionFindings } from "./questions.ts";
import { sandboxFindings } from "./sandbox.ts";
import { sourceFindings } from "./sources.ts";
import { chainFinding, completenessFinding } from "./storage.ts";
import { Journal, lookAtSources, lookingClient, type Sighted, type ToldHead } from "./survey.ts";
import { voteFindings } from "./votes.ts";

export interface ExamineOptions {
  readonly config: Pick<Config, "nodes" | "rateLimit" | "allowPrivateHosts" | "now">;
  readonly client: ClickHouseClient;
  readonly signal: AbortSignal;
  /** This machine's clock. */
  readonly now: () => Date;
  /** Whether the network's time is this machine's: not so for a simulated network. */
  readonly followsWall: boolean;
}

/**
 * Looks at the sources with a few requests each, and at what the running service stored; most important first, each cause once. Beside a
 * service or alone. It writes nothing.
 *
 * @throws InvalidSourceError for sources that can't be asked, the store's own error when it tells nothing at all, or the signal's reason.
 */
export async function examine(options: ExamineOptions): Promise<Finding[]> {
  const { config, client, signal, now } = options;
  const followsWall = options.followsWall && config.now === null;
  const journal = new Journal();
  const http = lookingClient(config, journal);
  // What is found here is said by the findings.
  const log = { info: () => undefined, warn: () => undefined };
  const sources = parseSources(config.nodes);
  const context = { http, sources, client, notebook: new Notebook(log, ""), log, signal, onProgress: () => undefined };
  try {
    const chain = await readChainId(client);
    const sighted = await lookAtSources(context, chain);
    const following = followers(sighted);
    const seen = [
      ...sourceFindings(sighted, journal),
      ...headFindings(sighted, { now, followsWall }),
      ...(await asked(context, journal, following)),
    ];
    const names = sources.map(({ name }) => name);
    const absent = new Set(names.filter((name) => !following.some(({ source }) => source === name)));
    const noted =
      chain === null ? [] : await noting(stored(client, chain, { sources: names, absent, now: now(), followsWall }), signal);
    return inOrder([...noted.filter(({ cause }) => cause === "halt"), ...seen, ...noted, chainFinding(chain)]);
  } finally {
    await http.close();
  }
}

/** What was noted, or that the store can't tell: what was seen of the sources is said all the same. */
const noting = (reading: Promise<Finding[]>, signal: AbortSignal): Promise<Finding[]> =>
  reading.catch((error: unknown) => {
    signal.throwIfAborted();
    return [wrong("storage", `can't be read: ${error instanceof Error ? error.message : String(error)}`, "mend that first")];
  });

/** Heads of those that are near the agreed one. */
function followers({ first, second }: Sighted): readonly ToldHead[] {
  const heads = (second ?? first).filter(({ catching_up }) => !catching_up);
  const head = decideHead(heads);
  return head.kind === "agreed" ? heads.filter(({ source }) => head.agreeing.includes(source)) : [];
}

/** Small questions to those that follow the chain, at a height that all of them have. */
async function asked(context: CollectContext, journal: Journal, following: readonly ToldHead[]): Promise<Finding[]> {
  if (following.length === 0) return [];
  const height = Math.min(...following.map((one) => one.height));
  const usable = context.sources.filter(({ name }) => following.some(({ source }) => source === name));
  return await questionFindings(context, journal, usable, height);
}

/** Values of the running epoch come with its end. */
const RATIO_EPOCHS = 2;

interface StoredOptions {
  readonly sources: readonly string[];
  /** Those of them that don't follow the chain now. */
  readonly absent: ReadonlySet<string>;
  readonly now: Date;
  readonly followsWall: boolean;
}

/** What the store says: of a service that runs now, or that none does. */
async function stored(
  client: ClickHouseClient,
  chain: string,
  { sources, absent, now, followsWall }: StoredOptions,
): Promise<Finding[]> {
  const [troubles, series] = await Promise.all([readTroubles(client, chain, now), readCompleteFrom(client, chain)]);
  const { poll } = troubles;
  const always = [...voteFindings(troubles, absent), ...membershipFindings(troubles.membership), completenessFinding(series)];
  if (!isCollecting(poll, now)) return [idleFinding(poll), ...always];
  // "Now" is the newest poll's moment: the injected clock's, which is the network's own in a demo.
  const networkNow = new Date(poll.observed_at);
  const live = await readLiveNow(client, chain, clickhouseTime(new Date(now.getTime() + 1000)), networkNow);
  const devshards = await readDevshardsNow(client, chain, networkNow);
  const ratios = await readRatios(client, chain, Math.max(0, devshards.epoch - RATIO_EPOCHS));
  const down = new Set(live.probes.flatMap(({ address, state }) => (state === "down" ? [address] : [])));
  const sessions = live.collectors.find(({ kind, last_outcome }) => kind === "sessions" && last_outcome === "done");
  return [
    ...haltFindings(live.halt, live.polls),
    ...hostFindings(live, now),
    ...devshardFindings(devshards, ratios, down, sessions?.last_detail ?? ""),
    ...healthFindings(troubles, sources),
    ...always,
    ...sandboxFindings(troubles.sandbox, followsWall),
    ...jobFindings(live.collectors, troubles.runs, { now, followsWall }),
  ];
}

const pairLabels = z.object({ pair: z.string(), address: z.string() });

/** T2b ÷ T2 by host, of an epoch and those after it. */
async function readRatios(client: ClickHouseClient, chain: string, firstBucket: number): Promise<CountedByHost[]> {
  const rows = await readPublished(client, chain, { indicator: "aux.tokens_reconciliation", axis: "epoch", firstBucket });
  return rows.flatMap(({ labels, value, bucket }) => {
    const of = pairLabels.safeParse(JSON.parse(labels));
    return of.success && of.data.pair === "T2b/T2" && value !== null
      ? [{ address: of.data.address, epoch: bucket, ratio: value }]
      : [];
  });
}
