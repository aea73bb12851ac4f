import type { ServerResponse } from "node:http";
import { performance } from "node:perf_hooks";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { cannotTell } from "../http/answer.ts";
import { type Behaviour, probeOnce, startNetwork, type TestNetwork } from "./testing/network.ts";
import { verdictOf } from "./verdict.ts";

let network: TestNetwork | null = null;
afterEach(async () => {
  await network?.close();
  network = null;
});

/** What the round says of one host that behaves so, among three that are up. */
async function verdictOn(behaviour: Behaviour) {
  network = await startNetwork((index) => (index === 0 ? behaviour : "up"));
  const started = performance.now();
  const { round, probes } = await probeOnce(network.hosts(4), [network.control]);
  expect(probes.slice(1).map(({ state }) => state)).toEqual(["up", "up", "up"]);
  expect(round.valid).toBe(true);
  return { ...probes[0], seconds: (performance.now() - started) / 1000, asked: network.asked };
}

const redirectTo = (location: string) => (_: string, response: ServerResponse) =>
  void response.writeHead(302, { location }).end();

describe("a hostile host", () => {
  it("with an endless body is given up at once", async () => {
    const { state, reason, seconds } = await verdictOn((_, response) => {
      const more = () => {
        while (response.writable && response.write(Buffer.alloc(64 * 1024, " ")));
      };
      response.on("drain", more);
      more();
    });
    expect([state, reason]).toEqual(["unknown", expect.stringContaining("can't be read")]);
    expect(seconds).toBeLessThan(3);
  });

  it("with a body that expands when it is decompressed is given up too", async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const { state } = await verdictOn((_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(bomb));
    expect(state).toBe("unknown");
  });

  it("that redirects for ever is asked a few times only", async () => {
    const { state, asked } = await verdictOn((path, response) => redirectTo(`${path}/again`)(path, response));
    expect(state).toBe("down");
    expect(asked.filter((path) => path.includes("again")).length).toBeLessThan(10);
  });

  it("that drips its answer takes no longer than one timeout", async () => {
    const { state, reason, seconds } = await verdictOn((_, response) => {
      const drip = setInterval(() => response.write(" "), 100);
      response.on("close", () => clearInterval(drip));
    });
    expect([state, reason]).toEqual(["down", "timeout"]);
    expect(seconds).toBeLessThan(8);
  }, 15_000);

  it.each([
    ["HTML for every path", "<html><body>explorer</body></html>", "unknown"],
    ["nothing", "", "unknown"],
    ["an empty object", "{}", "unknown"],
    ["null", "null", "unknown"],
    ["a truncated answer", '{"status":"o', "unknown"],
    ["ok in a list", '["ok"]', "unknown"],
    ["another type", '{"status":true}', "unknown"],
    ["that it is not ok", '{"status":"syncing"}', "down"],
    ["ok and more", '{"status":"ok","version":"v9"}', "up"],
  ])("that says %s is never up by mistake", async (_, body, state) => {
    expect((await verdictOn((_path, response) => void response.end(body))).state).toBe(state);
  });

  it.each([201, 204, 206])("that says ok with %i is not up", async (code) => {
    expect((await verdictOn((_, response) => void response.writeHead(code).end('{"status":"ok"}'))).state).not.toBe("up");
  });

  it("cannot put control characters or long text into a reason", async () => {
    const { reason = "" } = await verdictOn(
      (_, response) => void response.end(JSON.stringify({ status: `a\u0000\n\u001b[31m${"x".repeat(5000)}` })),
    );
    expect(reason.length).toBeLessThan(210);
    expect(reason).not.toMatch(/\p{C}/u);
  });
});

it("says down of a redirect to an address that was refused", () => {
  // That it isn't followed is under test with the client (collectors/http); a host of the test can't have a public address.
  const refused = cannotTell("address_refused", "10.0.0.1 is not a public address");
  expect(verdictOf(refused, refused)).toMatchObject({ state: "down", reason: "it redirects to an address that is not public" });
});
