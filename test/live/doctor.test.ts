import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { examine } from "../../cli/doctor/examine.ts";
import { asText, type Finding } from "../../cli/doctor/finding.ts";
import { HeadWatch } from "../../collectors/live/head-watch.ts";
import type { Fault } from "../../simulator/faults/fault.ts";
import { DEFAULTS } from "../../simulator/network/options.ts";
import { type Simulation, startSimulation } from "../../simulator/server.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import { BRISK, openWorld, QUICK, type World } from "./world.ts";

const INFERENCE = "/chain-api/productscience/inference/inference";
const EVERY_JOB = [
  "epochs",
  "blocks",
  "transactions",
  "signatures",
  "poc",
  "registry",
  "hosts",
  "host_reports",
  "sandbox",
  "rollups",
];

const examined = ({ sources }: Simulation, { client }: TestStore): Promise<Finding[]> =>
  examine({
    config: { nodes: sources.join(","), rateLimit: false, allowPrivateHosts: true, now: null },
    client,
    signal: new AbortController().signal,
    now: () => new Date(),
    followsWall: false,
  });

/** What is not well, as printed. */
const troublesIn = (findings: readonly Finding[]) => findings.filter(({ level }) => level !== "fine");

/** What is said beside the source's head. */
const othersThan = (source: string, findings: readonly Finding[]) =>
  troublesIn(findings)
    .filter(({ cause }) => cause !== `head|${source}`)
    .map(asText);

/** Looks for a finding that is not fine, whose text has all of these, and that says what to do. */
function expectFinding(findings: readonly Finding[], level: Finding["level"], ...words: readonly (string | RegExp)[]): void {
  const has = (finding: Finding) =>
    finding.level === level &&
    words.every((word) => (typeof word === "string" ? asText(finding).includes(word) : word.test(asText(finding))));
  const found = findings.find(has);
  expect(found, `${words.join(" + ")} in\n${findings.map(asText).join("")}`).toBeDefined();
  expect(found?.todo).toMatch(/\w{3}/);
}

describe("doctor beside a service", () => {
  let world: World;

  beforeAll(async () => {
    world = await openWorld(BRISK);
    await world.leap(20_000, ...EVERY_JOB);
  }, 180_000);
  afterEach(async () => {
    world.simulation.faults.clear();
    // What the last fault left behind would name it to the next test.
    for (const table of ["source_health", "rejected_answers", "unknown_fields", "block_sightings"])
      await world.store.client.command({ query: `TRUNCATE TABLE ${table}` });
  });
  afterAll(() => world?.close());

  const look = async () => {
    await world.service.flush();
    return await examined(world.simulation, world.store);
  };
  const under = async (faults: readonly Fault[], ...jobs: readonly string[]) => {
    for (const fault of faults) world.simulation.faults.switchOn(fault);
    if (jobs.length > 0) await world.leap(1000, ...jobs);
    return await look();
  };
  const activeHosts = () => {
    const { network, clock } = world.simulation;
    const group = network.rootGroup(network.epochsAt(clock.height()).effective, clock.height());
    return (group?.members ?? []).map(({ host }) => host).filter((host) => network.isHostUp(host, clock.now()));
  };
  const aHost = () => {
    const [host] = activeHosts();
    if (!host) throw new Error("no host is up");
    return host;
  };

  it("finds nothing wrong with a healthy network", async () => {
    const findings = await look();
    expect(troublesIn(findings).map(asText)).toEqual([]);
    expect(findings.map(({ about }) => about)).toEqual(expect.arrayContaining(["sources", "clock", "hosts", "jobs", "storage"]));
  });

  it("finds nothing wrong with one that runs sixty times as fast as this machine's clock", async () => {
    world.simulation.setSpeed(60);
    try {
      for (let round = 0; round < 3; round++) {
        await world.leap(0, "hosts", "blocks", "transactions", "sandbox");
        expect(troublesIn(await look()).map(asText)).toEqual([]);
      }
    } finally {
      world.simulation.setSpeed(0);
    }
  }, 60_000);

  it("names a source that hangs", async () => {
    expectFinding(await under([{ kind: "hang", at: "source:2" }]), "wrong", world.nameOf(2), "it hangs");
  }, 60_000);

  it("says that nothing can be collected when every source answers 503, and names each", async () => {
    const findings = await under([{ kind: "unavailable", at: "sources" }]);
    for (const source of [0, 1, 2]) expectFinding(findings, "wrong", world.nameOf(source), "answers 503 or 429");
    expectFinding(findings, "wrong", "0 of 3 tell of our chain: nothing can be collected");
  });

  it("names a source that is slow", async () => {
    expectFinding(
      await under([{ kind: "slow", at: "source:0", ms: 2500 }]),
      "notice",
      world.nameOf(0),
      /is slow: its status took \d/,
    );
  });

  it("names a source that serves another chain", async () => {
    const findings = await under([{ kind: "other_chain", source: 1, chainId: "gonka-elsewhere" }]);
    expectFinding(
      findings,
      "wrong",
      world.nameOf(1),
      "serves another chain: gonka-elsewhere, not gonka-simulated",
      "GONKA_NODES",
    );
  });

  it.each([
    { blocks: 40, level: "wrong", words: "lags 40 blocks behind the others" },
    { blocks: 6, level: "notice", words: "lags 6 blocks behind the others" },
  ] as const)("names a source that lags $blocks blocks", async ({ blocks, level, words }) => {
    const findings = await under([{ kind: "lag", source: 2, blocks }]);
    expectFinding(findings, level, world.nameOf(2), words);
    expect(othersThan(world.nameOf(2), findings)).toEqual([]);
  });

  it("takes a laggard for no liar while an epoch begins", async () => {
    const { network, clock } = world.simulation;
    const before = network.epochsAt(clock.height()).latest;
    while (network.epochsAt(clock.height()).latest === before) world.simulation.advance(1000);
    const findings = await under([{ kind: "lag", source: 2, blocks: 6 }]);
    expect(network.epochsAt(clock.height() - 6).latest).toBe(before);
    expectFinding(findings, "notice", world.nameOf(2), "lags 6 blocks");
    expect(othersThan(world.nameOf(2), findings)).toEqual([]);
  });

  it("names a source that lacks a route which the others have", async () => {
    const findings = await under([{ kind: "route_missing", at: "source:0", route: `${INFERENCE}/get_current_epoch` }], "epochs");
    expectFinding(findings, "wrong", world.nameOf(0), "lacks a route: get_current_epoch");
  });

  it("names a route that nobody has any more", async () => {
    const findings = await under([{ kind: "route_missing", at: "sources", route: `${INFERENCE}/models_all` }], "registry");
    expectFinding(findings, "notice", "nobody offers the route models_all");
    expect(troublesIn(findings).filter(({ found }) => found.includes("models_all"))).toHaveLength(1);
  });

  it.each(["html", "nothing", "truncated", "empty_object"] as const)("names a source that answers with %s", async (answer) => {
    const findings = await under([{ kind: "odd_answer", at: "source:1", route: INFERENCE, answer }]);
    expectFinding(findings, "wrong", world.nameOf(1), "with something that can't be read", "epoch_info");
  });

  it("names an upgrade that changed a shape, and its topic", async () => {
    const findings = await under(
      [
        {
          kind: "shape",
          at: "sources",
          route: `${INFERENCE}/epoch_group_data`,
          fromHeight: 0,
          field: "weight",
          change: "renamed",
        },
      ],
      "epochs",
    );
    expectFinding(findings, "wrong", "answers of topic epoch_group", "every source", "weight", "update Gonka KPI");
    expectFinding(findings, "wrong", "answers of topic model_group", "rejected in the last hour", "update Gonka KPI");
    expect(findings.filter(({ about, found }) => about.startsWith("source") && found.includes("can't be read"))).toEqual([]);
  });

  const reshaped = (change: "renamed" | "removed" | "number"): Fault => ({
    ...{ kind: "shape", at: "source:2", route: `${INFERENCE}/epoch_info`, fromHeight: 0 },
    ...{ field: "block_height", change },
  });

  it.each(["renamed", "removed"] as const)("names a source one of whose fields is %s", async (change) => {
    expectFinding(await under([reshaped(change)]), "wrong", world.nameOf(2), "epoch_info", "block_height");
  });

  it("has nothing to say of a field that is written otherwise and reads the same", async () => {
    expect(troublesIn(await under([reshaped("number")])).map(asText)).toEqual([]);
  });

  it("names a source that lies in the head, and says whose is disputed when two do", async () => {
    const lie = (source: number, size: number): Fault => ({ kind: "lie", source, about: "head", size, fromHeight: 0 });
    const one = await under([lie(1, 50)]);
    expectFinding(one, "wrong", world.nameOf(1), "names a head 50 blocks above all others");
    expect(othersThan(world.nameOf(1), one)).toEqual([]);
    const two = await under([lie(0, 5000)]);
    expectFinding(two, "wrong", "head", "there is no majority", world.nameOf(0), world.nameOf(1));
  });

  it("names a source that lies in the epoch clock, and a dispute when two do", async () => {
    const lie = (source: number, size: number): Fault => ({ kind: "lie", source, about: "epoch_clock", size, fromHeight: 0 });
    expectFinding(await under([lie(2, 1)]), "wrong", world.nameOf(2), "tells another epoch clock");
    expectFinding(await under([lie(1, 2)]), "wrong", "epoch clock", "there is no majority", world.nameOf(0));
  });

  it.each([
    { about: "membership", words: "1 member left out" },
    { about: "weight", words: "other weights" },
  ] as const)("names a source that lies in a $about", async ({ about, words }) => {
    const findings = await under([{ kind: "lie", source: 0, about, size: 3, fromHeight: 0 }]);
    expectFinding(findings, "wrong", world.nameOf(0), "lies about epoch", words, "outvoted");
  });

  it("names a source whose block times are its own", async () => {
    const findings = await under([{ kind: "lie", source: 1, about: "header_time", size: 5, fromHeight: 0 }], "blocks");
    expectFinding(findings, "wrong", world.nameOf(1), /another time of the newest blocks|block headers? of the last hour/);
  });

  it("names hosts that are dead, hang, are slow, answer 503 or lack a route, and why", async () => {
    const [dead, slow, limited] = activeHosts();
    if (!dead || !slow || !limited) throw new Error("too few hosts");
    const findings = await under(
      [
        { kind: "dead", at: `host:${dead.index}` },
        { kind: "slow", at: `host:${slow.index}`, ms: 2500 },
        { kind: "unavailable", at: `host:${limited.index}` },
      ],
      "hosts",
    );
    expectFinding(findings, "notice", /1 of \d+ down, from local/, dead.address, /last up \d{4}-/);
    expectFinding(findings, "notice", "1 host up but slow", slow.address);
    expectFinding(findings, "notice", "unknown (can't tell", limited.address, "rate limited or not serving");
    world.simulation.faults.clear();
    const more = await under(
      [
        { kind: "hang", at: `host:${dead.index}` },
        { kind: "route_missing", at: `host:${slow.index}`, route: "/v1/status" },
        { kind: "odd_answer", at: `host:${limited.index}`, route: "/v1/status", answer: "html" },
      ],
      "hosts",
    );
    expectFinding(more, "notice", "down, from local", dead.address, "timeout");
    expectFinding(more, "notice", "up by /health alone", slow.address, "/v1/status not offered");
    expectFinding(more, "notice", "unknown (can't tell", limited.address, "can't be read");
    world.simulation.faults.clear();
    await world.leap(1000, "hosts");
  }, 60_000);

  it("names a host that tells less of itself than the others", async () => {
    const host = aHost();
    const fault: Fault = { kind: "odd_answer", at: `host:${host.index}`, route: "/v1/identity", answer: "html" };
    const findings = await under([fault], "host_reports");
    expectFinding(findings, "notice", "without a readable answer to /v1/identity", host.address);
    world.simulation.faults.clear();
    await world.leap(1000, "host_reports");
  });

  it("says that it is this machine's own connection when the prober is cut off, and blames no host", async () => {
    const findings = await under([{ kind: "cut_off" }], "hosts");
    expectFinding(findings, "wrong", "prober local", "own connection is cut off", "control target", "none is down");
    expect(findings.filter(({ about }) => about === "hosts")).toEqual([]);
    world.simulation.faults.clear();
    await world.leap(1000, "hosts");
  });

  it("names the sandbox's node", async () => {
    const findings = await under([{ kind: "unavailable", at: "sandbox" }], "sandbox");
    expectFinding(findings, "notice", "sandbox 127.0.0.1", /can't tell how its chain is|its chain is not well/);
    world.simulation.faults.clear();
    await world.leap(1000, "sandbox");
  });

  it("names a job whose newest run failed, and why", async () => {
    for (const source of [0, 1])
      world.simulation.faults.switchOn({ kind: "lie", source, about: "head", size: 1000 * (source + 1), fromHeight: 0 });
    await world.leap(1000, "blocks");
    world.simulation.faults.clear();
    expectFinding(await look(), "wrong", "the newest run of 1 job failed: blocks (the sources don't agree on the head)");
    await world.leap(1000, "blocks");
    expect((await look()).find(({ about }) => about === "jobs")?.level).toBe("fine");
  });

  it("says that the chain halted, at which block and since when, and no more once it goes on", async () => {
    let wall = 0;
    const { context, chainId } = world.service;
    const clock = { now: () => new Date(world.simulation.clock.now()), followsWall: false };
    const writer = new ObservationWriter(world.store.client, chainId);
    const watch = new HeadWatch({ context, writer, chainId, clock, monotonic: () => wall });
    world.simulation.faults.switchOn({ kind: "halt" });
    const height = world.simulation.clock.height();
    for (; wall <= 75_000; wall += 15_000) {
      await watch.pollAll();
      world.simulation.advance(15_000);
    }
    const findings = await look();
    expect(findings[0]?.about).toBe("chain");
    expectFinding(findings, "wrong", `halted: no block after ${height}`, /seen since \d{4}-\d\d-\d\d \d\d:\d\d UTC by 127/);
    world.simulation.faults.clear();
    await world.leap(5000);
    expect((await look()).filter(({ about }) => about === "chain")).toEqual([]);
  });

  // These last: what they leave in the store stays.
  it("names a source that lies in an exclusion, by what the service collected", async () => {
    const findings = await under([{ kind: "lie", source: 1, about: "exclusion", size: 1, fromHeight: 0 }], "epochs");
    expectFinding(findings, "wrong", world.nameOf(1), "outvoted on", "exclusions of epoch");
  });

  it("names a source that limits the rate, and how much of what was asked", async () => {
    const findings = await under(
      [{ kind: "rate_limit", at: "source:2", perMinute: 1, burst: 2 }],
      "registry",
      "epochs",
      "blocks",
    );
    expectFinding(findings, "wrong", world.nameOf(2), "answers 503 or 429");
  }, 60_000);

  it("says how much of the membership is gone after a reorganisation", async () => {
    const { network, clock } = world.simulation;
    const next = network.epochsAt(clock.height()).effective + 1;
    world.simulation.faults.switchOn({ kind: "reorganised", fromEpoch: next });
    while (network.epochsAt(clock.height()).effective < next) await world.leap(5000);
    await world.leap(10_000, "epochs");
    expectFinding(await look(), "notice", "membership", "reorganised: ", `are not in epoch ${next}`, "the nodes agree on it");
  }, 60_000);

  it("names a source that is dead, once, and that the others go on", async () => {
    const findings = await under([{ kind: "dead", at: "source:1" }], "epochs", "blocks");
    expectFinding(findings, "wrong", world.nameOf(1), "is dead or can't be reached", "whether it is up");
    expect(troublesIn(findings).filter(({ about }) => about === `source ${world.nameOf(1)}`)).toHaveLength(1);
    expect(findings.find(({ about }) => about === "sources")?.found).toBe("2 of 3 tell of our chain");
  });
});

describe("doctor alone", () => {
  let simulation: Simulation;
  let store: TestStore;
  beforeAll(async () => {
    simulation = await startSimulation({ ...DEFAULTS, ...QUICK, historyEpochs: 3 }, { basePort: null, truth: null });
    store = await temporaryStore("doctor");
  });
  afterEach(() => simulation.faults.clear());
  afterAll(async () => {
    await store?.remove();
    await simulation?.close();
  });

  it("has nothing to mend where nothing was collected yet, and says how to begin", async () => {
    const findings = await examined(simulation, store);
    expect(findings.filter(({ level }) => level === "wrong")).toEqual([]);
    expectFinding(findings, "notice", "no data yet", "npm start");
  });

  it.each([
    { keepBlocks: null, words: "has pruned its states: it can't tell what held at" },
    { keepBlocks: 50, words: "has pruned its blocks: it keeps those from" },
  ])("names a source that is pruned (blocks kept: $keepBlocks)", async ({ keepBlocks, words }) => {
    simulation.faults.switchOn({ kind: "pruned", source: 1, keepStates: 10, keepBlocks });
    expectFinding(await examined(simulation, store), "notice", new URL(simulation.sources[1] ?? "").host, words);
  });

  it("names two sources that lie differently as a dispute", async () => {
    for (const source of [0, 1])
      simulation.faults.switchOn({ kind: "lie", source, about: "weight", size: source + 1, fromHeight: 0 });
    expectFinding(await examined(simulation, store), "wrong", "membership", "there is no majority");
  });
});
