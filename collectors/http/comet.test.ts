import { afterEach, expect, test } from "vitest";
import { createHttpClient, type RequestEvent } from "./client.ts";
import { CannotTell, cometClient } from "./comet.ts";
import { QUICK_RETRY, startServer } from "./testing/server.ts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A node whose RPC answers with what `reply` makes of a request's id and method. */
async function node(reply: (id: unknown, method: string, hit: number) => { status: number; body: string }) {
  const asked: { path: string | undefined; method: string; params: unknown }[] = [];
  const server = await startServer((request, response, hit) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
    request.on("end", () => {
      const call: { id: unknown; method: string; params: unknown } = JSON.parse(text);
      asked.push({ path: request.url, method: call.method, params: call.params });
      const { status, body } = reply(call.id, call.method, hit);
      response.writeHead(status).end(body);
    });
  });
  const events: RequestEvent[] = [];
  const http = createHttpClient({ retry: QUICK_RETRY, onRequest: (event) => events.push(event) });
  cleanups.push(http.close, server.close);
  return { source: server.source, http, asked, events };
}

const ok = (id: unknown, result: unknown) => ({ status: 200, body: JSON.stringify({ jsonrpc: "2.0", id, result }) });
const failure = { code: -32603, message: "Internal error", data: "height 10 is not available, lowest height is 500" };

async function thrownBy(work: Promise<unknown>): Promise<CannotTell> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CannotTell)) throw new Error(`not a CannotTell: ${String(error)}`);
  return error;
}

test("asks chain-rpc by JSON-RPC POST, one route a method", async () => {
  const { source, http, asked, events } = await node((id) =>
    ok(id, { block_height: "7", validators: [], count: "0", total: "0" }),
  );
  const answer = await cometClient(http, source).validators({ height: 7, page: 1, per_page: 100 });
  expect(answer).toMatchObject({ blockHeight: 7, total: 0 });
  expect(asked).toEqual([{ path: "/chain-rpc/", method: "validators", params: { height: "7", page: "1", per_page: "100" } }]);
  expect(events).toMatchObject([{ route: "chain-rpc/validators", outcome: "answered", attempts: 1 }]);
});

test.each([200, 500])("an error envelope with HTTP %i is a typed CannotTell", async (status) => {
  const { source, http } = await node((id) => ({ status, body: JSON.stringify({ jsonrpc: "2.0", id, error: failure }) }));
  const error = await thrownBy(cometClient(http, source).block(10));
  expect(error.rpcError).toEqual(failure);
  expect(error.outcome).toMatchObject({ kind: "cannot_tell", reason: "server_error", status });
  expect(error.message).toBe(
    `${source.name} block: server_error: JSON-RPC -32603 Internal error: height 10 is not available, lowest height is 500`,
  );
});

test.each([
  [404, "Chain RPC Disabled", "route_missing"],
  [503, "busy", "rate_limited"],
  [500, "<html>", "server_error"],
  [200, "<html>", "not_json"],
  [200, '{"jsonrpc":"2.0","id":-12345,"result":{}}', "not_json"],
  [200, '{"jsonrpc":"2.0"}', "not_json"],
  [404, '{"code":5}', "route_missing"],
] as const)("HTTP %i %s can't tell: %s", async (status, body, reason) => {
  const { source, http } = await node(() => ({ status, body }));
  const error = await thrownBy(cometClient(http, source).status());
  expect(error.outcome.reason).toBe(reason);
  expect(error.rpcError).toBeNull();
});

test("a result that isn't an object, or belongs to another request, is no answer", async () => {
  const { source, http } = await node((id, _, hit) => (hit === 1 ? ok(id, null) : ok(`${String(id)}0`, {})));
  const comet = cometClient(http, source);
  expect((await thrownBy(comet.health())).outcome.reason).toBe("not_json");
  expect((await thrownBy(comet.health())).outcome.reason).toBe("not_json");
});

test("is retried, and aborted by its signal", async () => {
  const { source, http, events } = await node((id, _, hit) => (hit === 1 ? { status: 503, body: "" } : ok(id, {})));
  await cometClient(http, source).health();
  expect(events).toMatchObject([{ outcome: "answered", attempts: 2 }]);
  const error = await thrownBy(cometClient(http, source, AbortSignal.abort()).health());
  expect(error.outcome.reason).toBe("aborted");
});
