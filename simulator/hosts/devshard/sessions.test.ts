import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Escrow } from "../../network/sessions-types.ts";
import type { Simulation } from "../../server.ts";
import { diffsAt, get, hostsOf, moveTo, startStill, tokensOf, VERSION } from "./testing/served.ts";

let simulation: Simulation;
let escrow: Escrow;

const ALL = [1, 1_000_000] as const;
const lastMs = () => simulation.network.session(escrow).diffs.at(-1)?.ms ?? 0;
const listSchema = z.object({ current_epoch_id: z.number(), active_escrows: z.array(z.string()) });
const detailSchema = z.object({
  nonce: z.number(),
  host_stats: z.record(z.string(), z.object({ missed: z.number(), invalid: z.number(), cost: z.number() })),
});

const listOf = async (url: string) => listSchema.parse(await (await fetch(`${url}/devshard/${VERSION}/stats/shards`)).json());
const detailAt = (url: string) => fetch(`${url}/devshard/${VERSION}/stats/shards/${escrow.id}`);

beforeAll(async () => {
  simulation = await startStill();
  const { network, clock } = simulation;
  const { latest } = network.epochsAt(clock.height());
  const settled = network.escrowsOf(latest).find(({ settledHeight }) => settledHeight !== null);
  if (settled === undefined) throw new Error("no session is settled");
  escrow = settled;
});

afterAll(() => simulation.close());

// One after the other, as time goes by.
describe.sequential("a session", () => {
  it("is unknown before its escrow", async () => {
    const [host] = hostsOf(simulation, escrow);
    if (host === undefined) throw new Error("no host is up");
    const { status, body } = await get(host, `/devshard/${VERSION}/sessions/${escrow.id}/diffs?from=1&to=2`);
    expect([status, body]).toEqual([500, '{"message":"get escrow: escrow not found"}\n']);
  });

  it("is known by its hosts up to different diffs while it runs, by one up to the newest", async () => {
    const { network } = simulation;
    const { startMs } = network.session(escrow);
    moveTo(simulation, startMs + Math.floor((lastMs() - startMs) * 0.6));
    const made = network.diffsUntil(escrow, simulation.clock.now());
    expect(made.length).toBeGreaterThan(20);
    const read = await Promise.all(hostsOf(simulation, escrow).map((host) => diffsAt(host, escrow, ...ALL)));
    const newest = Math.max(...read.map((diffs) => diffs.length));
    expect(newest).toBe(made.length);
    expect(new Set(read.map((diffs) => diffs.length)).size).toBeGreaterThan(2);
    const longest = read.find((diffs) => diffs.length === newest) ?? [];
    // A host that is behind tells no other story.
    for (const diffs of read) expect(diffs).toEqual(longest.slice(0, diffs.length));
    expect(longest.map(({ txs }) => txs.map(({ kind }) => kind))).toEqual(made.map(({ txs }) => txs.map(({ kind }) => kind)));
  });

  it("stands in the list of hosts that it reached, and in no other's", async () => {
    const { network, clock } = simulation;
    const { latest } = network.epochsAt(clock.height());
    let listing = 0;
    for (const host of network.hosts(clock.height()).filter((one) => network.isHostUp(one, clock.now()))) {
      const list = await listOf(host.url);
      expect(list.current_epoch_id).toBe(latest);
      const listed = list.active_escrows.includes(String(escrow.id));
      if (listed) listing += 1;
      if (!escrow.slots.includes(host.address)) {
        expect(listed).toBe(false);
        const { status, body } = await get(host, `/devshard/${VERSION}/sessions/${escrow.id}/mempool`);
        expect([status, body]).toEqual([500, `{"message":"create host: host signer address not in group: ${host.address}"}\n`]);
      }
      expect((await detailAt(host.url)).status).toBe(listed ? 200 : 404);
    }
    expect(listing).toBeGreaterThan(2);
  });

  it("keeps what a host did in its mempool until a diff says so", async () => {
    const txsSchema = z.object({ txs: z.array(z.base64()) });
    const sizes = await Promise.all(
      hostsOf(simulation, escrow).map(async (host) => {
        const { body } = await get(host, `/devshard/${VERSION}/sessions/${escrow.id}/mempool`);
        return txsSchema.parse(JSON.parse(body)).txs.length;
      }),
    );
    expect(Math.max(...sizes)).toBeGreaterThan(0);
  });

  it("is told alike by all its hosts when it is over, to the token", async () => {
    const { network } = simulation;
    moveTo(simulation, lastMs() + 250);
    const { inferences, diffs } = network.session(escrow);
    const finished = inferences.filter(({ finishedAtMs }) => finishedAtMs !== null);
    const prompt = finished.reduce((sum, { promptTokens }) => sum + (promptTokens ?? 0), 0);
    const completion = finished.reduce((sum, { completionTokens }) => sum + (completionTokens ?? 0), 0);
    expect(finished.length).toBeGreaterThan(20);
    for (const host of hostsOf(simulation, escrow)) {
      const read = await diffsAt(host, escrow, ...ALL);
      expect(read).toHaveLength(diffs.length);
      expect(tokensOf(read)).toEqual({ prompt, completion });
    }
  });

  it("is served in pages that join to the whole", async () => {
    const [host] = hostsOf(simulation, escrow);
    if (host === undefined) throw new Error("no host is up");
    const whole = await diffsAt(host, escrow, ...ALL);
    const pages = [];
    for (let from = 1; from <= whole.length; from += 7) pages.push(...(await diffsAt(host, escrow, from, from + 6)));
    expect(pages).toEqual(whole);
    expect(await diffsAt(host, escrow, 9, 3)).toEqual([]);
    expect(await diffsAt(host, escrow, whole.length + 1, whole.length + 9)).toEqual([]);
  });

  it("costs before its settlement what the settlement says", async () => {
    const { network, clock } = simulation;
    expect(clock.height()).toBeLessThan(escrow.settledHeight ?? 0);
    simulation.advance(1000);
    const [host] = hostsOf(simulation, escrow);
    const { nonce, host_stats } = detailSchema.parse(await (await detailAt(host?.url ?? "")).json());
    expect(nonce).toBe(escrow.settlement?.nonce);
    const told = Object.entries(host_stats).map(([slot, { missed, invalid, cost }]) => [Number(slot), missed, invalid, cost]);
    const settled = (escrow.settlement?.hostStats ?? []).map((row) => [row.slotId, row.missed, row.invalid, Number(row.cost)]);
    const bySlot = (a: readonly number[], b: readonly number[]) => (a[0] ?? 0) - (b[0] ?? 0);
    expect(told.sort(bySlot)).toEqual(settled.sort(bySlot));
    expect(Object.keys(host_stats)).toHaveLength(network.session(escrow).escrow.slots.length);
  });

  it("leaves the list when it is settled, and all do at the next pocStart, but are served on", async () => {
    const { network, clock } = simulation;
    const { latest } = network.epochsAt(clock.height());
    moveTo(simulation, network.timeOf(escrow.settledHeight ?? 0) + 1001);
    const [host] = hostsOf(simulation, escrow);
    if (host === undefined) throw new Error("no host is up");
    expect((await listOf(host.url)).active_escrows).not.toContain(String(escrow.id));
    moveTo(simulation, network.timeOf(network.stagesOf(latest + 1).pocStart) + 1001);
    for (const other of network.escrowsOf(latest)) {
      for (const holder of hostsOf(simulation, other)) {
        expect(await listOf(holder.url)).toEqual({ current_epoch_id: latest + 1, active_escrows: [] });
        expect((await diffsAt(holder, other, ...ALL)).length).toBeGreaterThan(20);
      }
    }
    moveTo(simulation, network.timeOf(network.stagesOf(latest + 3).pocStart) + 1);
    expect((await get(host, `/devshard/${VERSION}/sessions/${escrow.id}/mempool`)).status).toBe(500);
  });
});
