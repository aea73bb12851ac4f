import { afterEach, expect, test } from "vitest";
import { NODE_LIMITS } from "./budget.ts";
import { createHttpClient, type HttpClient, type HttpClientOptions, type RequestEvent } from "./client.ts";
import { QUICK_RETRY, sourceAt, startServer, type TestServer } from "./testing/server.ts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function server(...handler: Parameters<typeof startServer>): Promise<TestServer> {
  const started = await startServer(...handler);
  cleanups.push(started.close);
  return started;
}

function client(options: HttpClientOptions = {}): { http: HttpClient; events: RequestEvent[]; log: string[] } {
  const events: RequestEvent[] = [];
  const log: string[] = [];
  const write = (fields: object, message: string) => log.push(JSON.stringify({ ...fields, message }));
  const http = createHttpClient({
    retry: QUICK_RETRY,
    onRequest: (event) => events.push(event),
    logger: { debug: write, warn: write },
    ...options,
  });
  cleanups.push(http.close);
  return { http, events, log };
}

test("a missing route is asked once; another source and another route are not affected", async () => {
  const missing = await server((_, response) => response.writeHead(501).end('{"code":12,"message":"Not Implemented"}'));
  const offered = await server((_, response) => response.end("{}"));
  const { http, events } = client();
  for (const path of ["/bridge/1", "/bridge/2", "/bridge/3"]) await http.get(missing.source, path, { route: "bridge/{id}" });
  expect(missing.requests).toEqual(["/bridge/1"]);
  expect(await http.get(missing.source, "/bridge/4", { route: "bridge/{id}" })).toMatchObject({
    kind: "cannot_tell",
    reason: "route_missing",
    detail: "remembered",
  });
  expect(events.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
    ["route_missing", 1],
    ["route_missing", 0],
    ["route_missing", 0],
    ["route_missing", 0],
  ]);
  await http.get(missing.source, "/params", { route: "params" });
  expect(missing.requests).toHaveLength(2);
  expect(await http.get(offered.source, "/bridge/1", { route: "bridge/{id}" })).toMatchObject({ kind: "answered" });
});

test("a missing thing is not a missing route", async () => {
  const { source, requests } = await server((request, response) =>
    response
      .writeHead(404)
      .end(request.url?.startsWith("/shards/") ? '{"message":"shard not found"}' : '{"code":5,"message":"not found"}'),
  );
  const { http } = client();
  for (const id of [1, 2]) {
    await http.get(source, `/shards/${id}`, { route: "shards/{id}" });
    expect(await http.get(source, `/collateral/${id}`, { route: "collateral/{addr}" })).toMatchObject({ kind: "absent" });
  }
  expect(requests).toHaveLength(4);
});

test("the budget lets a burst through, then spaces requests out; retries use it too", async () => {
  const { source } = await server((_, response) => response.end("{}"));
  const budgets = { ...NODE_LIMITS, chain: { perMinute: 600, burst: 4 } };
  const { http, events } = client({ budgets });
  await Promise.all(Array.from({ length: 6 }, () => http.get(source, "/chain-api/x", { route: "x" })));
  const waits = events.map(({ seconds }) => seconds).sort((a, b) => a - b);
  expect(waits[3]).toBeLessThan(0.09);
  expect(waits[4]).toBeGreaterThan(0.05);
  expect(waits[5]).toBeGreaterThan(0.15);
  const off = client({ budgets, rateLimit: false });
  await Promise.all(Array.from({ length: 30 }, () => off.http.get(source, "/chain-api/x", { route: "x" })));
  expect(Math.max(...off.events.map(({ seconds }) => seconds))).toBeLessThan(1);
});

test("a source that can't be reached is left alone, then tried again", async () => {
  const gone = await startServer((_, response) => response.end("{}"));
  const port = Number(new URL(gone.url).port);
  await gone.close();
  const { http, events, log } = client({ breaker: { failures: 3, downMs: 150 } });
  const get = () => http.get(gone.source, "/x", { route: "x" });
  for (let i = 0; i < 3; i++) expect(await get()).toMatchObject({ reason: "refused" });
  expect(await get()).toMatchObject({ kind: "cannot_tell", reason: "source_down" });
  expect(events[3]).toMatchObject({ outcome: "source_down", attempts: 0, status: null });
  await new Promise((resolve) => setTimeout(resolve, 170));
  const { createServer } = await import("node:http");
  const back = createServer((_, response) => response.end("{}"));
  await new Promise<void>((resolve) => back.listen(port, "127.0.0.1", resolve));
  cleanups.push(async () => {
    back.closeAllConnections();
    back.close();
  });
  expect(await get()).toMatchObject({ kind: "answered" });
  expect(log.join("\n")).toMatch(/source is down[\s\S]*source is up/);
});

test.each(["in flight", "in a retry pause", "in line for the budget", "in line for a slot", "before it starts"])(
  "an aborted call ends at once %s",
  async (moment) => {
    const { source } = await server((_, response) => {
      if (moment === "in a retry pause") response.writeHead(503, { "retry-after": "20" }).end();
    });
    const { http, events } = client({
      budgets: { ...NODE_LIMITS, chain: { perMinute: 1, burst: 1 } },
      maxConnectionsPerOrigin: 1,
    });
    const other = new AbortController();
    const path = moment === "in line for the budget" ? "/chain-api/x" : "/x";
    const ahead = moment.startsWith("in line") ? http.get(source, path, { route: "ahead", signal: other.signal }) : null;
    const abort = new AbortController();
    if (moment === "before it starts") abort.abort();
    const pending = http.get(source, path, { route: "x", signal: abort.signal });
    await new Promise((resolve) => setTimeout(resolve, 60));
    const started = performance.now();
    abort.abort();
    expect(await pending).toMatchObject({ kind: "cannot_tell", reason: "aborted" });
    expect(performance.now() - started).toBeLessThan(500);
    expect(events.filter(({ route }) => route === "x")).toMatchObject([{ outcome: "aborted" }]);
    other.abort();
    await ahead;
  },
);

test("a slot is free again after callers in line were aborted", async () => {
  const { source } = await server((_, response) => setTimeout(() => response.end("{}"), 50));
  const { http } = client({ maxConnectionsPerOrigin: 1 });
  const abort = new AbortController();
  const first = http.get(source, "/x", { route: "x" });
  const aborted = http.get(source, "/x", { route: "x", signal: abort.signal });
  const last = http.get(source, "/x", { route: "x" });
  abort.abort();
  expect(await aborted).toMatchObject({ reason: "aborted" });
  expect([(await first).kind, (await last).kind]).toEqual(["answered", "answered"]);
});

test("close ends what is under way and later calls", async () => {
  const { source } = await server(() => undefined);
  const { http, events } = client();
  const pending = http.get(source, "/x", { route: "x" });
  await new Promise((resolve) => setTimeout(resolve, 30));
  await http.close();
  expect(await pending).toMatchObject({ reason: "aborted" });
  expect(await http.get(source, "/x", { route: "x" })).toMatchObject({ reason: "aborted", detail: "the client is closed" });
  expect(events).toHaveLength(2);
});

test("one signal for very many calls raises no listener warning", async () => {
  const warnings: string[] = [];
  const warned = (warning: Error) => warnings.push(warning.name);
  process.on("warning", warned);
  const { source } = await server((_, response) => response.end("{}"));
  const { http } = client();
  const abort = new AbortController();
  await Promise.all(Array.from({ length: 100 }, () => http.get(source, "/x", { route: "x", signal: abort.signal })));
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off("warning", warned);
  expect(warnings).toEqual([]);
});

test("credentials reach the node and nothing else", async () => {
  const seen: (string | undefined)[] = [];
  const { url } = await server((request, response) => {
    seen.push(request.headers.authorization, request.url, String(request.headers["x-api-key"]));
    const echo = `${request.url} ${request.headers["x-api-key"]} hunter22 alice`;
    response.writeHead(500).end(JSON.stringify({ code: 13, message: echo }));
  });
  const source = sourceAt(url.replace("http://", "http://alice:hunter22@").concat("/?token=t0psecret"));
  const { http, events, log } = client();
  const outcome = await http.get(source, "/x?height=5", { route: "x", headers: { "X-Api-Key": "k-998877" } });
  expect(seen.slice(0, 3)).toEqual([
    `Basic ${Buffer.from("alice:hunter22").toString("base64")}`,
    "/x?height=5&token=t0psecret",
    "k-998877",
  ]);
  expect(outcome).toMatchObject({ reason: "server_error" });
  const told = JSON.stringify([outcome, events, log, source.name]);
  expect(told).toContain("***");
  expect(told).not.toMatch(/alice|hunter22|t0psecret|k-998877/);
});
