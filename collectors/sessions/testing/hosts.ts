import { createServer, type Server, type ServerResponse } from "node:http";
import type { Host } from "../../hosts/ask.ts";
import { type GoldenTx, goldenDiff } from "./golden.ts";

/** A session as one host has it: the transactions of each nonce from 1 on. */
export interface TestSession {
  readonly epoch: number;
  diffs: readonly (readonly GoldenTx[])[];
  /** What it says its nonce is; by default the one it has. */
  claims?: number;
  listed: boolean;
}

/** A host with sessions of one version. What is left out is ordinary; `answer` has the first word. */
export interface TestHost {
  readonly address: string;
  readonly host: Host;
  readonly version: string;
  readonly sessions: Map<number, TestSession>;
  /** Paths asked. */
  readonly asked: string[];
  /** Answers instead, where it returns true. */
  answer: (path: string, response: ServerResponse) => boolean;
  close(): Promise<void>;
}

const VERSION = "v4";

/** Starts a real HTTP server that answers as devshardd behind its host's front proxy does (data-sources 3.7). */
export async function startHost(address: string): Promise<TestHost> {
  const asked: string[] = [];
  const sessions = new Map<number, TestSession>();
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    if (!host.answer(path, response)) answer(path, sessions, response);
  });
  await new Promise<void>((up) => server.listen(0, "127.0.0.1", up));
  const host: TestHost = {
    ...{ address, version: VERSION, sessions, asked },
    host: { address, url: `http://127.0.0.1:${portOf(server)}` },
    answer: () => false,
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
  return host;
}

function portOf(server: Server): number {
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("the test server has no port");
  return at.port;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function answer(path: string, sessions: ReadonlyMap<number, TestSession>, response: ServerResponse): void {
  const { status, body } = answerTo(new URL(path, "http://host"), sessions);
  response.writeHead(status, { "content-type": "application/json" }).end(typeof body === "string" ? body : JSON.stringify(body));
}

function answerTo({ pathname, searchParams }: URL, sessions: ReadonlyMap<number, TestSession>): Answer {
  const [, id = ""] = /\/(?:shards|sessions)\/(\d+)/.exec(pathname) ?? [];
  const session = sessions.get(Number(id));
  if (!pathname.startsWith(`/devshard/${VERSION}/`)) return { status: 404, body: "404 page not found" };
  if (pathname.endsWith("/stats/shards")) return { status: 200, body: listing(sessions) };
  if (pathname.includes("/stats/shards/")) {
    return session?.listed === true
      ? { status: 200, body: details(id, session) }
      : { status: 404, body: { message: "shard not found" } };
  }
  if (session === undefined) return { status: 500, body: { message: "get escrow: escrow not found" } };
  const [from, to] = [Number(searchParams.get("from")), Number(searchParams.get("to"))];
  return { status: 200, body: session.diffs.slice(from - 1, to).map((txs, index) => goldenDiff(from + index, txs)) };
}

function listing(sessions: ReadonlyMap<number, TestSession>) {
  const listed = [...sessions].filter(([, session]) => session.listed);
  return {
    ...{ current_epoch_id: 7, cached_at: 1_790_000_000, cache_ttl_seconds: 60 },
    active_escrows: listed.map(([id]) => String(id)),
    shards: listed.map(([id, { epoch }]) => ({ escrow_id: String(id), epoch_id: epoch })),
  };
}

function details(id: string, { epoch, diffs, claims }: TestSession) {
  const slot = { missed: 0, invalid: 0, cost: 300, required_validations: 0, completed_validations: 0 };
  return {
    ...{
      escrow_id: id,
      epoch_id: epoch,
      nonce: claims ?? diffs.length,
      version: VERSION,
      state_root_and_protocol_version: VERSION,
    },
    ...{ cached_at: 1_790_000_000, cache_ttl_seconds: 60, host_stats: { 0: slot, 1: { ...slot, missed: 2 } }, group: [] },
    validation_observability: { by_slot: {}, totals: { required_validations: 8, completed_validations: 7 } },
  };
}
