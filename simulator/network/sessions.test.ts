import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SimulationClock } from "./clock.ts";
import { createNetwork, type Network } from "./network.ts";
import { DEFAULTS, SHORT_EPOCHS, type SimulationOptions } from "./options.ts";
import { plotOf } from "./plot.ts";
import { CREATE_FEE, type Escrow, FEE_PER_NONCE, type Session } from "./sessions-types.ts";

const options: SimulationOptions = { ...DEFAULTS, speed: 0 };
const build = (of: SimulationOptions): Network => createNetwork(of, new SimulationClock(of));
const network = build(options);
const plot = plotOf(options);
const NEWEST = options.historyEpochs - 2;
const epochs = (of: Network, to: number) => Array.from({ length: to }, (_, before) => before + 1).map((one) => of.escrowsOf(one));
const all = epochs(network, NEWEST).flat();

/** Costs and counts from the diffs alone, as the chain's rule says: what a reader of the wire computes. */
function fromDiffs({ escrow, diffs }: Session) {
  const slots = escrow.slots.length;
  const starts = new Map<number, { reserved: bigint }>();
  const costs = new Map<number, bigint>();
  const votes = new Map<number, number>();
  let missed = 0;
  const ids: number[] = [];
  for (const { nonce, txs } of diffs) {
    for (const tx of txs) {
      if (tx.kind === "start") {
        expect(tx.inferenceId).toBe(nonce);
        ids.push(nonce);
        starts.set(nonce, { reserved: BigInt(tx.inputLength + tx.maxTokens) * escrow.tokenPrice });
      } else if (tx.kind === "finish") {
        expect(tx.executorSlot).toBe(tx.inferenceId % slots);
        const full = BigInt(tx.inputTokens + tx.outputTokens) * escrow.tokenPrice;
        const reserved = starts.get(tx.inferenceId)?.reserved ?? 0n;
        expect(costs.has(tx.inferenceId)).toBe(false);
        costs.set(tx.inferenceId, full < reserved ? full : reserved);
      } else if (tx.kind === "vote" && !tx.valid) votes.set(tx.inferenceId, (votes.get(tx.inferenceId) ?? 0) + 1);
      else if (tx.kind === "timeout") missed += 1;
    }
  }
  const invalid = [...votes].filter(([, against]) => against > slots / 2).map(([id]) => id);
  for (const id of invalid) costs.delete(id);
  const cost = [...costs.values()].reduce((sum, one) => sum + one, 0n);
  return { cost, missed, invalid: invalid.length, ids };
}

const settledOf = (escrow: Escrow) => {
  if (escrow.settlement === null) throw new Error(`${escrow.id} is never settled`);
  return escrow.settlement;
};

describe("escrows of the default network", () => {
  test("ids are sequential in the order of creation, inside the inference phase", () => {
    expect(all.map(({ id }) => id)).toEqual(all.map((_, before) => BigInt(before + 1)));
    for (const [before, escrow] of all.entries()) {
      expect(escrow.createdHeight).toBeGreaterThanOrEqual(all[before - 1]?.createdHeight ?? 0);
      expect(network.epochsAt(escrow.createdHeight)).toEqual({ latest: escrow.epoch, effective: escrow.epoch });
      expect(network.escrow(escrow.id)).toBe(escrow);
      expect(escrow.slots.length).toBe(16);
    }
    expect(network.escrow(0n)).toBeNull();
    expect(network.escrow(10n ** 9n)).toBeNull();
  });

  test("most are settled in their epoch, some one late, some never", () => {
    const fates = all.map(({ settledHeight, epoch }) =>
      settledHeight === null ? "never" : network.epochsAt(settledHeight).effective === epoch ? "settled" : "late",
    );
    const share = (fate: string) => fates.filter((one) => one === fate).length / fates.length;
    expect(share("settled")).toBeGreaterThan(0.7);
    expect(share("late")).toBeGreaterThan(0.05);
    expect(share("never")).toBeGreaterThan(0.05);
    for (const { settledHeight, epoch, prunedHeight } of all) {
      if (settledHeight === null) continue;
      expect(network.epochsAt(settledHeight).effective - epoch).toBeLessThanOrEqual(1);
      expect(settledHeight).toBeLessThan(prunedHeight);
    }
  });

  test("the group is drawn from the model's members, by weight", () => {
    for (const { slots, modelId, epoch, createdHeight } of all) {
      const members = network.modelGroup(epoch, modelId, createdHeight)?.members.map(({ host }) => host.address) ?? [];
      expect(slots.filter((slot) => !members.includes(slot))).toEqual([]);
    }
    expect(all.some(({ slots }) => new Set(slots).size < slots.length)).toBe(true);
    expect(new Set(all.filter(({ epoch }) => epoch > plot.thirdActive).map(({ modelId }) => modelId)).size).toBe(3);
  });

  test("one payer comes once, one in the last week of the history, one is a host", () => {
    const of = (creator: string) => all.filter((escrow) => escrow.creator === creator).map(({ epoch }) => epoch);
    const creators = [...new Set(all.map(({ creator }) => creator))];
    expect(creators.length).toBe(6);
    expect(creators.filter((creator) => of(creator).length === 1 && (of(creator)[0] ?? 0) < plot.forming - 10).length).toBe(1);
    expect(creators.filter((creator) => Math.min(...of(creator)) === plot.forming - 3).length).toBe(1);
    const hosts = creators.filter((creator) => network.host(creator) !== null);
    expect(hosts.length).toBe(1);
    expect(new Set(of(hosts[0] ?? "")).size).toBe(NEWEST);
  });
});

describe("sessions", () => {
  test("what the chain settles is what the diffs say", () => {
    for (const escrow of all.filter(({ settledHeight }) => settledHeight !== null)) {
      const session = network.session(escrow);
      const { hostStats, fees, nonce, totalPayout, remainder } = settledOf(escrow);
      const read = fromDiffs(session);
      const sum = (of: (row: (typeof hostStats)[number]) => number) => hostStats.reduce((total, row) => total + of(row), 0);
      const cost = hostStats.reduce((total, row) => total + row.cost, 0n);
      expect(cost).toBe(read.cost);
      expect([sum(({ missed }) => missed), sum(({ invalid }) => invalid)]).toEqual([read.missed, read.invalid]);
      expect(totalPayout).toBe(cost + fees);
      expect(totalPayout + remainder).toBe(escrow.amount);
      expect(nonce).toBe(session.diffs.length);
      // Fees are for the nonces before the finalisation, which adds one and as many as there are slots.
      expect(fees).toBe(CREATE_FEE + FEE_PER_NONCE * BigInt(nonce - 17));
      expect(session.diffs[nonce - 17]?.txs.at(-1)).toEqual({ kind: "finalize" });
      expect(session.diffs.slice(nonce - 16).every(({ txs }) => txs.length === 0)).toBe(true);
    }
  });

  test("every case is in every session: lost races, time-outs, clipped costs, disputes", () => {
    for (const escrow of all) {
      const { inferences } = network.session(escrow);
      const some = (is: (one: (typeof inferences)[number]) => boolean) => expect(inferences.some(is), `${escrow.id}`).toBe(true);
      some(({ protocolOnly, work }) => protocolOnly && work === null);
      some(({ finishedAtMs, work }) => finishedAtMs === null && work !== null);
      some(({ timeout, confirmedAtMs }) => timeout === 1 && confirmedAtMs === null);
      some(({ finishedAtMs, validations }) => finishedAtMs !== null && validations.every(({ valid }) => valid));
    }
    const inferences = all.flatMap((escrow) => network.session(escrow).inferences);
    expect(inferences.some(({ timeout }) => timeout === 2)).toBe(true);
    expect(inferences.some(({ invalidated }) => invalidated)).toBe(true);
    expect(inferences.some(({ votes, invalidated }) => votes.length > 0 && !invalidated)).toBe(true);
    const clipped = inferences.filter(
      (one) => (one.promptTokens ?? 0) + (one.completionTokens ?? 0) > one.inputLength + one.maxTokens,
    );
    expect(clipped.length).toBeGreaterThan(all.length / 2);
  });

  test("nonces follow each other in time, and the session is over before it is settled", () => {
    for (const escrow of all) {
      const { diffs, inferences, startMs } = network.session(escrow);
      expect(diffs.map(({ nonce }) => nonce)).toEqual(diffs.map((_, before) => before + 1));
      for (const [before, { ms }] of diffs.entries()) expect(ms).toBeGreaterThanOrEqual(diffs[before - 1]?.ms ?? startMs);
      const end = diffs.at(-1)?.ms ?? 0;
      if (escrow.settledHeight !== null) expect(network.timeOf(escrow.settledHeight)).toBeGreaterThan(end);
      expect(inferences.every(({ work }) => work === null || work.ms <= end)).toBe(true);
      expect(network.diffsUntil(escrow, end)).toEqual(diffs);
      expect(network.diffsUntil(escrow, end - 1).length).toBeLessThan(diffs.length);
      expect(network.diffsUntil(escrow, startMs - 1)).toEqual([]);
    }
  });

  test("a late session's last answers are told after the next epoch's PoC has begun", () => {
    const late = all.filter(
      ({ settledHeight, epoch }) => settledHeight !== null && network.epochsAt(settledHeight).effective > epoch,
    );
    let untold = 0;
    for (const escrow of late) {
      const { finalizedMs, inferences, diffs } = network.session(escrow);
      const vanishing = network.timeOf(network.stagesOf(escrow.epoch).nextPocStart);
      expect(finalizedMs).toBeGreaterThan(vanishing);
      const told = (ms: number) =>
        network.diffsUntil(escrow, ms).reduce((sum, { txs }) => sum + txs.filter(({ kind }) => kind === "finish").length, 0);
      const finished = inferences.filter(({ finishedAtMs }) => finishedAtMs !== null);
      expect(finished.every(({ finishedAtMs }) => (finishedAtMs ?? 0) < vanishing)).toBe(true);
      if (told(vanishing) < finished.length) untold += 1;
      expect(told(diffs.at(-1)?.ms ?? 0)).toBe(finished.length);
    }
    expect(late.length).toBeGreaterThan(10);
    expect(untold).toBeGreaterThan(late.length / 2);
  });

  test("a session whose block a halt holds back has not begun", () => {
    const clock = new SimulationClock(options);
    const halted = createNetwork(options, clock);
    const escrow = halted.escrowsOf(options.historyEpochs)[0];
    if (escrow === undefined) throw new Error("no escrow");
    const before = clock.timeOf(escrow.createdHeight);
    clock.advance(60_000);
    clock.halt();
    clock.advance(20 * 3_600_000);
    expect(halted.diffsUntil(escrow, clock.now())).toEqual([]);
    clock.resume();
    expect(halted.session(escrow).startMs).toBeGreaterThan(before);
    expect(halted.session(escrow).startMs).toBe(clock.timeOf(escrow.createdHeight));
  });
});

test("any network's sessions settle to what their diffs say", () => {
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.string({ maxLength: 6 }),
        hosts: fc.integer({ min: 6, max: 20 }),
        sessionsPerEpoch: fc.integer({ min: 1, max: 60 }),
        inferencesPerSession: fc.integer({ min: 0, max: 80 }),
      }),
      (drawn) => {
        const other = build({ ...options, ...SHORT_EPOCHS, historyEpochs: 5, ...drawn });
        const escrows = epochs(other, 4).flat();
        expect(escrows.length).toBe(4 * drawn.sessionsPerEpoch);
        for (const escrow of escrows.slice(-20)) {
          const session = other.session(escrow);
          expect(session.inferences.length).toBe(drawn.inferencesPerSession);
          if (escrow.settledHeight === null) continue;
          expect(other.timeOf(escrow.settledHeight)).toBeGreaterThan(session.finalizedMs ?? 0);
          expect(settledOf(escrow).totalPayout - settledOf(escrow).fees).toBe(fromDiffs(session).cost);
        }
      },
    ),
    { numRuns: 15 },
  );
});

test("a network with less than six hosts has no sessions", () => {
  const small = build({ ...options, hosts: 5, historyEpochs: 4 });
  expect(small.escrowsOf(2)).toEqual([]);
  expect(small.escrow(1n)).toBeNull();
});
