import { describe, expect, it } from "vitest";
import type { Observed } from "../../storage/read/observed.ts";
import type { Epoch, Vote } from "../../storage/read/votes.ts";
import type { History, Method, Need } from "../method.ts";
import { METHODS } from "../methods/index.ts";
import { type Completeness, combine, FactsInventory } from "./completeness.ts";

const [base] = METHODS;
if (!base) throw new Error("no methods");
const methodOf = (needs: readonly Need[], history: readonly History[] = []): Method => ({ ...base, needs, history });

const vote = (topic: Vote["topic"], epoch: number, subject = "", change: Partial<Vote> = {}): Vote => ({
  topic,
  epoch,
  subject,
  tellers: 3,
  verdict: "agreed",
  content_hash: `${topic} ${epoch} ${subject}`,
  final: true,
  agreeing: ["a", "b", "c"],
  odd: [],
  cannot_tell: [],
  ...change,
});
const LOST: Partial<Vote> = {
  verdict: "lost",
  tellers: 0,
  content_hash: "",
  final: false,
  agreeing: [],
  cannot_tell: ["a", "b"],
};
const DISPUTED: Partial<Vote> = { verdict: "disputed", content_hash: "", final: false, agreeing: [], odd: ["a", "b"] };
const ABSENT: Partial<Vote> = { verdict: "absent", content_hash: "", agreeing: ["a", "b"] };

const DAY_MS = 86_400_000;
const iso = (day: number) => new Date(Date.parse("2026-01-01T00:00:00Z") + day * DAY_MS).toISOString();
/** Epoch of 2 days. */
const epochOf = (epoch: number, change: Partial<Epoch> = {}): Epoch => ({
  epoch,
  poc_start_height: epoch * 100,
  effective_height: epoch * 100 + 25,
  last_height: epoch * 100 + 124,
  models: ["m", "n"],
  starts_at: iso(epoch * 2),
  ends_at: iso(epoch * 2 + 2),
  told_until: null,
  ...change,
});

/** Everything about an epoch, agreed by three. */
const votesOf = ({ epoch, models, effective_height, last_height }: Epoch): Vote[] => [
  vote("epoch_group", epoch),
  ...models.map((model) => vote("model_group", epoch, model)),
  vote("epoch_results", epoch),
  vote("exclusions", epoch),
  ...(effective_height > 0 ? [vote("header", 0, String(effective_height))] : []),
  ...(last_height > 0 ? [vote("header", 0, String(last_height + 1))] : []),
];

/** Epochs with everything known, but for what a case changes. */
function inventory(
  epochs: readonly Epoch[],
  changes: readonly Vote[] = [],
  without: (vote: Vote) => boolean = () => false,
  observed: readonly Observed[] = [],
  off: ReadonlyMap<number, string> = new Map(),
) {
  const key = ({ topic, epoch, subject }: Vote) => `${topic}|${epoch}|${subject}`;
  const changed = new Set(changes.map(key));
  const votes = [...epochs.flatMap(votesOf), vote("params", 0, "", { final: false })].filter(
    (one) => !changed.has(key(one)) && !without(one),
  );
  return new FactsInventory({ votes: [...votes, ...changes], epochs, observed, switches: { maintenance_enabled: off } });
}
const TEN = Array.from({ length: 10 }, (_, index) => epochOf(index + 1));

describe("the facts of the bucket itself", () => {
  it.each<[Need, Vote]>([
    ["members", vote("epoch_group", 5)],
    ["model_groups", vote("model_group", 5, "n")],
    ["model_groups", vote("epoch_group", 5)],
    ["results", vote("epoch_results", 5)],
    ["exclusions", vote("exclusions", 5)],
    ["params", vote("params", 0)],
    ["times", vote("header", 0, "525")],
    ["times", vote("header", 0, "625")],
    ["proposals", vote("proposals", 0)],
    ["participants", vote("participants", 5)],
    ["participant_stats", vote("participant_stats", 5)],
    ["hardware", vote("hardware", 5)],
    ["validators", vote("validators", 5)],
    ["poc_snapshot", vote("poc_snapshot", 5)],
    ["grants", vote("grants", 5)],
    ["maintenance", vote("maintenance", 5)],
  ])("%s are as their vote is (%o)", (need, of) => {
    const own = (change: Partial<Vote> | null) =>
      inventory(
        TEN,
        change ? [{ ...of, ...change }] : [],
        (one) => change === null && one.topic === of.topic && one.subject === of.subject && one.epoch === of.epoch,
      ).own(methodOf([need]), 5);
    expect(own({})).toMatchObject({ kind: "complete", sources: 3 });
    expect(own({ agreeing: ["a"], content_hash: "x" })).toMatchObject({ kind: "complete", sources: 1 });
    expect(own(LOST)).toMatchObject({ kind: "source_lost", detail: expect.stringContaining("asked a, b; none could tell") });
    expect(own(DISPUTED)).toMatchObject({ kind: "disputed", detail: expect.stringContaining("a, b differ") });
    expect(own(ABSENT)).toMatchObject({ kind: "no_data", detail: expect.stringContaining("a, b say it does not exist") });
    expect(own(null)).toEqual({ kind: "no_data", detail: "never collected" });
    // Parameters and proposals are timelines: a newer one changes no older bucket.
    expect(own({ final: false })).toMatchObject({ kind: "complete", final: need === "params" || need === "proposals" });
  });

  it.each([
    "probes",
    "reports",
    "blocks",
    "transactions",
    "sandbox",
    "escrows",
    "settlements",
    "host_epoch_stats",
    "sessions",
    "counters",
    "mlnode_counters",
  ] as const)("%s are as what was observed", (need) => {
    const seen: Observed = {
      kind: need,
      epoch: 5,
      complete: true,
      detail: "",
      inDoubt: false,
      sources: 2,
      final: true,
      stamp: "7 rows",
      until: null,
    };
    const own = (...observed: Observed[]) => inventory(TEN, [], () => false, observed).own(methodOf([need]), 5);
    expect(own(seen)).toEqual({ kind: "complete", sources: 2, final: true, hashes: [`${need} 7 rows`] });
    expect(own({ ...seen, final: false })).toMatchObject({ kind: "complete", final: false });
    expect(own({ ...seen, complete: false, detail: "a hole" })).toEqual({ kind: "no_data", detail: "a hole" });
    const doubted = own({ ...seen, complete: false, detail: "in doubt", inDoubt: true });
    expect(doubted).toEqual({ kind: "source_lost", detail: "in doubt" });
    expect(own({ ...seen, epoch: 4 })).toEqual({ kind: "no_data", detail: "never collected" });
  });

  it("of an epoch that is not effective yet are no data", () => {
    const forming = inventory(TEN, [vote("epoch_group", 11)]);
    expect(forming.own(methodOf(["members"]), 11)).toEqual({ kind: "no_data", detail: "the epoch is not effective yet" });
    expect(forming.own(methodOf(["times"]), 11)).toMatchObject({ kind: "no_data" });
  });

  it("of a running epoch need no time of an end that is to come", () => {
    const running = epochOf(11, { last_height: 0, ends_at: null });
    expect(inventory([...TEN, running]).own(methodOf(["times"]), 11)).toMatchObject({ kind: "complete" });
  });

  it("take results member by member only where no source told the whole", () => {
    const byMember = vote("epoch_results_by_member", 5, "", { agreeing: ["a"] });
    const own = (whole: Partial<Vote>) =>
      inventory(TEN, [vote("epoch_results", 5, "", whole), byMember]).own(methodOf(["results"]), 5);
    expect(own({})).toMatchObject({ kind: "complete", sources: 3 });
    expect(own(LOST)).toMatchObject({ kind: "complete", sources: 1 });
    expect(own(DISPUTED)).toMatchObject({ kind: "disputed" });
    expect(inventory(TEN, [vote("epoch_results", 5, "", LOST)]).own(methodOf(["results"]), 5)).toMatchObject({
      kind: "source_lost",
    });
  });

  it("are due: results only once they can exist or were asked for", () => {
    const isDue = (changes: readonly Vote[], without: (one: Vote) => boolean, needs: readonly Need[] = ["results"]) =>
      inventory(TEN, changes, without).isDue(methodOf(needs), 5);
    const noResults = (one: Vote) => one.topic === "epoch_results";
    expect(isDue([], () => false)).toBe(true);
    expect(isDue([], noResults)).toBe(true);
    expect(isDue([vote("epoch_group", 5, "", { final: false })], noResults)).toBe(false);
    expect(isDue([vote("epoch_group", 5, "", { final: false })], noResults, ["members"])).toBe(true);
    expect(isDue([vote("epoch_group", 5, "", { final: false })], () => false)).toBe(true);
  });
});

describe("the facts of earlier epochs", () => {
  const needs: readonly Need[] = ["members"];
  const HISTORIES: readonly (readonly [History, first: number])[] = [
    [{ kind: "epochs", back: 1, needs }, 7],
    [{ kind: "epochs", back: 3, needs }, 5],
    // Two days an epoch: the one effective 5 days before epoch 8 began (day 16) is epoch 5 (days 10 to 12).
    [{ kind: "days", days: 5, needs }, 5],
    [{ kind: "all", needs }, 1],
  ];

  it.each(HISTORIES)("%o reach from epoch %i to the one before, and no further", (history, first) => {
    const method = methodOf([], [history]);
    expect(inventory(TEN).history(method, 8)).toMatchObject({ kind: "complete", final: true, sources: 3 });
    for (let epoch = 1; epoch <= 10; epoch++) {
      const reads = epoch >= first && epoch < 8;
      const of = (change: Partial<Vote>) => inventory(TEN, [vote("epoch_group", epoch, "", change)]).history(method, 8);
      expect(of(DISPUTED).kind, `${epoch}`).toBe(reads ? "disputed" : "complete");
      expect(of({ agreeing: ["a"] }), `${epoch}`).toMatchObject({ kind: "complete", sources: reads ? 1 : 3 });
      expect(of({ final: false }), `${epoch}`).toMatchObject({ final: !reads });
      for (const missing of [LOST, ABSENT])
        expect(of(missing), `${epoch}`).toMatchObject(
          reads ? { kind: "no_data", detail: expect.stringContaining(`epoch ${epoch} is missing`) } : { kind: "complete" },
        );
    }
  });

  it("that reach beyond what is known are missing, and say from where on it is known", () => {
    const later = TEN.slice(4);
    const known = "known only from epoch 5 on";
    expect(inventory(later).history(methodOf([], [{ kind: "days", days: 7, needs }]), 8)).toMatchObject({
      kind: "no_data",
      detail: expect.stringContaining(known),
    });
    expect(inventory(later).history(methodOf([], [{ kind: "epochs", back: 1, needs }]), 5)).toMatchObject({ kind: "no_data" });
    expect(inventory(later).history(methodOf([], [{ kind: "all", needs }]), 8)).toMatchObject({ kind: "no_data" });
    expect(inventory(TEN).history(methodOf([], [{ kind: "epochs", back: 1, needs }]), 0)).toMatchObject({ kind: "no_data" });
  });

  it("of a method that reads none are complete and final, by no source's word", () => {
    expect(inventory([]).history(methodOf(needs), 8)).toEqual({
      kind: "complete",
      sources: Number.POSITIVE_INFINITY,
      final: true,
      hashes: [],
    });
  });

  it("that are also read change nothing but what is computed again", () => {
    const disputed = (epoch: number) => vote("epoch_group", epoch, "", DISPUTED);
    // By the epochs of which something changed: those before by days, and those from one to another.
    const changed = (alsoReads: NonNullable<Method["alsoReads"]>) =>
      TEN.map(({ epoch }) => epoch).filter((epoch) => {
        const method: Method = { ...methodOf([]), alsoReads };
        expect(inventory(TEN, [disputed(epoch)]).history(method, 8)).toMatchObject({ kind: "complete" });
        return String(inventory(TEN, [disputed(epoch)]).beside(method, 8)) !== String(inventory(TEN).beside(method, 8));
      });
    expect(changed([{ days: 5, needs }])).toEqual([5, 6, 7]);
    expect(changed([{ from: -1, to: 1, needs }])).toEqual([7, 8, 9]);
    expect(changed([])).toEqual([]);
  });

  it("that are also read count where they are not whole", () => {
    const method: Method = { ...methodOf([]), alsoReads: [{ from: 0, to: 0, needs: ["sessions"] }] };
    const beside = (stamp: string) => {
      const unread = {
        ...{ kind: "sessions" as const, epoch: 8, complete: false, detail: "none was read", inDoubt: false },
        stamp,
      };
      const observed: Observed[] = [{ ...unread, sources: 1, final: false, until: null }];
      return inventory(TEN, [], undefined, observed).beside(method, 8);
    };
    expect(beside("1")).toEqual(beside("1"));
    expect(beside("1")).not.toEqual(beside("2"));
  });
});

describe("of several kinds of facts", () => {
  const complete = (sources: number, final: boolean, hash: string): Completeness => ({
    kind: "complete",
    sources,
    final,
    hashes: [hash],
  });
  const not = (kind: "disputed" | "source_lost" | "no_data"): Completeness => ({ kind, detail: kind });

  it("the fewest sources count, and all must be final", () => {
    expect(combine([complete(3, true, "x"), complete(1, true, "y")])).toEqual({
      kind: "complete",
      sources: 1,
      final: true,
      hashes: ["x", "y"],
    });
    expect(combine([complete(3, true, "x"), complete(2, false, "y")])).toMatchObject({ sources: 2, final: false });
  });

  it("what can't be told decides before what is missing, that before what is disputed", () => {
    const all = [complete(3, true, "x"), not("disputed"), not("no_data"), not("source_lost")];
    for (const order of [all, [...all].reverse()]) {
      expect(combine(order)).toEqual(not("source_lost"));
      expect(combine(order.filter(({ kind }) => kind !== "source_lost"))).toEqual(not("no_data"));
      expect(combine(order.filter(({ kind }) => kind === "disputed" || kind === "complete"))).toEqual(not("disputed"));
    }
  });
});

describe("what the value is calibrated by", () => {
  const method = methodOf(["members"], [{ kind: "calibration", needs: ["hardware"] }]);

  it("is missing history where it is missing, whoever could not tell", () => {
    expect(inventory(TEN).history(method, 5)).toEqual({ kind: "no_data", detail: "never collected" });
    expect(inventory(TEN, [vote("hardware", 5, "", LOST)]).history(method, 5)).toMatchObject({ kind: "no_data" });
    expect(inventory(TEN, [vote("hardware", 5, "", DISPUTED)]).history(method, 5)).toMatchObject({ kind: "disputed" });
    expect(inventory(TEN, [vote("hardware", 5)]).history(method, 5)).toMatchObject({ kind: "complete", hashes: ["hardware 5 "] });
    expect(inventory(TEN, [vote("hardware", 4)]).history(method, 5)).toMatchObject({ kind: "no_data" });
  });

  it("decides where a method that starts with its facts starts", () => {
    const facts = inventory(TEN, [vote("hardware", 4), vote("hardware", 6)]);
    const epochs = TEN.map(({ epoch }) => epoch);
    expect(facts.firstWithFacts({ ...method, validFromEpoch: 0 }, epochs)).toBe(4);
    expect(facts.firstWithFacts({ ...method, validFromEpoch: 5 }, epochs)).toBe(6);
    expect(facts.firstWithFacts({ ...method, validFromEpoch: 7 }, epochs)).toBeNull();
  });
});

/** One kind of what was observed in an epoch, complete unless it says why not. */
const seen = (kind: Observed["kind"], epoch: number, detail = "", change: Partial<Observed> = {}): Observed => ({
  ...{ kind, epoch, complete: detail === "", detail, inDoubt: false, sources: 1, final: true, stamp: "1", until: null },
  ...change,
});

describe("facts of which some are enough", () => {
  const method: Method = { ...methodOf(["members"]), anyOf: [["escrows", "sessions"], ["counters"]] };
  const own = (...observed: Observed[]) => inventory(TEN, [], () => false, observed).own(method, 5);

  it("are complete with any of them, and change when any changes", () => {
    const one = own(seen("counters", 5), seen("escrows", 5), seen("sessions", 5, "none read"));
    expect(one).toMatchObject({ kind: "complete", sources: 1, final: true });
    const all = own(seen("counters", 5), seen("escrows", 5), seen("sessions", 5));
    expect(all).toMatchObject({ kind: "complete" });
    const other = own(seen("counters", 5), seen("escrows", 5), seen("sessions", 5, "one read"));
    const hashes = [one, all, other].map((facts) => (facts.kind === "complete" ? facts.hashes.join() : ""));
    expect(new Set(hashes).size).toBe(3);
    expect(own(seen("counters", 5, "", { final: false }), seen("escrows", 5), seen("sessions", 5))).toMatchObject({
      final: false,
    });
  });

  it("are what decides where there are none of them", () => {
    expect(own(seen("escrows", 5))).toEqual({ kind: "no_data", detail: "never collected" });
    expect(own(seen("counters", 5, "silent", { inDoubt: true }))).toEqual({ kind: "source_lost", detail: "silent" });
    const lost = inventory(TEN, [vote("epoch_group", 5, "", LOST)], () => false, [seen("counters", 5)]);
    expect(lost.own(method, 5)).toMatchObject({ kind: "source_lost" });
  });
});

describe("a UTC day of its own", () => {
  const method = methodOf(["members", "transactions"]);
  const day = Math.floor(Date.parse(iso(11)) / DAY_MS);
  const of = (observed: readonly Observed[], change: object = {}) =>
    inventory(TEN, [], () => false, observed).ownOfDay(method, {
      ...{ day, epoch: 5, over: true, lostSince: null, epochs: [4, 5], covered: true },
      ...change,
    });

  it("needs what every epoch needs that it has a part of", () => {
    expect(of([seen("transactions", 4), seen("transactions", 5)])).toMatchObject({ kind: "complete", final: true });
    expect(of([seen("transactions", 5)])).toEqual({ kind: "no_data", detail: "never collected" });
    expect(of([seen("transactions", 4, "a hole"), seen("transactions", 5)])).toEqual({ kind: "no_data", detail: "a hole" });
    expect(of([seen("transactions", 4), seen("transactions", 5)], { covered: false })).toMatchObject({ kind: "no_data" });
  });

  it("is not told before the running epoch is stored up to its end", () => {
    const until = (time: string) => of([seen("transactions", 4), seen("transactions", 5, "", { final: false, until: time })]);
    expect(until(new Date(Date.parse(iso(12)) - 1).toISOString())).toMatchObject({
      kind: "no_data",
      detail: expect.stringMatching(/^transactions are stored only until /),
    });
    expect(until(iso(12))).toMatchObject({ kind: "complete", final: false });
  });
});

it("says what can't be measured only of methods that depend on the switch", () => {
  const facts = inventory(TEN, [], () => false, [], new Map([[5, "switched off"]]));
  const method = { ...methodOf(["members"]), measurable: "maintenance_enabled" as const };
  expect([4, 5].map((epoch) => facts.unmeasurable(method, epoch))).toEqual([null, "switched off"]);
  expect(facts.unmeasurable(methodOf(["members"]), 5)).toBeNull();
});
