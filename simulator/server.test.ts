import { createHash } from "node:crypto";
import { StargateClient } from "@cosmjs/stargate";
import { afterEach, describe, expect, it } from "vitest";
import { STILL } from "./comet/testing/serve.ts";
import { DEFAULTS } from "./network/options.ts";
import { type Simulation, startSimulation } from "./server.ts";

const running: Simulation[] = [];
const truth = null;

async function start(options: Parameters<typeof startSimulation>[0]): Promise<Simulation> {
  const simulation = await startSimulation(options, { basePort: null, truth });
  running.push(simulation);
  return simulation;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((simulation) => simulation.close()));
});

const text = async (url: string) => {
  const response = await fetch(url);
  expect(response.status, url).toBe(200);
  return response.text();
};

describe("the simulation", () => {
  it("has every face: sources, hosts, sandbox, control", async () => {
    const simulation = await start(STILL);
    expect(simulation.sources).toHaveLength(3);
    const [host] = simulation.network.hosts(simulation.clock.height());
    expect(host?.url).toBe(`http://${host?.ip}:${simulation.hostPort}`);
    expect(await text(`${host?.url}/health`)).toBe("healthy\n");
    expect(JSON.parse(await text(`${host?.url}/v1/identity`))).toMatchObject({ data: { address: host?.address } });
    expect(await text(`${simulation.control}/control/target`)).toBe("reachable\n");
    const chains = await Promise.all(
      [simulation.sources[0], simulation.sandbox].map(async (base) =>
        (await StargateClient.connect(`${base}/chain-rpc/`)).getChainId(),
      ),
    );
    expect(chains).toEqual(["gonka-simulated", "gonka-sandbox-simulated"]);
    expect(await text(`${simulation.sandbox}/health`)).toBe("healthy\n");
  });

  it("is the same network for the same seed, and another for another", async () => {
    const digest = async (seed: string) => {
      const simulation = await start({ ...STILL, seed, hostPort: 8000 });
      const base = simulation.sources[0] ?? "";
      const head = simulation.clock.height();
      const answers = await Promise.all(
        [
          `/chain-rpc/block?height=${head}`,
          "/chain-rpc/validators",
          "/chain-api/productscience/inference/inference/epoch_group_data/9",
        ].map((path) => text(`${base}${path}`)),
      );
      return createHash("sha256").update(answers.join()).digest("hex");
    };
    const first = await digest("one");
    expect(await digest("one")).toBe(first);
    expect(await digest("two")).not.toBe(first);
  });

  it("answers of one height don't change when the clock moves on", async () => {
    const simulation = await start(STILL);
    const base = simulation.sources[0] ?? "";
    const head = simulation.clock.height();
    const paths = [
      `/chain-rpc/block?height=${head}`,
      `/chain-rpc/block_results?height=${head}`,
      `/chain-rpc/validators?height=${head}`,
    ];
    const before = await Promise.all(paths.map((path) => text(`${base}${path}`)));
    simulation.advance(250_000);
    expect(simulation.clock.height()).toBeGreaterThan(head + 200);
    expect(await Promise.all(paths.map((path) => text(`${base}${path}`)))).toEqual(before);
  });

  it("starts with 10,000 hosts within three seconds and answers", async () => {
    const before = performance.now();
    const simulation = await start({ ...DEFAULTS, speed: 0, hosts: 10_000 });
    const base = simulation.sources[0] ?? "";
    await text(`${base}/chain-rpc/status`);
    expect(performance.now() - before).toBeLessThan(3000);
    const head = simulation.clock.height();
    const hosts = simulation.network.hosts(head);
    expect(hosts.length).toBeGreaterThanOrEqual(10_000);
    const last = hosts.filter((host) => simulation.network.isHostUp(host, simulation.clock.now())).at(-1);
    expect(await text(`${last?.url}/v1/status`)).toContain("ok");
  }, 120_000);

  it("takes the ports it is given, and lets all go when one is taken", async () => {
    const first = await startSimulation(STILL, { basePort: 27_400, truth });
    running.push(first);
    expect(first.control).toBe("http://127.0.0.1:27400");
    expect(first.sources[2]).toBe("http://127.0.0.1:27403");
    expect([first.sandbox, first.hostPort]).toEqual(["http://127.0.0.1:27404", 27_405]);
    await expect(startSimulation(STILL, { basePort: 27_400, truth })).rejects.toThrow(/EADDRINUSE/);
    await first.close();
    const again = await startSimulation(STILL, { basePort: 27_400, truth });
    running.push(again);
    expect(again.control).toBe("http://127.0.0.1:27400");
  });
});
