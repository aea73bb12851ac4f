import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MadeUpChain, startOf, storeMadeUpChain } from "../storage/testing/made-up-network.ts";
import { type TestStore, temporaryStore } from "../storage/testing/store.ts";
import { evaluate } from "./evaluator/evaluate.ts";
import { readPublished, type VersionedRow } from "./evaluator/published.ts";
import { METHODS } from "./methods/index.ts";
import { type BaseFacts, quantile, readBaseFacts } from "./testing/base-facts.ts";
import { capacitiesOf, classicOf, isJailed, MAINTENANCE_FROM, storeLiveAnswers } from "./testing/live-facts.ts";
import { NEWCOMERS, RESCALED_FROM, storeNewcomers } from "./testing/newcomers.ts";
import { blockTimes, storeObservations } from "./testing/observed-facts.ts";
import { OBSERVED_TRUTH } from "./testing/truth-observed.ts";
import { TOLD_TRUTH, type TruthOf } from "./testing/truth-told.ts";

/** One chain from its first epoch on, one that starts long after: on the second only part of the histories is known. */
const CHAINS: readonly MadeUpChain[] = [
  { chain: "early", first: 1, last: 8, days: 10 },
  { chain: "late", first: 243, last: 252, days: 10 },
];
const TRUTH: Readonly<Record<string, TruthOf>> = { ...TOLD_TRUTH, ...OBSERVED_TRUTH };

let store: TestStore;
const facts = new Map<string, BaseFacts>();
const published = new Map<string, VersionedRow[]>();
beforeAll(async () => {
  store = await temporaryStore("live-methods");
  for (const chain of CHAINS) {
    await storeMadeUpChain(store.client, chain);
    await storeLiveAnswers(store.client, chain);
    await storeObservations(store.client, chain, () => true);
    const methods = METHODS.filter(({ indicator, version }) => `${indicator} v${version}` in TRUTH);
    await evaluate(store.client, { chain: chain.chain, now: startOf(chain, chain.last + 1), methods });
    facts.set(chain.chain, await readBaseFacts(store.client, chain.chain));
    published.set(chain.chain, await readPublished(store.client, chain.chain, { axis: "epoch" }));
  }
  await storeNewcomers(store.client);
  await evaluate(store.client, { chain: NEWCOMERS.chain, now: startOf(NEWCOMERS, 7) });
  published.set(NEWCOMERS.chain, await readPublished(store.client, NEWCOMERS.chain, { axis: "epoch" }));
}, 120_000);
afterAll(() => store?.remove());

const rowsOf = (chain: string, name: string) =>
  (published.get(chain) ?? []).filter(({ indicator, method }) => `${indicator} v${method}` === name);

describe.each(Object.entries(TRUTH))("%s", (name, truth) => {
  it.each(CHAINS)("is what the stored facts give, computed without SQL, on the chain $chain", (chain) => {
    const known = facts.get(chain.chain);
    if (!known) throw new Error("nothing stored");
    let numbers = 0;
    for (const row of rowsOf(chain.chain, name).filter(({ labels }) => labels === "{}")) {
      if (row.state === "not_measurable_yet") {
        expect(row.bucket - chain.first + 1, name).toBeLessThan(MAINTENANCE_FROM);
        expect(name).toMatch(/^mnt\./);
        continue;
      }
      // Where the history is not known there is no number, whatever the epoch's own facts.
      if (row.note.startsWith("needs every epoch")) continue;
      const { value, numerator, denominator } = truth(chain, known, row.bucket);
      const about = `${name} at ${row.bucket}: ${row.note}`;
      expect(row.state, about).toBe(value === null ? "not_enough_data" : "ok");
      for (const [is, should] of [
        [row.value, value],
        ...(numerator === undefined ? [] : [[row.numerator, numerator]]),
        ...(denominator === undefined ? [] : [[row.denominator, denominator]]),
      ] as const)
        if (should === null || should === undefined) expect(is, about).toBeNull();
        else expect((is ?? Number.NaN) / (should || 1), about).toBeCloseTo(should === 0 ? 0 : 1, 9);
      if (value !== null) numbers++;
    }
    expect(numbers, name).toBeGreaterThan(chain.chain === "early" ? 0 : -1);
  });
});

describe("hosts that are new", () => {
  const at = (name: string, epoch: number, labels = "{}") =>
    rowsOf(NEWCOMERS.chain, name).find((row) => row.bucket === epoch && row.labels === labels);

  it("took the median of the hours from their registration to their first epoch with weight", () => {
    // late registered after it had weight, f's registration is not known: of four hosts in epoch 4 three have weight, of those two count.
    expect(at("sup.onboarding_time v1", 4)).toMatchObject({ value: 40, samples: 2, coverage: 2 / 3, state: "ok" });
    expect(at("sup.onboarding_time v1", 5)).toMatchObject({ value: 50, samples: 3, coverage: 3 / 5 });
    // Epoch 4 began exactly 30 days before the end of epoch 6: no longer within them.
    expect(at("sup.onboarding_time v1", 6)).toMatchObject({ value: 170, samples: 2, coverage: 2 / 3 });
    expect(at("sup.onboarding_time v1", 6, '{"measure":"p90"}')?.value).toBeCloseTo(250, 9);
  });

  it("succeed with weight and without exclusion in both of their first two epochs", () => {
    expect(at("sup.first_epoch_success v1", 4)).toMatchObject({ value: null, state: "not_enough_data" });
    // Of late, c, d and e: d had no weight in its first epoch, e was excluded in its second.
    expect(at("sup.first_epoch_success v1", 5)).toMatchObject({ value: 0.5, numerator: 2, denominator: 4, coverage: 1 });
    expect(at("sup.first_epoch_success v1", 6)).toMatchObject({ value: 1, numerator: 1, denominator: 1, coverage: 0 });
  });

  it("need every epoch since the first to be told from others", () => {
    for (const name of ["sup.onboarding_time v1", "sup.first_epoch_success v1"])
      for (const { state } of rowsOf("late", name)) expect(state).toBe("not_enough_data");
  });
});

it("weights of different units are never compared", () => {
  const rows = rowsOf(NEWCOMERS.chain, "ret.weight_retention_30d v2");
  expect(rows.map(({ bucket }) => bucket)).toEqual([4, 5, 6]);
  for (const { bucket, value, numerator, denominator, state, note } of rows)
    if (bucket < RESCALED_FROM) expect({ value, numerator, denominator }).toEqual({ value: 1, numerator: 0.4, denominator: 0.4 });
    else {
      expect({ value, state }).toEqual({ value: null, state: "not_enough_data" });
      expect(note).toMatch(/different units/);
    }
});

describe("the rows beside the network-wide one", () => {
  const early = (name: string, epoch: number, label = "") =>
    rowsOf("early", name).filter(
      (row) => row.bucket === epoch && row.labels.includes(label) && (label === "") === (row.labels === "{}"),
    );
  const total = (rows: readonly VersionedRow[], column: "value" | "numerator" | "denominator") =>
    rows.reduce((all, row) => all + (row[column] ?? 0), 0);

  it("say what the chain takes for each model's capacity, of how many models, and where its query is empty", () => {
    for (const epoch of [1, 2, 3]) {
      const told = capacitiesOf(epoch);
      const row = early("aux.chain_capacity v1", epoch)[0];
      for (const { model_id, capacity } of told)
        expect(early("aux.chain_capacity v1", epoch, model_id)).toMatchObject([{ value: Number(capacity) }]);
      if (told.length === 0) expect(row).toMatchObject({ value: null, note: "the chain's query is empty (broken)" });
      else
        expect(row).toMatchObject({
          coverage: told.length / (epoch % 4 === 3 ? 1 : 2),
          note: "a proxy made of weights that the chain calls tokens per second; its query is reported broken",
        });
    }
  });

  it("split the tokens of classic inference by model, and say how many are told by none", () => {
    for (const epoch of [3, 4]) {
      const { models, tokens, unnamed } = classicOf(epoch);
      const [row] = early("aux.tokens_classic v1", epoch);
      expect(row?.samples).toBe(models.reduce((all, { inferences }) => all + inferences, 0));
      expect(row?.coverage).toBeCloseTo(1 - Number(unnamed) / Number(tokens), 12);
      for (const { model_id, ai_tokens } of models)
        expect(early("aux.tokens_classic v1", epoch, model_id)[0]?.numerator).toBe(Number(ai_tokens));
    }
  });

  it("split the minutes of uptime by host, and by vantage point", () => {
    for (const label of ["address", "vantage"]) {
      const rows = early("aux.host_uptime v1", 6, `"${label}"`);
      expect(rows.length).toBe(label === "address" ? 7 : 2);
      for (const column of ["numerator", "denominator"] as const)
        expect(total(rows, column)).toBeCloseTo(total(early("aux.host_uptime v1", 6), column), 6);
    }
    // Host 6 never answers; its unknown minutes are neither up nor down.
    const [dead] = early("aux.host_uptime v1", 6, "gonka1host6");
    expect(dead).toMatchObject({ value: 0, state: "ok" });
    expect(dead?.coverage).toBeLessThan(1);
  });

  it("say of whose grants a count is", () => {
    const [row] = early("agt.delegated_accounts v1", 8);
    expect(row).toMatchObject({ coverage: null, note: "grants of 1 of 2 accounts known to grant: the chain has no list of all" });
  });

  it("split devices by name", () => {
    expect(total(early("cap.gpus_registered v1", 8, "device"), "value")).toBe(total(early("cap.gpus_registered v1", 8), "value"));
  });

  it("name a reason of exclusion each, and a host in each that is its own", () => {
    const known = facts.get("early");
    if (!known) throw new Error("nothing stored");
    const jailed = known.members.filter(({ epoch, address }) => epoch === 8 && isJailed(8, Number(address.at(-1))));
    expect(jailed.length).toBeGreaterThan(0);
    expect(total(early("ret.exclusion_rate v2", 8, "jailed"), "numerator")).toBe(jailed.length);
    const reasons = rowsOf("early", "ret.exclusion_rate v2").flatMap(({ labels }) => labels.match(/reason":"(\w+)/)?.[1] ?? []);
    expect(new Set(reasons)).toEqual(new Set(["failed", "downtime", "jailed", "status_inactive", "status_invalid"]));
  });

  it("give each model's margin, and say who refuses and who is silent where delegations were told", () => {
    const [told] = early("mdl.vote_margin v1", 8, "vendor/a");
    expect(told?.note).toMatch(/^1 refuse \(gonka1host5\), 1 neither vote nor delegate \(gonka1host6\)$/);
    const [first] = early("mdl.vote_margin v1", 1, "vendor/a");
    expect(first?.note).toBe("delegations not collected");
    expect(Math.min(...early("mdl.vote_margin v1", 8, "model_id").map(({ value }) => value ?? 9))).toBe(
      total(early("mdl.vote_margin v1", 8), "value"),
    );
  });

  it("give the share of the usable capacity", () => {
    const [share] = early("scl.usable_h100e v1", 7, "share");
    expect(share?.numerator).toBe(total(early("scl.usable_h100e v1", 7), "value"));
    expect(share?.value).toBeCloseTo((share?.numerator ?? 0) / (share?.denominator ?? 0), 12);
  });

  it("count the minutes of halts and the seconds between blocks", () => {
    const [network] = early("rel.chain_liveness v1", 6);
    const [halt] = early("rel.chain_liveness v1", 6, "halt_minutes");
    expect((network?.numerator ?? 0) + (halt?.value ?? 0)).toBe(network?.denominator);
    const times = blockTimes(CHAINS[0] ?? NEWCOMERS, 6).map(({ ms }) => ms);
    const gaps = times.slice(1).map((ms, index) => (ms - (times[index] ?? 0)) / 1000);
    gaps.push((startOf(CHAINS[0] ?? NEWCOMERS, 7).getTime() - (times.at(-1) ?? 0)) / 1000);
    expect(total(early("rel.chain_liveness v1", 6, "interval_p50"), "value")).toBeCloseTo(quantile(gaps, 0.5), 5);
    expect(total(early("rel.chain_liveness v1", 6, "interval_p95"), "value")).toBeCloseTo(quantile(gaps, 0.95), 2);
  });
});
