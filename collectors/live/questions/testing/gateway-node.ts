import { encodeRow } from "../../../../storage/write/encode.ts";
import type { CollectContext } from "../../../context.ts";
import { createHttpClient } from "../../../http/client.ts";
import { QUICK_RETRY, startServer, type TestServer } from "../../../http/testing/server.ts";
import type { Reply } from "../../../inquiry.ts";
import { Notebook } from "../../../notebook.ts";
import type { Told } from "../../pinned.ts";

/** What a node of the tests says: a body (200), or a status with its gateway's error. */
export type Said = { readonly body: unknown } | { readonly status: number; readonly code: number };
export const says = (body: unknown): Said => ({ body });
export const NOT_FOUND: Said = { status: 404, code: 5 };
export const BUSY: Said = { status: 503, code: 14 };

export interface GatewayNode extends TestServer {
  /** The heights it was asked for, by header. */
  readonly heights: Set<string>;
}

/**
 * A REST gateway over real HTTP: says what `answer` gives for a path below `/chain-api`, at the height it is asked for, or at
 * `servedHeight`. What it has no answer for it doesn't know as a route.
 */
export async function gatewayNode(answer: (path: string) => Said | undefined, servedHeight?: number): Promise<GatewayNode> {
  const heights = new Set<string>();
  const server = await startServer((request, response) => {
    const asked = String(request.headers["x-cosmos-block-height"] ?? "none");
    heights.add(asked);
    const path = decodeURIComponent((request.url ?? "").replace(/^\/chain-api/, ""));
    const said = answer(path) ?? { status: 501, code: 12 };
    const body = "body" in said ? said.body : { code: said.code, message: "no", details: [] };
    response.writeHead("body" in said ? 200 : said.status, {
      "content-type": "application/json",
      "grpc-metadata-x-cosmos-block-height": String(servedHeight ?? asked),
    });
    response.end(JSON.stringify(body));
  });
  return { ...server, heights };
}

/** A context with the real client, quick in its retries and without budgets. What was rejected or unknown is in its notebook's log. */
export function quickContext(): CollectContext & { readonly notes: object[] } {
  const notes: object[] = [];
  const log = { info: () => {}, warn: (fields: object) => notes.push(fields) };
  // No question asks the store.
  const client: CollectContext["client"] = Object.create(null);
  return {
    http: createHttpClient({ retry: QUICK_RETRY, rateLimit: false }),
    sources: [],
    client,
    notebook: new Notebook(log, ""),
    log,
    signal: new AbortController().signal,
    onProgress: () => {},
    notes,
  };
}

/** The rows of a told reply by topic and table, each held against its table's schema. */
export function toldRows(reply: Reply<readonly Told[]>): Record<string, readonly object[]> {
  if (reply.outcome !== "told") throw new Error(reply.outcome === "unknown" ? reply.detail : "absent");
  const entries = reply.value.flatMap(({ question: { topic, subject }, rows }) =>
    rows.map(({ table, rows: own }) => {
      for (const row of own) encodeRow(table, row);
      return [`${topic}${subject === "" ? "" : `/${subject}`} ${table.name}`, own] as const;
    }),
  );
  return Object.fromEntries(entries);
}
