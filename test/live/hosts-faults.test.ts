import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { PROBE_ROUNDS, PROBES } from "../../storage/facts/tables.ts";
import { count } from "../../storage/read/query.ts";
import { BRISK, openWorld, type World } from "./world.ts";

const EPOCH = 4;

const round = z.object({
  valid: z.boolean(),
  control_ok: z.boolean(),
  hosts: count,
  up: count,
  down: count,
  unknown: count,
  seconds: z.number(),
  detail: z.string(),
});
const probe = z.object({ address: z.string(), state: z.string(), reason: z.string() });

describe("hosts of the simulated network", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(BRISK);
    await world.leap(20_000, "epochs");
  }, 120_000);
  afterAll(() => world?.close());

  /** One round of probes, a simulated second after whatever came before. */
  const probed = async () => {
    await world.leap(1000, "hosts");
    const newest = `observed_at = (SELECT max(observed_at) FROM ${PROBE_ROUNDS.name})`;
    const [it] = await world.rows(
      round,
      `SELECT valid, control_ok, hosts, up, down, unknown, seconds, detail FROM ${PROBE_ROUNDS.name} WHERE ${newest}`,
    );
    const probes = await world.rows(
      probe,
      `SELECT address, toString(state) AS state, reason FROM ${PROBES.name} WHERE ${newest}`,
    );
    if (!it) throw new Error("no round was stored");
    return { ...it, of: new Map(probes.map(({ address, state, reason }) => [address, { state, reason }])) };
  };
  /** Active hosts that answer now, by the simulation's own word. */
  const active = () => {
    const { network, clock } = world.simulation;
    const group = network.rootGroup(network.epochsAt(clock.height()).effective, clock.height());
    return (group?.members ?? []).map(({ host }) => host).filter((host) => network.isHostUp(host, clock.now()));
  };

  it("are up when they answer", async () => {
    const { valid, up, down, unknown, hosts } = await probed();
    expect({ valid, up, down, unknown }).toEqual({ valid: true, up: hosts, down: 0, unknown: 0 });
    expect(hosts).toBeGreaterThan(4);
  });

  it("are down when they are dead, or take the connection and never answer; the others stay up", async () => {
    const [dead, hanging] = active();
    if (!dead || !hanging) throw new Error("the network has no two hosts");
    const faults = [
      world.simulation.faults.switchOn({ kind: "dead", at: `host:${dead.index}` }),
      world.simulation.faults.switchOn({ kind: "hang", at: `host:${hanging.index}` }),
    ];
    const { valid, up, down, unknown, hosts, seconds, of } = await probed();
    for (const fault of faults) world.simulation.faults.switchOff(fault);
    expect({ valid, up, down, unknown }).toEqual({ valid: true, up: hosts - 2, down: 2, unknown: 0 });
    expect(of.get(dead.address)).toMatchObject({ state: "down" });
    expect(of.get(hanging.address)).toMatchObject({ state: "down", reason: expect.stringMatching(/time/i) });
    expect(seconds).toBeLessThan(8);
    expect((await probed()).up).toBe(hosts);
  });

  it("are unknown, and never down, while the prober is cut off", async () => {
    const fault = world.simulation.faults.switchOn({ kind: "cut_off" });
    const { valid, control_ok, up, down, unknown, hosts, detail, of } = await probed();
    world.simulation.faults.switchOff(fault);
    expect({ valid, control_ok, up, down, unknown }).toEqual({ valid: false, control_ok: false, up: 0, down: 0, unknown: hosts });
    expect(detail).toContain("control target failed");
    for (const { reason } of of.values()) expect(reason).toContain("the prober's own connection is in doubt");
    expect((await probed()).up).toBe(hosts);
  });

  it("are unknown, and never down, when more than half of them fail at once while the control target answers", async () => {
    const fault = world.simulation.faults.switchOn({ kind: "dead", at: "hosts" });
    const { valid, control_ok, down, unknown, hosts } = await probed();
    world.simulation.faults.switchOff(fault);
    expect({ valid, control_ok, down, unknown }).toEqual({ valid: false, control_ok: true, down: 0, unknown: hosts });
  });

  it("have an uptime by the rounds that could tell alone, once the epoch is over", async () => {
    await world.leap(100_000, "epochs");
    await world.evaluate("aux.host_uptime");
    const uptime = (await world.published({ indicator: "aux.host_uptime", axis: "epoch" })).filter(
      ({ bucket }) => bucket === EPOCH,
    );
    const of = new Map(uptime.map(({ labels, ...row }) => [labels, row]));
    const [dead, , honest] = active();
    expect(of.get(JSON.stringify({ address: honest?.address }))).toMatchObject({ state: "ok", value: 1 });
    expect(of.get(JSON.stringify({ address: dead?.address }))?.value).toBeLessThan(1);
    expect(of.get("{}")?.coverage).toBeLessThan(1);
  });
});
