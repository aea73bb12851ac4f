import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import pino from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { type Exporter, type ExporterOptions, startExporter } from "./server.ts";
import { parseExposition, sampleOf } from "./testing/exposition.ts";
import { silent } from "./testing/served.ts";
import { hasTool } from "./testing/tool.ts";

let exporter: Exporter | null = null;
afterEach(() => exporter?.close());

async function start(options: Partial<ExporterOptions> = {}): Promise<string> {
  exporter = await startExporter({
    port: 0,
    host: "127.0.0.1",
    log: silent,
    now: () => new Date(),
    store: () => null,
    ...options,
  });
  return `http://127.0.0.1:${exporter.port}`;
}

describe("before the store is open", () => {
  it("is alive and not ready, and says what is missing", async () => {
    const url = await start();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      {
        chain_id: null,
        status: "not_ready",
        missing: ["the store is still opening, or nothing was collected yet"],
      },
    ]);
    expect(await (await fetch(url)).json()).toMatchObject({ chain_id: null, name: "Gonka KPI" });
  });

  it("the API answers 503, and its document is there", async () => {
    const url = await start();
    const response = await fetch(`${url}/api/v1/indicators`);
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(await response.json()).toEqual({
      chain_id: null,
      error: { code: "not_ready", message: "the store is still opening, or nothing was collected yet" },
    });
    expect(await (await fetch(`${url}/api/v1/openapi.json`)).json()).toMatchObject({ openapi: "3.1.0", "x-chain-id": null });
  });

  it.each(["gzip", "identity"])("/metrics (%s) tells of the process and of no indicator", async (encoding) => {
    const url = await start();
    exporter?.requestObserver({ source: "a", route: "params", outcome: "timeout", seconds: 15, bytes: 0 });
    const text = await (await fetch(`${url}/metrics`, { headers: { "accept-encoding": encoding } })).text();
    const series = parseExposition(text);
    expect(sampleOf(series, "gonka_ready")).toBe(0);
    expect(sampleOf(series, "gonka_source_requests_total", { source: "a", outcome: "timeout" })).toBe(1);
    expect(sampleOf(series, "process_resident_memory_bytes")).toBeGreaterThan(0);
    expect(sampleOf(series, "gonka_refresh_age_seconds")).toBeUndefined();
    expect(series.filter(({ name }) => /^gonka_(indicator|host|head|epoch)/.test(name))).toEqual([]);
    if (hasTool("promtool", "prometheus")) expect(spawnSync("promtool", ["check", "metrics"], { input: text }).status).toBe(0);
  });

  it("a refresh fails and is counted", async () => {
    const url = await start();
    await expect(exporter?.refresh()).rejects.toThrow("no open store");
    const series = parseExposition(await (await fetch(`${url}/metrics`)).text());
    expect(sampleOf(series, "gonka_refresh_failures_total")).toBe(1);
  });

  it("a store that can't be read leaves it not ready, and its chain is named", async () => {
    const client = createClient({ url: "http://127.0.0.1:1", log: { level: ClickHouseLogLevel.OFF } });
    const url = await start({ store: () => ({ client, chain: "gonka-x" }) });
    await expect(exporter?.refresh()).rejects.toThrow();
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({
      chain_id: "gonka-x",
      missing: ["the store was not read yet"],
    });
    const series = parseExposition(await (await fetch(`${url}/metrics`)).text());
    expect(series.filter(({ labels }) => labels["chain_id"] !== "gonka-x")).toEqual([]);
    await client.close();
  });
});

describe("limits", () => {
  it("answers 429 beyond 600 requests in a minute, on the API only", async () => {
    const url = await start();
    const statuses = new Map<number, number>();
    const once = async () => {
      const response = await fetch(`${url}/api/v1/hosts`, { headers: { "x-forwarded-for": String(Math.random()) } });
      await response.arrayBuffer();
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    };
    for (let round = 0; round < 61; round++) await Promise.all(Array.from({ length: 10 }, once));
    expect(Object.fromEntries(statuses)).toEqual({ 503: 600, 429: 10 });
    const refused = await fetch(`${url}/api/v1/hosts`);
    expect(await refused.json()).toMatchObject({ error: { code: "rate_limited" } });
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
  });
});

describe("work that can wait", () => {
  const wait = async (mostMs: number) => (await exporter?.quiet(mostMs, new AbortController().signal)) ?? Number.NaN;

  it("goes on where nobody reads, and where machines ask again and again", async () => {
    const url = await start();
    for (const path of ["metrics", "healthz", "readyz"]) await (await fetch(`${url}/${path}`)).text();
    expect(await wait(20_000)).toBeLessThan(1000);
  });

  it.each(["", "api/v1/openapi.json"])("waits for a second after /%s was read", async (path) => {
    const url = await start();
    await (await fetch(`${url}/${path}`)).text();
    const waited = await wait(20_000);
    expect(waited).toBeGreaterThan(300);
    expect(waited).toBeLessThan(10_000);
  });

  it("waits no longer than it is told to, and not at all for one that stops", async () => {
    const url = await start();
    await (await fetch(url)).text();
    expect(await wait(100)).toBeLessThan(900);
    expect(await wait(0)).toBeLessThan(50);
    expect(await exporter?.quiet(20_000, AbortSignal.abort())).toBeLessThan(50);
  });
});

describe("the listener", () => {
  it("says so when the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const address = other.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    await expect(start({ port })).rejects.toThrow("EADDRINUSE");
    other.close();
  });

  it("close lets go of idle connections at once, and refuses new ones", async () => {
    const url = await start();
    await (await fetch(`${url}/healthz`)).text();
    const started = performance.now();
    await exporter?.close();
    await exporter?.close();
    expect(performance.now() - started).toBeLessThan(1000);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  it("close cuts off a request that does not end", async () => {
    await start();
    const socket = connect(exporter?.port ?? 0, "127.0.0.1");
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => {});
    socket.write("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Never-");
    await sleep(100);
    await exporter?.close();
    await closed;
  }, 10_000);

  it("logs requests at debug, without headers", async () => {
    const lines: string[] = [];
    const log = pino({ level: "debug" }, { write: (line: string) => void lines.push(line) });
    const url = await start({ log });
    await fetch(`${url}/healthz`, { headers: { authorization: "Bearer hunter2" } });
    await sleep(50);
    const line = lines.find((one) => one.includes("/healthz")) ?? "";
    expect(JSON.parse(line)).toMatchObject({ level: 20, req: { method: "GET", url: "/healthz" }, res: { status: 200 } });
    expect(lines.join("")).not.toContain("hunter2");
  });
});
