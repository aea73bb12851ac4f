import { request } from "node:http";
import { Comet38Client } from "@cosmjs/tendermint-rpc";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { STILL } from "../comet/testing/serve.ts";
import type { Network } from "../network/network.ts";
import { type Simulation, startSimulation } from "../server.ts";
import type { Fault } from "./fault.ts";

let simulation: Simulation;
let network: Network;
let head: number;

beforeAll(async () => {
  simulation = await startSimulation({ ...STILL, hosts: 30 }, { basePort: null, truth: null });
  network = simulation.network;
  head = simulation.clock.height();
});

afterEach(() => simulation.faults.clear());
afterAll(() => simulation.close());

const INFERENCE = "/chain-api/productscience/inference/inference";
const switchOn = (...faults: Fault[]) => faults.map((fault) => simulation.faults.switchOn(fault));

interface Got {
  readonly status: number;
  readonly body: string;
}

/** One GET; an error of the connection is thrown, and so is an answer that takes more than `patienceMs`. */
function get(base: string, path: string, headers: Record<string, string>, patienceMs: number): Promise<Got> {
  return new Promise((resolve, reject) => {
    const asked = request(`${base}${path}`, { headers, agent: false, signal: AbortSignal.timeout(patienceMs) }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        body += part;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.on("error", reject);
    });
    asked.on("error", reject);
    asked.end();
  });
}

const source = (index: number, path: string) => get(simulation.sources[index] ?? "", path, {}, 5000);
const everySource = (path: string) => Promise.all(simulation.sources.map((_, index) => source(index, path)));
const hostUrl = (index: number) => network.hosts(head).find((host) => host.index === index)?.url ?? "";
const upHosts = () => network.hosts(head).filter((host) => network.isHostUp(host, simulation.clock.now()));

async function bodies(path: string): Promise<string[]> {
  return (await everySource(path)).map(({ body }) => body);
}

/** Whether the sources agree on a path, as groups of equal answers: "AAB" when the last one differs. */
async function agreement(path: string): Promise<string> {
  const answers = await bodies(path);
  const groups = [...new Set(answers)];
  return answers.map((answer) => "ABC"[groups.indexOf(answer)]).join("");
}

describe("without faults", () => {
  it("all sources say the same", async () => {
    const { effective } = network.epochsAt(head);
    for (const path of [
      `${INFERENCE}/epoch_info`,
      `${INFERENCE}/epoch_group_data/${effective}`,
      `${INFERENCE}/excluded_participants/${effective}`,
      `/chain-rpc/block?height=${head}`,
      "/chain-rpc/validators",
    ]) {
      expect(await agreement(path), path).toBe("AAA");
    }
  });
});

describe("a host", () => {
  it("that is dead closes the connection, and the others answer", async () => {
    const [first, second] = upHosts();
    if (first === undefined || second === undefined) throw new Error("too few hosts");
    switchOn({ kind: "dead", at: `host:${first.index}` });
    await expect(get(first.url, "/health", {}, 2000)).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(await get(second.url, "/health", {}, 2000)).toEqual({ status: 200, body: "healthy\n" });
  });

  it("that hangs takes the connection and never answers", async () => {
    const [first] = upHosts();
    if (first === undefined) throw new Error("too few hosts");
    switchOn({ kind: "hang", at: `host:${first.index}` });
    await expect(get(first.url, "/health", {}, 300)).rejects.toThrow(/abort|timeout/i);
  });

  it("that is down in the plot closes the connection too", async () => {
    const down = network.hosts(head).find((host) => !network.isHostUp(host, simulation.clock.now()));
    if (down === undefined) throw new Error("every host is up");
    await expect(get(down.url, "/health", {}, 2000)).rejects.toThrow(/socket hang up|ECONNRESET/);
  });

  it("none answers when the prober is cut off, nor does its control target; the sources do", async () => {
    switchOn({ kind: "cut_off" });
    for (const { url } of upHosts()) await expect(get(url, "/health", {}, 2000)).rejects.toThrow();
    await expect(get(simulation.control, "/control/target", {}, 2000)).rejects.toThrow();
    expect((await source(0, "/chain-rpc/status")).status).toBe(200);
    simulation.faults.clear();
    expect((await get(simulation.control, "/control/target", {}, 2000)).status).toBe(200);
  });
});

describe("a source", () => {
  it.each(["sources", "source:1"] as const)("answers 503 for everything (%s)", async (at) => {
    switchOn({ kind: "unavailable", at });
    const paths = ["/chain-rpc/status", `${INFERENCE}/params`, "/health"];
    for (const path of paths) {
      const statuses = (await everySource(path)).map(({ status }) => status);
      expect(statuses).toEqual(at === "sources" ? [503, 503, 503] : [200, 503, 200]);
    }
  });

  it("limits the rate of each class of routes", async () => {
    switchOn({ kind: "rate_limit", at: "source:0", perMinute: 1, burst: 2 });
    const statuses = [];
    for (let asked = 0; asked < 5; asked += 1) statuses.push((await source(0, "/chain-rpc/health")).status);
    expect(statuses).toEqual([200, 200, 200, 503, 503]);
    expect((await source(0, `${INFERENCE}/epoch_info`)).status).toBe(200);
  });

  it("doesn't know a route", async () => {
    switchOn({ kind: "route_missing", at: "source:0", route: `${INFERENCE}/excluded_participants` });
    const missing = await source(0, `${INFERENCE}/excluded_participants/0`);
    expect(missing.status).toBe(501);
    expect(JSON.parse(missing.body)).toEqual({ code: 12, message: "Not Implemented", details: [] });
    expect((await source(0, `${INFERENCE}/epoch_info`)).status).toBe(200);
    expect((await source(1, `${INFERENCE}/excluded_participants/0`)).status).toBe(200);
  });

  it.each([
    ["empty_object", "{}"],
    ["nothing", ""],
    ["html", "<html><body><h1>Welcome to nginx!</h1></body></html>\n"],
  ] as const)("answers %s", async (answer, body) => {
    switchOn({ kind: "odd_answer", at: "source:0", route: INFERENCE, answer });
    expect(await source(0, `${INFERENCE}/epoch_info`)).toEqual({ status: 200, body });
  });

  it("cuts an answer in half", async () => {
    const whole = await source(0, `${INFERENCE}/epoch_info`);
    switchOn({ kind: "odd_answer", at: "source:0", route: INFERENCE, answer: "truncated" });
    const { body } = await source(0, `${INFERENCE}/epoch_info`);
    expect(whole.body.startsWith(body)).toBe(true);
    expect(() => JSON.parse(body)).toThrow(SyntaxError);
  });

  it("is slow", async () => {
    switchOn({ kind: "slow", at: "source:0", ms: 200 });
    const before = performance.now();
    await source(0, "/chain-rpc/health");
    expect(performance.now() - before).toBeGreaterThanOrEqual(195);
  });

  it("serves another chain", async () => {
    switchOn({ kind: "other_chain", source: 0, chainId: "gonka-elsewhere" });
    const comet = await Comet38Client.connect(`${simulation.sources[0]}/chain-rpc/`);
    expect((await comet.status()).nodeInfo.network).toBe("gonka-elsewhere");
    expect((await comet.block(head)).block.header.chainId).toBe("gonka-elsewhere");
    comet.disconnect();
    const info = await source(0, "/chain-api/cosmos/base/tendermint/v1beta1/node_info");
    expect(info.body).toContain("gonka-elsewhere");
    expect(await agreement("/chain-rpc/status")).not.toBe("AAA");
  });

  it("lags", async () => {
    switchOn({ kind: "lag", source: 2, blocks: 7 });
    const status: { result: { sync_info: { latest_block_height: string } } } = JSON.parse(
      (await source(2, "/chain-rpc/status")).body,
    );
    expect(status.result.sync_info.latest_block_height).toBe(String(head - 7));
    expect((await source(2, `/chain-rpc/block?height=${head}`)).status).toBe(500);
  });

  it("has pruned its state and its blocks", async () => {
    switchOn({ kind: "pruned", source: 0, keepStates: 10, keepBlocks: 50 });
    const pinned = (height: number) =>
      get(simulation.sources[0] ?? "", `${INFERENCE}/epoch_info`, { "x-cosmos-block-height": String(height) }, 2000);
    expect((await pinned(head - 5)).status).toBe(200);
    const pruned = await pinned(head - 20);
    expect(pruned.status).toBe(500);
    expect(pruned.body).toContain("version does not exist");
    expect((await source(0, `/chain-rpc/block?height=${head - 50}`)).status).toBe(200);
    expect((await source(0, `/chain-rpc/block?height=${head - 51}`)).body).toContain(
      `is not available, lowest height is ${head - 50}`,
    );
  });

  it("changes a field at a height", async () => {
    const path = `${INFERENCE}/epoch_info`;
    switchOn({
      kind: "shape",
      at: "source:0",
      route: path,
      fromHeight: head + 1,
      field: "poc_start_block_height",
      change: "renamed",
    });
    expect(await agreement(path)).toBe("AAA");
    simulation.faults.clear();
    switchOn({
      kind: "shape",
      at: "source:0",
      route: path,
      fromHeight: head,
      field: "poc_start_block_height",
      change: "renamed",
    });
    expect((await source(0, path)).body).toContain("poc_start_block_height_v2");
    simulation.faults.clear();
    switchOn({ kind: "shape", at: "source:0", route: path, fromHeight: head, field: "poc_start_block_height", change: "number" });
    expect((await source(0, path)).body).toMatch(/"poc_start_block_height":\d/);
  });
});

describe("a source that lies", () => {
  const { historyEpochs } = STILL;
  const effective = historyEpochs - 1;
  const LIES = [
    { about: "epoch_clock", path: `${INFERENCE}/epoch_info` },
    { about: "membership", path: `${INFERENCE}/epoch_group_data/${effective}` },
    { about: "weight", path: `${INFERENCE}/epoch_group_data/${effective}` },
    { about: "exclusion", path: `${INFERENCE}/excluded_participants/${effective}` },
    { about: "header_time", path: "/chain-rpc/block?height=700" },
    { about: "head", path: "/chain-rpc/blockchain" },
  ] as const;

  it.each(LIES)("in $about is alone with it", async ({ about, path }) => {
    expect(await agreement(path)).toBe("AAA");
    switchOn({ kind: "lie", source: 1, about, size: 1, fromHeight: 0 });
    expect(await agreement(path)).toBe("ABA");
    expect((await source(1, path)).status).toBe(200);
  });

  it.each(LIES)("in $about contradicts another one that lies by another size", async ({ about, path }) => {
    switchOn(
      { kind: "lie", source: 0, about, size: 1, fromHeight: 0 },
      { kind: "lie", source: 1, about, size: 2, fromHeight: 0 },
    );
    expect(await agreement(path)).toBe("ABC");
  });

  it("later, tells the truth about the heights before", async () => {
    switchOn({ kind: "lie", source: 1, about: "header_time", size: 1, fromHeight: 701 });
    expect(await agreement("/chain-rpc/block?height=699")).toBe("AAA");
    expect(await agreement("/chain-rpc/block?height=701")).toBe("ABA");
  });
});

describe("the chain", () => {
  it("halts, and goes on where it stopped", async () => {
    const own = await startSimulation(STILL, { basePort: null, truth: null });
    try {
      const stopped = own.clock.height();
      const fault = own.faults.switchOn({ kind: "halt" });
      own.advance(90_000);
      expect(own.clock.height()).toBe(stopped);
      own.faults.switchOff(fault);
      own.advance(5000);
      expect(own.clock.height()).toBeGreaterThan(stopped);
      expect(own.clock.height()).toBeLessThan(stopped + 10);
      expect(own.network.timeOf(stopped + 1) - own.network.timeOf(stopped)).toBeGreaterThan(85_000);
    } finally {
      await own.close();
    }
  });

  it("is reorganised: on every source alike, from that epoch on", async () => {
    const forming = network.epochsAt(head).latest;
    const before = await bodies(`${INFERENCE}/epoch_group_data/${forming - 1}`);
    const members = network.rootGroup(forming, head)?.members.length ?? 0;
    switchOn({ kind: "reorganised", fromEpoch: forming });
    expect(await bodies(`${INFERENCE}/epoch_group_data/${forming - 1}`)).toEqual(before);
    expect(await agreement(`${INFERENCE}/epoch_group_data/${forming}`)).toBe("AAA");
    const left = simulation.network.rootGroup(forming, head)?.members.length ?? 0;
    expect(left).toBeLessThan(members);
    expect(left).toBeGreaterThan(0);
  });
});

describe("faults", () => {
  it("leave nothing behind when they are switched off", async () => {
    const ids = switchOn(
      { kind: "unavailable", at: "sources" },
      { kind: "lie", source: 0, about: "head", size: 5, fromHeight: 0 },
    );
    for (const id of ids) expect(simulation.faults.switchOff(id)).toBe(true);
    expect(simulation.faults.switchOff(ids[0] ?? 0)).toBe(false);
    expect(await agreement("/chain-rpc/blockchain")).toBe("AAA");
    expect(hostUrl(0)).toContain(String(simulation.hostPort));
  });
});
