import { afterEach, expect, test } from "vitest";
import { createHttpClient, type HttpClient, type HttpClientOptions, type RequestEvent } from "./client.ts";
import { chainSource } from "./source.ts";
import { QUICK_RETRY, sourceAt, startServer, type TestServer } from "./testing/server.ts";

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function server(...handler: Parameters<typeof startServer>): Promise<TestServer & { port: string }> {
  const started = await startServer(...handler);
  cleanups.push(started.close);
  return { ...started, port: new URL(started.url).port };
}

function client(options: HttpClientOptions = {}): { http: HttpClient; events: RequestEvent[] } {
  const events: RequestEvent[] = [];
  const http = createHttpClient({ retry: QUICK_RETRY, onRequest: (event) => events.push(event), ...options });
  cleanups.push(http.close);
  return { http, events };
}

/** A resolver with fixed answers that counts how often it is asked. */
function resolver(answers: readonly string[][]): { lookup: NonNullable<HttpClientOptions["lookup"]>; asked: () => number } {
  let asked = 0;
  return {
    lookup: (_hostname, callback) => {
      const addresses = answers[Math.min(asked++, answers.length - 1)] ?? [];
      setImmediate(() =>
        callback(
          null,
          addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
        ),
      );
    },
    asked: () => asked,
  };
}

test.each([
  (port: string) => `http://127.0.0.1:${port}`,
  (port: string) => `http://2130706433:${port}`,
  (port: string) => `http://0x7f.1:${port}`,
  (port: string) => `http://0177.0.0.1:${port}`,
  (port: string) => `http://127.1:${port}`,
  (port: string) => `http://0:${port}`,
  (port: string) => `http://[::ffff:127.0.0.1]:${port}`,
  (port: string) => `http://[::1]:${port}`,
  (port: string) => `http://[64:ff9b::7f00:1]:${port}`,
  (port: string) => `http://localhost:${port}`,
])("a host from the chain can't be a private address, however it is written (%#)", async (urlOf) => {
  const { port, sockets } = await server((_, response) => response.end("{}"));
  const { http, events } = client();
  const outcome = await http.get(chainSource(urlOf(port)), "/v1/status", { route: "v1/status" });
  expect(outcome).toMatchObject({ kind: "cannot_tell", reason: "address_refused" });
  expect(sockets()).toBe(0);
  expect(events).toMatchObject([{ outcome: "address_refused", attempts: 1 }]);
});

test("allowPrivateHosts lifts the rule", async () => {
  const { url } = await server((_, response) => response.end("{}"));
  const { http } = client({ allowPrivateHosts: true });
  expect(await http.get(chainSource(url), "/x", { route: "x" })).toMatchObject({ kind: "answered" });
});

test("a configured node is exempt, but its connections are not lent to hosts from the chain", async () => {
  const { url, source, sockets } = await server((_, response) => response.end("{}"));
  const { http } = client();
  expect(await http.get(source, "/x", { route: "x" })).toMatchObject({ kind: "answered" });
  expect(await http.get(chainSource(url), "/x", { route: "x" })).toMatchObject({ reason: "address_refused" });
  expect(sockets()).toBe(1);
});

test.each([[["127.0.0.1"]], [["1.1.1.1", "127.0.0.1"]], [["fd00::1"]], [["169.254.169.254"]]])(
  "a name from the chain that resolves to %j is refused",
  async (addresses) => {
    const { port, sockets } = await server((_, response) => response.end("{}"));
    const { http } = client({ lookup: resolver([addresses]).lookup });
    const outcome = await http.get(chainSource(`http://host.example:${port}`), "/x", { route: "x" });
    expect(outcome).toMatchObject({ reason: "address_refused", detail: expect.stringContaining("host.example") });
    expect(sockets()).toBe(0);
  },
);

test("the resolver is asked once a connection and its answer is the address connected to", async () => {
  const { port, sockets } = await server((_, response) => response.setHeader("connection", "close").end("{}"));
  // The system can't resolve this name: only the injected answer can lead to the server.
  const rebinding = resolver([["127.0.0.1"], ["10.255.255.1"]]);
  const { http } = client({ allowPrivateHosts: true, lookup: rebinding.lookup });
  expect(await http.get(chainSource(`http://host.invalid:${port}`), "/x", { route: "x" })).toMatchObject({ kind: "answered" });
  expect([rebinding.asked(), sockets()]).toEqual([1, 1]);
});

test("a name that is rebound to a private address is refused at its next connection", async () => {
  const { port, sockets } = await server((_, response) => response.end("{}"));
  // 192.88.99.1 is not public either; what matters is that each connection is judged by its own lookup.
  const rebinding = resolver([["192.88.99.1"], ["127.0.0.1"]]);
  const { http } = client({ lookup: rebinding.lookup });
  const source = chainSource(`http://host.invalid:${port}`);
  expect(await http.get(source, "/x", { route: "x" })).toMatchObject({ detail: expect.stringContaining("192.88.99.1") });
  expect(await http.get(source, "/x", { route: "x" })).toMatchObject({ detail: expect.stringContaining("127.0.0.1") });
  expect([rebinding.asked(), sockets()]).toEqual([2, 0]);
});

test.each([
  (port: string) => `http://127.0.0.2:${port}/`,
  (port: string) => `http://localhost:${port}/`,
  (port: string) => `//[::ffff:127.0.0.1]:${port}/`,
])("a configured node can't send the client to another private host (%#)", async (locationOf) => {
  const inner = await server((_, response) => response.end("secret"));
  const { source } = await server((_, response) => response.writeHead(302, { location: locationOf(inner.port) }).end());
  const { http } = client();
  expect(await http.get(source, "/x", { route: "x" })).toMatchObject({ reason: "address_refused" });
  expect(inner.sockets()).toBe(0);
});

test("follows redirects on its own host and keeps the query", async () => {
  const { source, requests } = await server((request, response) => {
    if (request.url === "/a?x=1") response.writeHead(301, { location: "/b?x=1" }).end("moved");
    else response.end('{"at":"b"}');
  });
  const { http } = client();
  expect(await http.get(source, "/a?x=1", { route: "a" })).toMatchObject({ kind: "answered", body: '{"at":"b"}' });
  expect(requests).toEqual(["/a?x=1", "/b?x=1"]);
});

test("credentials are not carried to another origin", async () => {
  const seen: unknown[] = [];
  const other = await server((request, response) => {
    seen.push(request.headers.authorization, request.headers["x-api-key"], request.headers["x-cosmos-block-height"]);
    response.end("{}");
  });
  const first = await server((_, response) => response.writeHead(307, { location: `${other.url}/y` }).end());
  const { http } = client();
  const source = sourceAt(first.url.replace("http://", "http://alice:hunter22@"));
  const headers = { "X-Api-Key": "k", "X-Cosmos-Block-Height": "5" };
  expect(await http.get(source, "/x", { route: "x", headers })).toMatchObject({ kind: "answered" });
  expect(seen).toEqual([undefined, undefined, "5"]);
});

test("redirects end: too many, to another scheme, without a location, of a POST", async () => {
  const { source, requests } = await server((request, response) => {
    const locations: Record<string, string> = { "/loop": "/loop", "/file": "file:///etc/passwd", "/post": "/elsewhere" };
    const location = locations[request.url ?? ""];
    response.writeHead(302, location === undefined ? {} : { location }).end();
  });
  const { http, events } = client();
  expect(await http.get(source, "/loop", { route: "loop" })).toMatchObject({
    reason: "redirect",
    detail: "more than 3 redirects",
  });
  expect(requests).toHaveLength(4);
  expect(await http.get(source, "/file", { route: "file" })).toMatchObject({ reason: "redirect", status: 302 });
  expect(await http.get(source, "/none", { route: "none" })).toMatchObject({ reason: "redirect" });
  expect(await http.post(source, "/post", {}, { route: "post" })).toMatchObject({ reason: "redirect" });
  expect(requests).not.toContain("/elsewhere");
  expect(events).toHaveLength(4);
});
