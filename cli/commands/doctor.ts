import { statfs } from "node:fs/promises";
import { decideHead } from "../../chain/head.ts";
import type { CollectContext } from "../../collectors/context.ts";
import { createHttpClient } from "../../collectors/http/client.ts";
import { parseSources } from "../../collectors/http/source.ts";
import { type Survey, surveySources } from "../../collectors/network.ts";
import { Notebook } from "../../collectors/notebook.ts";
import { readChainId } from "../../storage/chain-identity.ts";
import { type CompleteFrom, readCompleteFrom } from "../../storage/read/complete-from.ts";
import { readVotes } from "../../storage/read/votes.ts";
import { CommandFailed, type Session, withStorage } from "../session.ts";

/** One thing that was looked at. `todo` is null where nothing is wrong. */
interface Finding {
  readonly about: string;
  readonly found: string;
  readonly todo: string | null;
}

const GIB = 1024 ** 3;
const LOW_DISK_BYTES = 5 * GIB;
const STALE_HEAD_MS = 60_000;

/** `doctor`: looks at sources, storage, clock and versions; says what is wrong and what to do. Exit code 1 when anything is. */
export async function doctor(session: Session): Promise<void> {
  const findings: Finding[] = [
    { about: "version", found: `Node ${process.versions.node} on ${process.platform}-${process.arch}`, todo: null },
  ];
  const http = createHttpClient({ rateLimit: session.config.rateLimit, allowPrivateHosts: session.config.allowPrivateHosts });
  try {
    await withStorage(session, async ({ client, engine, version }) => {
      findings.push({ about: "storage", found: `ClickHouse ${version}, ${engine.role}, schema up to date`, todo: null });
      if (engine.role !== "server") findings.push(await disk(session.config.dataDir));
      const context: CollectContext = {
        http,
        sources: parseSources(session.config.nodes),
        client,
        notebook: new Notebook(session.log, ""),
        log: session.log,
        signal: session.signal,
        onProgress: () => {},
      };
      const chain = await readChainId(client);
      findings.push({
        about: "storage",
        found: chain ? `the data belongs to chain ${chain}` : "no data yet",
        todo: chain ? null : "npm run gonka-kpi -- backfill --epochs A-B",
      });
      const survey = await surveySources(context, chain);
      findings.push(...sources(survey), ...clock(survey, session));
      if (chain)
        findings.push(completeness(await readCompleteFrom(client, chain)), ...disagreements(await readVotes(client, chain)));
    });
  } catch (error) {
    findings.push({ about: "storage", found: error instanceof Error ? error.message : String(error), todo: "mend that first" });
  } finally {
    await http.close();
  }
  for (const { about, found, todo } of findings)
    process.stdout.write(`${todo ? "✗" : "✓"} ${about}: ${found}${todo ? `\n    → ${todo}` : ""}\n`);
  const wrong = findings.filter(({ todo }) => todo).length;
  if (wrong > 0) throw new CommandFailed(`${wrong} of ${findings.length} findings need attention`);
}

async function disk(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  return {
    about: "disk",
    found: `${(free / GIB).toFixed(1)} GiB free under ${dataDir}`,
    todo: free < LOW_DISK_BYTES ? "make room: merges need twice the data's size" : null,
  };
}

function sources({ surveyed, refused, chainId }: Survey): Finding[] {
  const each = surveyed.map(({ source, status }): Finding => {
    const about = `source ${source.name}`;
    if (status.outcome !== "told")
      return {
        about,
        found: status.outcome === "unknown" ? status.detail : "no status",
        todo: "check the address, or take the node out of GONKA_NODES",
      };
    const other = refused.find((one) => one.source === source);
    if (other)
      return { about, found: `serves chain ${other.network}, not ${chainId}: refused`, todo: "take the node out of GONKA_NODES" };
    const { height, catching_up, earliest_height } = status.value.head;
    const found = `height ${height}, blocks from ${earliest_height} on`;
    return { about, found, todo: catching_up ? "the node is still catching up: its head is not counted" : null };
  });
  const answering = surveyed.filter(({ status }) => status.outcome === "told").length;
  const todo = answering >= 3 ? null : "name at least three independent nodes: fewer can't outvote one that lies";
  return [...each, { about: "sources", found: `${answering} of ${surveyed.length} answer`, todo }];
}

/** The local clock against the agreed head: a running chain's newest block is seconds old. */
function clock({ surveyed }: Survey, { config }: Session): Finding[] {
  const observed_at = new Date().toISOString();
  const heads = surveyed.flatMap(({ source, status }) =>
    status.outcome === "told"
      ? [{ source: source.name, height: status.value.head.height, time: status.value.head.time, observed_at }]
      : [],
  );
  const head = decideHead(heads);
  if (head.kind === "lost") return [];
  if (head.kind === "disputed")
    return [
      {
        about: "head",
        found: `${head.odd.join(", ")} differ and there is no majority`,
        todo: "find out which of them follows the chain",
      },
    ];
  const age = Date.now() - Date.parse(head.value.time);
  const odd = head.odd.map(
    (source): Finding => ({
      about: "head",
      found: `${source} is far from the others`,
      todo: "it lags or lies: its answers are outvoted",
    }),
  );
  if (config.now === "head") return [...odd, { about: "clock", found: `the recorded head's: ${head.value.time}`, todo: null }];
  const found = `the newest block is ${Math.round(age / 1000)} s old by this machine's clock`;
  const todo =
    age < -5000
      ? "this machine's clock is behind: synchronise it"
      : age > STALE_HEAD_MS
        ? "the chain stands still, or this machine's clock is ahead"
        : null;
  return [...odd, { about: "clock", found, todo }];
}

/** A hole in the past is nothing wrong: it is said, so that nobody takes a short history for a whole one. */
function completeness(series: readonly CompleteFrom[]): Finding {
  const words = series.map(
    ({ series: name, from, to, unit }) => `${name} ${from === null ? "none" : `from ${unit} ${from} to ${to}`}`,
  );
  return { about: "complete", found: words.join("; "), todo: null };
}

function disagreements(votes: Awaited<ReturnType<typeof readVotes>>): Finding[] {
  const disputed = votes.filter(({ verdict }) => verdict === "disputed");
  const odd = new Map<string, number>();
  for (const vote of votes)
    if (vote.verdict !== "disputed") for (const source of vote.odd) odd.set(source, (odd.get(source) ?? 0) + 1);
  return [
    ...disputed.slice(0, 10).map(
      ({ topic, epoch, subject }): Finding => ({
        about: "facts",
        found: `${topic} ${subject} of epoch ${epoch} is disputed`,
        todo: "its values have no number until a majority agrees",
      }),
    ),
    ...[...odd].map(
      ([source, times]): Finding => ({
        about: "facts",
        found: `${source} was outvoted on ${times} questions`,
        todo: "see /api/v1/sources for which",
      }),
    ),
  ];
}
