import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import pino from "pino";
import { afterEach, expect, test } from "vitest";
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
  const logger = pino({ level: "debug" }, { write: (line: string) => log.push(line) });
  const http = createHttpClient({ retry: QUICK_RETRY, onRequest: (event) => events.push(event), logger, ...options });
  cleanups.push(http.close);
  return { http, events, log };
}

test("answers with body, size and height, and tells one event", async () => {
  const { source } = await server((_, response) =>
    response.setHeader("Grpc-Metadata-X-Cosmos-Block-Height", "847").end('{"é":1}'),
  );
  const { http, events } = client();
  const outcome = await http.get(source, "/chain-api/params", { route: "params" });
  expect(outcome).toEqual({ kind: "answered", status: 200, body: '{"é":1}', bytes: 8, headers: { height: 847 } });
  expect(events).toEqual([
    {
      source: source.name,
      route: "params",
      outcome: "answered",
      status: 200,
      seconds: expect.any(Number),
      bytes: 8,
      attempts: 1,
    },
  ]);
  expect(events[0]?.seconds).toBeGreaterThan(0);
  expect(events[0]?.seconds).toBeLessThan(5);
});

test.each([
  [404, '{"code":5, "message":"not found"}', "absent", 1],
  [404, "404 page not found", "route_missing", 1],
  [501, '{"code":12}', "route_missing", 1],
  [403, "{}", "route_missing", 1],
  [410, "", "route_missing", 1],
  [400, '{"code":3}', "client_error", 1],
  [500, '{"code":13}', "server_error", 2],
  [502, "", "server_error", 4],
  [503, "", "rate_limited", 4],
  [429, "", "rate_limited", 4],
] as const)("HTTP %i %s becomes %s after %i attempts, in one event", async (status, body, expected, attempts) => {
  const { source, requests } = await server((_, response) => response.writeHead(status).end(body));
  const { http, events } = client();
  const outcome = await http.get(source, "/x", { route: "x" });
  expect(outcome.kind === "cannot_tell" ? outcome.reason : outcome.kind).toBe(expected);
  expect(requests).toHaveLength(attempts);
  expect(events).toMatchObject([{ outcome: expected, status, attempts }]);
});

test("a transient failure is healed by a retry", async () => {
  const { source } = await server((_, response, hit) => response.writeHead(hit < 3 ? 503 : 200).end("{}"));
  const { http, events } = client();
  expect(await http.get(source, "/x", { route: "x" })).toMatchObject({ kind: "answered" });
  expect(events).toMatchObject([{ outcome: "answered", attempts: 3 }]);
});

test("honours Retry-After", async () => {
  const { source } = await server((_, response, hit) => {
    if (hit === 1) response.writeHead(503, { "retry-after": "1" }).end();
    else response.end("{}");
  });
  const { http, events } = client();
  expect(await http.get(source, "/x", { route: "x" })).toMatchObject({ kind: "answered" });
  expect(events[0]?.seconds).toBeGreaterThan(0.95);
});

test("refused and cut connections", async () => {
  const gone = await startServer(() => undefined);
  await gone.close();
  const cut = await server((request) => request.socket.destroy());
  const half = await server((_, response) => {
    response.writeHead(200, { "content-length": "100" }).write("{");
    setTimeout(() => response.destroy(), 5);
  });
  const { http, events } = client();
  expect(await http.get(gone.source, "/x", { route: "x" })).toMatchObject({ reason: "refused", status: null, body: null });
  expect(await http.get(cut.source, "/x", { route: "x" })).toMatchObject({ reason: "network" });
  expect(await http.get(half.source, "/x", { route: "x" })).toMatchObject({ reason: "network" });
  expect(events.map(({ attempts }) => attempts)).toEqual([4, 4, 4]);
});

test.each(["headers", "body"])("the timeout covers hanging %s", async (what) => {
  const { source } = await server((_, response) => {
    if (what === "body") response.writeHead(200).write('{"a":');
  });
  const { http, events } = client({ timeoutMs: 100, retry: { ...QUICK_RETRY, maxRetries: 1 } });
  expect(await http.get(source, "/x", { route: "x" })).toMatchObject({ kind: "cannot_tell", reason: "timeout" });
  expect(events).toMatchObject([{ outcome: "timeout", attempts: 2 }]);
  expect(events[0]?.seconds).toBeLessThan(2);
});

test("a body that drips without end is a timeout too", async () => {
  const { source } = await server((_, response) => {
    const drip = setInterval(() => response.write(" "), 10);
    response.on("close", () => clearInterval(drip));
  });
  const { http } = client({ timeoutMs: 150, retry: { ...QUICK_RETRY, maxRetries: 0 } });
  expect(await http.get(source, "/x", { route: "x" })).toMatchObject({ reason: "timeout" });
});

test("requests that wait for a connection don't time out meanwhile", async () => {
  const { source } = await server((_, response) => setTimeout(() => response.end("{}"), 60));
  const { http, events } = client({ timeoutMs: 500, maxConnectionsPerOrigin: 1, retry: { ...QUICK_RETRY, maxRetries: 0 } });
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => http.get(source, "/x", { route: "x" })));
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 12 }, () => "answered"));
  expect(Math.max(...events.map(({ seconds }) => seconds))).toBeGreaterThan(0.6);
});

test.each([
  ["gzip", gzipSync],
  ["br", brotliCompressSync],
  ["deflate", deflateSync],
] as const)("decompresses %s and counts what it unpacks", async (encoding, compress) => {
  let offered: unknown;
  const { source } = await server((request, response) => {
    offered = request.headers["accept-encoding"];
    response.writeHead(200, { "content-encoding": encoding }).end(compress(`"${"x".repeat(9998)}"`));
  });
  const { http, events } = client();
  expect(await http.get(source, "/x", { route: "x" })).toMatchObject({ kind: "answered", bytes: 10_000 });
  expect(events).toMatchObject([{ bytes: 10_000 }]);
  expect(offered).toContain(encoding);
});

test("the size cap holds for plain, endless and gzip-bomb bodies, without a retry", async () => {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 1 });
  const { source, requests } = await server((request, response) => {
    if (request.url === "/bomb") response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
    else if (request.url === "/plain") response.end(Buffer.alloc(1_000_001, " "));
    else if (request.url === "/fits") response.end(Buffer.alloc(1_000_000, " "));
    else {
      const pour = setInterval(() => response.write(Buffer.alloc(65_536, " ")), 1);
      response.on("close", () => clearInterval(pour));
    }
  });
  const { http } = client({ maxBytes: 1_000_000 });
  for (const path of ["/bomb", "/plain", "/endless"]) {
    expect(await http.get(source, path, { route: path })).toMatchObject({ reason: "too_large", status: 200 });
  }
  expect(await http.get(source, "/fits", { route: "fits" })).toMatchObject({ kind: "answered", bytes: 1_000_000 });
  expect(requests).toHaveLength(4);
});

test("a cut gzip body is no answer, and bytes that are no text are unreadable", async () => {
  const packed = gzipSync(JSON.stringify({ hosts: Array.from({ length: 5000 }, (_, i) => i) }));
  const { source } = await server((request, response) => {
    if (request.url === "/cut") response.writeHead(200, { "content-encoding": "gzip" }).end(packed.subarray(0, 2000));
    else if (request.url === "/zstd") response.writeHead(200, { "content-encoding": "zstd" }).end("x");
    else response.end(Buffer.from([0x22, 0xff, 0xfe, 0x22]));
  });
  const { http } = client();
  expect(await http.get(source, "/cut", { route: "cut" })).toMatchObject({ kind: "cannot_tell", reason: "network" });
  expect(await http.get(source, "/zstd", { route: "zstd" })).toMatchObject({ reason: "not_json" });
  expect(await http.get(source, "/latin", { route: "latin" })).toMatchObject({ reason: "not_json" });
});

test("connections are reused one after another and bounded side by side", async () => {
  const { source, sockets } = await server((_, response) => setTimeout(() => response.end("{}"), 5));
  const { http } = client({ maxConnectionsPerOrigin: 3 });
  for (let i = 0; i < 20; i++) await http.get(source, "/x", { route: "x" });
  // undici may open a second one while the first is being handed back.
  expect(sockets()).toBeLessThanOrEqual(2);
  await Promise.all(Array.from({ length: 30 }, () => http.get(source, "/x", { route: "x" })));
  expect(sockets()).toBeLessThanOrEqual(3);
});

test("posts JSON", async () => {
  const { source } = await server((request, response) => {
    request
      .setEncoding("utf8")
      .on("data", (text) => response.end(JSON.stringify([request.method, request.headers["content-type"], text])));
  });
  const { http } = client();
  const outcome = await http.post(source, "/chain-rpc/", { a: [1] }, { route: "chain-rpc/x" });
  expect(outcome).toMatchObject({ body: JSON.stringify(["POST", "application/json", '{"a":[1]}']) });
});

test("a path that isn't one is the caller's bug", async () => {
  const { http } = client();
  await expect(http.get(sourceAt("http://127.0.0.1:1"), "x", { route: "x" })).rejects.toBeInstanceOf(TypeError);
});
