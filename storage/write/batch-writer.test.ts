import { createServer } from "node:http";
import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { afterEach, expect, it } from "vitest";
import { BatchWriter } from "./batch-writer.ts";

let close: () => Promise<void> = async () => {};
afterEach(() => close());

/** A server that takes each insert after a while, shorter for later ones, and counts its rows. */
async function slowServer(status = 200) {
  const seen = { rows: 0, inserts: 0, atOnce: 0, most: 0 };
  const server = createServer(async (request, response) => {
    seen.atOnce += 1;
    seen.most = Math.max(seen.most, seen.atOnce);
    let text = "";
    for await (const chunk of request) text += chunk;
    seen.inserts += 1;
    await new Promise((done) => setTimeout(done, Math.max(5, 60 - seen.inserts * 15)));
    seen.rows += text.split("\n").filter((line) => line.startsWith("[")).length;
    seen.atOnce -= 1;
    response.writeHead(status).end(status === 200 ? "" : "Code: 1. DB::Exception: refused. (TEST)");
  });
  await new Promise<void>((up) => server.listen(0, "127.0.0.1", up));
  const at = server.address();
  if (at === null || typeof at === "string") throw new Error("no port");
  const client = createClient({ url: `http://127.0.0.1:${at.port}`, log: { level: ClickHouseLogLevel.OFF } });
  close = async () => {
    await client.close();
    server.close();
  };
  return { client, seen };
}

const rows = (count: number, first = 0) => Array.from({ length: count }, (_, index) => [first + index]);

it("has stored everything when flush returns, whoever wrote at the same time", async () => {
  const { client, seen } = await slowServer();
  const writer = new BatchWriter(client);
  const line = async () => {
    for (let at = 0; at < 8192; at += 1024) await writer.write("t", ["a"], rows(1024, at));
  };
  await Promise.all(Array.from({ length: 6 }, line));
  await writer.flush();
  expect(seen.rows).toBe(6 * 8192);
  expect(writer.written).toBe(6 * 8192);
  expect(seen.most).toBe(1);
});

it("makes a writer wait while a full batch stands in line, so that memory holds a few batches only", async () => {
  const { client, seen } = await slowServer();
  const writer = new BatchWriter(client);
  await writer.write("t", ["a"], rows(5 * 8192));
  expect(seen.inserts).toBeGreaterThanOrEqual(4);
  await writer.flush();
  expect(seen.rows).toBe(5 * 8192);
});

it("throws the first error and stores nothing after it", async () => {
  const { client, seen } = await slowServer(500);
  const writer = new BatchWriter(client);
  await writer.write("t", ["a"], rows(8192));
  await expect(writer.flush()).rejects.toThrow();
  await expect(writer.write("t", ["a"], rows(1))).rejects.toThrow();
  expect(writer.written).toBe(0);
  expect(seen.inserts).toBe(1);
});
