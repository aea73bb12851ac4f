import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STILL } from "../comet/testing/serve.ts";
import { type Simulation, startSimulation } from "../server.ts";

let simulation: Simulation;

beforeAll(async () => {
  const truth = () => (indicator: string, epoch: number) => ({
    value: epoch,
    numerator: 2n ** 64n,
    denominator: null,
    indicator,
  });
  simulation = await startSimulation(STILL, { basePort: null, truth });
});

afterAll(() => simulation.close());

async function control(method: string, path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const init = body === null ? { method } : { method, body: JSON.stringify(body) };
  const response = await fetch(`${simulation.control}/control${path}`, init);
  return { status: response.status, body: await response.json() };
}

describe("the control API", () => {
  it("says what it can do and that all of this is simulated", async () => {
    expect((await control("GET", "", null)).body).toMatchObject({ simulated: true });
    expect((await control("GET", "/nosuch", null)).status).toBe(404);
  });

  it("moves the clock and the sandbox's with it", async () => {
    const before = simulation.clock.now();
    const sandboxBefore = simulation.sandboxNetwork.clock.now();
    const moved = await control("POST", "/clock/advance", { ms: 60_000 });
    expect(moved.body).toEqual({ now: before + 60_000, height: simulation.clock.height(), speed: 0, halted: false });
    expect(simulation.sandboxNetwork.clock.now()).toBe(sandboxBefore + 60_000);
    expect((await control("GET", "/clock", null)).body).toEqual(moved.body);
  });

  it.each(["/speed", "/clock"])("sets the speed by %s", async (path) => {
    expect((await control("POST", path, { speed: 3600 })).body).toMatchObject({ speed: 3600 });
    expect(simulation.sandboxNetwork.clock.speed).toBe(3600);
    expect((await control("POST", path, { speed: 0 })).body).toMatchObject({ speed: 0 });
  });

  it("refuses what it doesn't understand and changes nothing", async () => {
    for (const body of [{ speed: -1 }, { speed: "fast" }, {}, { speed: 1, more: 1 }]) {
      expect((await control("POST", "/speed", body)).status).toBe(400);
    }
    for (const body of [{ kind: "nosuch" }, { kind: "dead" }, { kind: "dead", at: "everywhere" }, { kind: "lag", source: 0 }]) {
      expect((await control("POST", "/faults", body)).status, JSON.stringify(body)).toBe(400);
    }
    expect(simulation.clock.speed).toBe(0);
    expect((await control("GET", "/faults", null)).body).toEqual([]);
  });

  it("switches faults on, lists them and switches them off", async () => {
    const fault = { kind: "unavailable", at: "source:0" };
    const { status, body } = await control("POST", "/faults", fault);
    expect(status).toBe(201);
    const health = async () => (await fetch(`${simulation.sources[0]}/health`)).status;
    expect(await health()).toBe(503);
    const listed = (await control("GET", "/faults", null)).body;
    expect(listed).toEqual([body]);
    const id = simulation.faults.list()[0]?.id;
    expect((await control("DELETE", `/faults/${id}`, null)).body).toEqual([]);
    expect(await health()).toBe(200);
    expect((await control("DELETE", `/faults/${id}`, null)).status).toBe(404);
    await control("POST", "/faults", fault);
    expect((await control("DELETE", "/faults", null)).body).toEqual([]);
  });

  it("tells the truth, integers of any size", async () => {
    expect((await control("GET", "/truth/cap.hosts_active/7", null)).body).toEqual({
      value: 7,
      numerator: "18446744073709551616",
      denominator: null,
      indicator: "cap.hosts_active",
    });
    expect((await control("GET", "/truth/cap.hosts_active/x", null)).status).toBe(400);
  });

  it("counts requests by place and class of routes, with the most in a minute and at once", async () => {
    await control("DELETE", "/requests", null);
    await Promise.all(
      Array.from({ length: 5 }, () => fetch(`${simulation.sources[1]}/chain-rpc/status`).then((got) => got.text())),
    );
    simulation.advance(120_000);
    await fetch(`${simulation.sources[1]}/chain-api/cosmos/bank/v1beta1/supply/by_denom?denom=ngonka`).then((got) => got.text());
    await fetch(`${simulation.sources[1]}/chain-rpc/health`).then((got) => got.text());
    const counts = (await control("GET", "/requests", null)).body;
    expect(counts).toMatchObject({
      "source:1": {
        "chain-rpc": { total: 6, peakPerSimulatedMinute: 5 },
        "chain-api": { total: 1, peakPerSimulatedMinute: 1, peakAtOnce: 1 },
      },
    });
    expect(Object.keys(simulation.requests.report())).toEqual(["source:1"]);
  });
});
