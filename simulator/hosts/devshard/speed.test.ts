import { describe, expect, it } from "vitest";
import { STILL } from "../../comet/testing/serve.ts";
import { SimulationClock } from "../../network/clock.ts";
import { createNetwork } from "../../network/network.ts";
import type { SimulationOptions } from "../../network/options.ts";
import { HostWork } from "../metrics/host-work.ts";
import { HONEST } from "./alteration.ts";
import { DevshardService } from "./service.ts";
import { VERSION } from "./testing/served.ts";

const BUSY: SimulationOptions = {
  ...STILL,
  blockMs: 5300,
  epoch: { ...STILL.epoch, length: 680 },
  sessionsPerEpoch: 50,
  inferencesPerSession: 1000,
};

describe("a busy network: 50 sessions of 1,000 inferences an hour", () => {
  const clock = new SimulationClock(BUSY);
  const network = createNetwork(BUSY, clock);
  const service = new DevshardService(network, new HostWork(network));
  const { latest } = network.epochsAt(clock.height());
  const escrows = network.escrowsOf(latest - 1);
  const ask = (address: string, path: string) => {
    const host = network.host(address);
    if (host === null) throw new Error("no such host");
    const url = new URL(`http://host/devshard/${VERSION}/${path}`);
    return service.answer(host, url.pathname, url.searchParams, HONEST);
  };
  const cpuMs = (work: () => void) => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };

  it("a session is written once: its pages cost next to nothing, whoever asks", () => {
    const [escrow] = escrows;
    if (escrow === undefined) throw new Error("no session");
    const diffs = network.session(escrow).diffs.length;
    const page = (slot: number, from: number) =>
      ask(escrow.slots[slot] ?? "", `sessions/${escrow.id}/diffs?from=${from}&to=${from + 199}`).body.length;
    let bytes = page(0, 1);
    expect(bytes).toBeGreaterThan(100_000);
    const again = cpuMs(() => {
      for (let slot = 0; slot < 16; slot += 1) for (let from = 1; from <= diffs; from += 200) bytes += page(slot, from);
    });
    expect(bytes).toBeGreaterThan(16 * 500_000);
    expect(again).toBeLessThan(200);
  });

  it("sessions are written fast enough for an ingest to be measured by them", () => {
    let finishes = 0;
    const took = cpuMs(() => {
      for (const escrow of escrows.slice(1, 21)) {
        ask(escrow.slots[0] ?? "", `sessions/${escrow.id}/diffs?from=1&to=1000000`);
        finishes += network.session(escrow).inferences.length;
      }
    });
    expect(finishes).toBe(20_000);
    expect((finishes / took) * 1000).toBeGreaterThan(5000);
  });

  it("counters are told without working through all sessions each time", () => {
    const hosts = network.hosts(clock.height()).slice(0, 12);
    for (const { address } of hosts) ask(address, "metrics");
    const again = cpuMs(() => {
      for (const { address } of hosts) ask(address, "metrics");
    });
    expect(again / hosts.length).toBeLessThan(150);
  });
});
