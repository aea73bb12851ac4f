import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { examine } from "../../cli/doctor/examine.ts";
import { asText } from "../../cli/doctor/finding.ts";
import type { PublishedRow } from "../../indicators/evaluator/published.ts";
import type { Fault } from "../../simulator/faults/fault.ts";
import { HostWork } from "../../simulator/hosts/metrics/host-work.ts";
import type { Escrow } from "../../simulator/network/sessions-types.ts";
import { truthOf } from "../../simulator/truth/index.ts";
import { BRISK, openWorld, type World } from "./world.ts";

/** Settled before anybody looked; half dark; with liars; running. */
const [BEFORE, DARK, LYING, AFTER] = [2, 3, 4, 5] as const;
const STEP_MS = 10_000;
const COLLECTING = ["counters", "blocks", "transactions", "escrows", "sessions"];
/** On sessions' diffs or counters, and on the chain alone. */
const BY_HOSTS = ["use.tokens_day", "aux.tokens_sessions", "aux.tokens_host_counters", "aux.tokens_reconciliation"];
const BY_SESSIONS = ["aux.session_outcomes", "scl.utilization"];
const BY_CHAIN = ["aux.tokens_settled", "use.value_flow_host", "aux.spend_per_payer", "rel.validation_settlement"];

const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);

describe("sessions and counters of hosts with faults", () => {
  let world: World;
  /** As published when the dark epoch had just ended, and at the end of all. */
  let early: readonly PublishedRow[];
  let late: readonly PublishedRow[];
  /** The session whose hosts are dark, and are liars once they are back. */
  let doomed: Escrow;
  let found: string;
  /** Between the last scrape of a host and its restart, unix milliseconds. */
  let lost: { readonly host: string; readonly fault: Fault; readonly from: number; readonly until: number };

  const network = () => world.simulation.network;
  const running = () => network().epochsAt(world.simulation.clock.height()).effective;
  const startOf = (epoch: number) => network().timeOf(network().stagesOf(epoch).setNewValidators);
  const hostAt = (address: string) => {
    const host = network()
      .hosts(world.simulation.clock.height())
      .find((one) => one.address === address);
    if (!host) throw new Error(`no host ${address}`);
    return host;
  };
  const membersOf = (epoch: number) =>
    (network().rootGroup(epoch, network().stagesOf(epoch + 1).setNewValidators - 1)?.members ?? []).map(({ host }) => host);
  const doomedHosts = () => [...new Set(doomed.slots)].map(hostAt);
  /** Hosts that are well in the dark epoch, in their order. */
  const others = () =>
    membersOf(DARK).filter(
      (host) =>
        !doomed.slots.includes(host.address) && [DARK, LYING, AFTER].every((epoch) => network().isHostUp(host, startOf(epoch))),
    );
  const other = (index: number) => {
    const host = others()[index];
    if (!host) throw new Error("too few hosts");
    return host;
  };
  const on = (faults: readonly Fault[]) => {
    world.simulation.faults.clear();
    for (const fault of faults) world.simulation.faults.switchOn(fault);
  };
  const publishedNow = async () => (await world.published({ axis: "epoch" })).filter(({ method }) => method === 1);
  const find = (rows: readonly PublishedRow[], indicator: string, epoch: number, labels: object = {}) => {
    const row = rows.find((one) => one.indicator === indicator && one.bucket === epoch && one.labels === JSON.stringify(labels));
    if (!row) throw new Error(`${indicator} has no row ${JSON.stringify(labels)} of epoch ${epoch}`);
    return row;
  };
  /** Tokens that a host executed in an epoch, or in a part of it: after `from`, until `until`. */
  const executed = (address: string, from: number, until: number) =>
    sum(
      new HostWork(network())
        .between(hostAt(address), from, until)
        .filter(({ kind, ms }) => kind === "executed" && ms <= until)
        .map(({ promptTokens, completionTokens }) => promptTokens + completionTokens),
    );
  const executedIn = (address: string, epoch: number) => executed(address, startOf(epoch), startOf(epoch + 1));
  const finished = (escrow: Escrow) =>
    sum(
      network()
        .session(escrow)
        .inferences.map((one) => (one.promptTokens ?? 0) + (one.completionTokens ?? 0)),
    );

  beforeAll(async () => {
    world = await openWorld({ ...BRISK, hosts: 16, historyEpochs: 3 });
    const { clock } = world.simulation;
    await world.leap(1000, "epochs", "registry", ...COLLECTING);
    const rounds = async (epoch: number, during: (round: number) => void = () => {}) => {
      for (let round = 0; running() <= epoch; round++) {
        during(round);
        await world.leap(Math.min(STEP_MS, Math.max(1000, startOf(epoch + 1) - clock.now())), ...COLLECTING);
      }
      await world.leap(1000, "epochs", ...COLLECTING);
    };
    await rounds(BEFORE);
    const [smallest] = [...network().escrowsOf(DARK)].sort((a, b) => new Set(a.slots).size - new Set(b.slots).size);
    if (!smallest) throw new Error("no sessions");
    doomed = smallest;
    const dark: Fault = { kind: "devshard_dark", among: doomedHosts().map(({ index }) => index) };
    on([dark]);
    await rounds(DARK, (round) => {
      if (round !== 3) return;
      const [from, until] = [clock.now(), clock.now() + STEP_MS / 2];
      // One whose counters nothing else happens to.
      const [busiest] = others()
        .filter((_, at) => ![1, 2, 6].includes(at))
        .sort((a, b) => executed(b.address, from, until) - executed(a.address, from, until));
      if (!busiest) throw new Error("no host is well");
      const fault: Fault = { kind: "devshardd_restart", at: `host:${busiest.index}`, atMs: until };
      lost = { host: busiest.address, fault, from, until };
      on([dark, fault]);
    });
    await world.evaluate(...BY_HOSTS, ...BY_SESSIONS, ...BY_CHAIN);
    early = await publishedNow();

    // Its hosts are back, and all of them lie.
    // What was restarted stays so.
    on([
      lost.fault,
      ...doomedHosts().map(({ index }) => ({ kind: "inventing_tokens", at: `host:${index}`, factor: 5 }) as const),
    ]);
    const isJudged = async () =>
      (
        await world.rows(
          z.object({ n: z.string() }),
          `SELECT count() AS n FROM session_reads WHERE escrow_id = ${doomed.id} AND detail LIKE '%no host%'`,
        )
      )[0]?.n !== "0";
    // A source that was down is asked again after a while.
    for (let turn = 0; turn < 150 && !(await isJudged()); turn++) {
      await sleep(1000);
      await world.run("sessions");
    }
    const lies: Fault[] = [
      lost.fault,
      { kind: "inventing_tokens", at: `host:${other(1).index}`, factor: 3 },
      { kind: "devshardd_replicas", at: `host:${other(2).index}`, count: 2 },
      { kind: "odd_diffs", at: `host:${other(3).index}`, how: "truncated" },
      { kind: "odd_diffs", at: `host:${other(4).index}`, how: "endless" },
      { kind: "phantom_sessions", at: `host:${other(5).index}`, count: 50 },
    ];
    on(lies);
    await rounds(LYING, (round) => {
      // Nothing is done in the moment between a scrape and this.
      if (round === 4) lies.push({ kind: "devshardd_restart", at: `host:${other(6).index}`, atMs: clock.now() + 1 });
      on(lies);
    });
    on([...lies, dark]);
    await world.leap(STEP_MS, ...COLLECTING);
    await world.leap(STEP_MS, "hosts", ...COLLECTING);
    await world.evaluate(...BY_HOSTS, ...BY_SESSIONS, ...BY_CHAIN);
    late = await publishedNow();
    await world.service.flush();
    const findings = await examine({
      config: { nodes: world.simulation.sources.join(","), rateLimit: false, allowPrivateHosts: true, now: null },
      client: world.store.client,
      signal: new AbortController().signal,
      now: () => new Date(),
      followsWall: false,
    });
    found = findings.map(asText).join("");
  }, 600_000);
  afterAll(() => world?.close());

  it.each([DARK, LYING])("what rests on the chain is the truth of epoch %i all the same", (epoch) => {
    for (const indicator of BY_CHAIN) {
      const row = find(late, indicator, epoch);
      const truth = truthOf(network(), indicator, epoch);
      expect(row.value, indicator).toBeCloseTo(truth?.value ?? Number.NaN, 9);
      expect(row.numerator, indicator).toBeCloseTo(truth?.numerator ?? Number.NaN, 9);
    }
  });

  it("sessions that were settled before anybody looked are read whole", () => {
    const truth = truthOf(network(), "aux.tokens_sessions", BEFORE);
    expect(find(late, "aux.tokens_sessions", BEFORE).numerator).toBe(truth?.numerator);
  });

  it("settlements whose escrows were dropped before they were read are left out, and the coverage says so", () => {
    // Late settlements of the epoch before: their prices can't be asked for any more.
    const row = late.find((one) => one.indicator === "aux.tokens_settled" && one.bucket === BEFORE && one.labels === "{}");
    const own = network()
      .escrowsOf(BEFORE)
      .filter(({ settledHeight }) => settledHeight !== null && network().timeOf(settledHeight) < startOf(BEFORE + 1));
    const truth = truthOf(network(), "aux.tokens_settled", BEFORE)?.numerator ?? 0;
    expect(row?.numerator).toBeLessThanOrEqual(truth);
    if (row?.numerator !== truth) expect(row?.note).toMatch(/left out, their price is not known/);
    expect(row?.samples).toBeGreaterThanOrEqual(own.length);
  });

  describe("a third of the hosts dark, all of one session among them", () => {
    it("T2 lacks that session, its coverage says so, and it may still change", () => {
      const row = find(early, "aux.tokens_sessions", DARK);
      expect(row.numerator).toBe((truthOf(network(), "aux.tokens_sessions", DARK)?.numerator ?? 0) - finished(doomed));
      expect(row.coverage).toBeLessThan(1);
      expect(row).toMatchObject({ state: "provisional", note: expect.stringMatching(/6 of 7 open sessions read$/) });
    });

    it("the headline is the estimator that saw enough, T1, and tells what the others say", () => {
      const { numerator, coverage } = find(early, "aux.tokens_sessions", DARK);
      expect(coverage).toBeLessThan(0.8);
      const settled = truthOf(network(), "aux.tokens_settled", DARK)?.numerator;
      expect(find(early, "use.tokens_day", DARK)).toMatchObject({
        ...{ numerator: settled, coverage: 1, state: "provisional" },
        note: expect.stringContaining(`beside it T2 ${numerator} tokens, ${Math.round((coverage ?? 0) * 100)} % seen; T2b `),
      });
      expect(find(early, "use.tokens_day", DARK, { estimator: "T1" }).numerator).toBe(settled);
    });

    it("T2b is what the others executed, but for what was lost with a restart, and its coverage is theirs", () => {
      const row = find(early, "aux.tokens_host_counters", DARK);
      const gone = executed(lost.host, lost.from, lost.until);
      const truth = sum(others().map(({ address }) => executedIn(address, DARK))) - gone;
      expect(gone).toBeGreaterThan(0);
      expect(row.numerator).toBeLessThanOrEqual(truth);
      expect(row.numerator).toBeGreaterThan(0.95 * truth);
      const missing = (lost.until - lost.from) / (startOf(DARK + 1) - startOf(DARK));
      expect(row.coverage).toBeLessThanOrEqual((others().length - missing) / membersOf(DARK).length + 1e-6);
      expect(row.note).toContain("between a last scrape and a restart is lost");
    });

    it("outcomes and utilization lack that session too, and say so", () => {
      const [outcomes, used] = [find(early, "aux.session_outcomes", DARK), find(early, "scl.utilization", DARK)];
      const started = truthOf(network(), "aux.session_outcomes", DARK)?.value ?? 0;
      expect(outcomes.value).toBe(started - network().session(doomed).inferences.length);
      expect(outcomes).toMatchObject({ state: "provisional", note: expect.stringContaining("5 of 6 sessions read") });
      expect(used.value).toBeLessThan(truthOf(network(), "scl.utilization", DARK)?.value ?? 0);
      for (const { coverage } of [outcomes, used]) expect(coverage).toBeLessThanOrEqual(5 / 6);
      expect(used.state).toBe("provisional");
    });
  });

  describe("all hosts of a session lie", () => {
    it("it is named as contradicting its settlement, and left out with a coverage that says so", async () => {
      const [read] = await world.rows(
        z.object({ fits_settlement: z.boolean(), detail: z.string() }),
        `SELECT fits_settlement, detail FROM session_reads FINAL WHERE escrow_id = ${doomed.id}`,
      );
      expect(read).toMatchObject({ fits_settlement: false, detail: expect.stringContaining("no host's diffs fit") });
      const row = find(late, "aux.tokens_sessions", DARK);
      expect(row.numerator).toBe((truthOf(network(), "aux.tokens_sessions", DARK)?.numerator ?? 0) - finished(doomed));
      expect(row.coverage).toBeLessThanOrEqual(6 / 7);
      expect(row.note).toContain("1 contradict what was settled, or other hosts, and are left out");
      expect(find(late, "aux.session_outcomes", DARK).note).toContain("5 of 6 sessions read; 1 contradict");
    });
  });

  describe("one host invents tokens, others serve what can't be read, list what they don't have, restart or are several", () => {
    it("T2, the headline, outcomes and utilization are the truth", () => {
      for (const indicator of ["aux.tokens_sessions", "use.tokens_day", ...BY_SESSIONS]) {
        const truth = truthOf(network(), indicator, LYING);
        expect(find(late, indicator, LYING).value, indicator).toBeCloseTo(truth?.value ?? Number.NaN, 9);
      }
      expect(find(late, "use.tokens_day", LYING, { estimator: "T2" }).value).toBe(find(late, "use.tokens_day", LYING).value);
    });

    it("nothing that a host lists and nobody opened is a session", () => {
      expect(find(late, "aux.session_outcomes", LYING).note).toContain("6 of 6 sessions read");
    });

    it("T2b is exact of every other host: across a restart, and for replicas that take turns", () => {
      const told = (address: string) => find(late, "aux.tokens_reconciliation", LYING, { address, pair: "T2b/T2" }).numerator;
      for (const index of [0, 2, 3, 4, 5, 6]) {
        const { address } = other(index);
        const truth = executedIn(address, LYING);
        if (truth > 0) expect(told(address), `host ${index} of the others`).toBe(truth);
      }
      expect(told(other(1).address)).toBeGreaterThan(1.5 * executedIn(other(1).address, LYING));
    });

    it("the reconciliation shows the one that invents, far above all others", () => {
      const ratio = (address: string) => find(late, "aux.tokens_reconciliation", LYING, { address, pair: "T2b/T2" }).value ?? 0;
      const liar = ratio(other(1).address);
      for (const index of [0, 2, 3, 4, 5, 6]) {
        const { address } = other(index);
        if (executedIn(address, LYING) > 0) expect(liar).toBeGreaterThan(1.5 * ratio(address));
      }
      expect(find(late, "aux.tokens_reconciliation", LYING)).toMatchObject({ note: expect.stringContaining("farther from 1") });
    });
  });

  it("doctor names dark devshards, the inventing host, replicas, unreadable diffs and the session that contradicts", () => {
    expect(running()).toBe(AFTER);
    const lines = found.split("\n");
    const line = (...words: readonly (string | RegExp)[]) =>
      expect(
        lines.filter((one) => words.every((word) => (typeof word === "string" ? one.includes(word) : word.test(one)))),
        `${words.join(", ")} in:\n${found}`,
      ).toHaveLength(1);
    const down = lines.find((one) => one.includes(" down, from ")) ?? "";
    const active = membersOf(AFTER).map(({ address }) => address);
    const dark = [...new Set(doomed.slots)].filter((address) => active.includes(address) && !down.includes(address));
    expect(dark.length).toBeGreaterThan(2);
    line("keep their devshards dark", ...dark);
    line("counters far above the others'", other(1).address);
    line("several devshardd answer behind the URL of 1 host", other(2).address);
    line("contradict their settlement, or other hosts", String(doomed.id));
    expect(found).not.toContain("✗ jobs");
  });
});
