import { describe, expect, test } from "vitest";
import { SimulationClock } from "../network/clock.ts";
import { createNetwork } from "../network/network.ts";
import { DEFAULTS } from "../network/options.ts";
import { outcomesOf, servedByModel, truthOf } from "./index.ts";
import { DAY_MS, endOf, startOf } from "./truth.ts";

const options = { ...DEFAULTS, speed: 0 };
const network = createNetwork(options, new SimulationClock(options));
/** The newest epoch that is over and settled at the start. */
const NEWEST = options.historyEpochs - 2;
const EPOCHS = Array.from({ length: 12 }, (_, back) => NEWEST - back);
const truth = (indicator: string, epoch: number) => truthOf(network, indicator, epoch);
const tokens = (estimator: string, epoch: number) => truth(`aux.tokens_${estimator}`, epoch)?.numerator ?? Number.NaN;

/** The indicators of part "inference". */
const INDICATORS = [
  "use.tokens_day",
  "use.active_payers",
  "use.value_flow_host",
  "use.new_devs_activated",
  "rel.validation_settlement",
  "scl.utilization",
  "scl.throughput_per_h100e",
  "scl.capacity_tps",
  "scl.poc_real_corr",
  "mdl.new_model_token_share",
  "dev.repeat_usage",
  "hw.alt_quality_pass",
  "mkm.trigger_days",
  "mkm.capacity_follows_demand",
  "mkm.gaming_flags",
];

test.each(INDICATORS)("%s has a number in each of the newest epochs", (indicator) => {
  for (const epoch of EPOCHS) expect(truth(indicator, epoch)?.value, `${epoch}`).toEqual(expect.any(Number));
});

describe("tokens of an epoch", () => {
  test("the diffs of its sessions tell what the truth says they do, in its own time", () => {
    for (const epoch of EPOCHS) {
      const confirmed = new Map<string, number>();
      let read = 0;
      for (const escrow of network.escrowsOf(epoch)) {
        for (const { txs } of network.session(escrow).diffs) {
          for (const tx of txs) {
            if (tx.kind === "confirm") confirmed.set(`${escrow.id}/${tx.inferenceId}`, tx.confirmedAt * 1000);
            if (tx.kind !== "finish") continue;
            const at = confirmed.get(`${escrow.id}/${tx.inferenceId}`) ?? 0;
            expect(at).toBeGreaterThanOrEqual(startOf(network, epoch));
            expect(at).toBeLessThan(endOf(network, epoch));
            read += tx.inputTokens + tx.outputTokens;
          }
        }
      }
      expect(tokens("sessions", epoch)).toBe(read);
      expect([...servedByModel(network, epoch).values()].reduce((sum, one) => sum + one, 0)).toBe(read);
      expect(truth("use.tokens_day", epoch)?.value).toBeCloseTo(
        (read * DAY_MS) / (endOf(network, epoch) - startOf(network, epoch)),
        6,
      );
    }
  });

  test("estimators lie in their order: executed ≥ told by sessions > settled", () => {
    for (const epoch of EPOCHS) {
      expect(tokens("host_counters", epoch)).toBeGreaterThan(tokens("sessions", epoch));
      expect(tokens("sessions", epoch)).toBeGreaterThan(tokens("host_epoch_stats", epoch));
    }
  });

  test("settled by blocks and settled by epochs are the same over a long time, but for the late ones at its ends", () => {
    const all = Array.from({ length: NEWEST + 1 }, (_, before) => before + 1);
    const over = (estimator: string) => all.reduce((sum, epoch) => sum + tokens(estimator, epoch), 0);
    const late = network
      .escrowsOf(NEWEST + 1)
      .filter(({ settledHeight }) => (settledHeight ?? 0) >= network.stagesOf(NEWEST + 2).setNewValidators);
    expect(late.every(({ settledHeight }) => (settledHeight ?? 0) > network.clock.height())).toBe(true);
    const payouts = all
      .flatMap((epoch) => network.escrowsOf(epoch))
      .flatMap((escrow) => (late.includes(escrow) ? [] : (escrow.settlement ?? [])));
    const paid = payouts.reduce((sum, { totalPayout, fees }) => sum + totalPayout - fees, 0n);
    expect(over("settled")).toBe(Number(paid) / 10);
    expect(over("settled")).toBe(over("host_epoch_stats"));
  });
});

test("outcomes add up: what was confirmed finished, timed out or was left, and every start ended somehow", () => {
  for (const epoch of EPOCHS) {
    const { started, confirmed, finished, refused, timedOut, unfinished, challenged, invalidated } = outcomesOf(network, epoch);
    expect(started).toBe(finished + refused + timedOut + unfinished);
    expect(confirmed).toBeLessThan(started - refused);
    expect(finished).toBeLessThan(confirmed);
    expect(challenged).toBeGreaterThan(invalidated);
    expect(invalidated).toBeGreaterThan(0);
    expect(truth("aux.session_outcomes", epoch)?.value).toBe(started);
  }
});

describe("payers", () => {
  test("six in 30 days, one of them new in the week, four of them in two weeks of four", () => {
    expect(truth("use.active_payers", NEWEST)?.value).toBe(6);
    expect(truth("use.new_devs_activated", NEWEST)?.value).toBe(1);
    expect(truth("use.new_devs_activated", NEWEST - 4)?.value).toBe(0);
    expect(truth("dev.repeat_usage", NEWEST)).toMatchObject({ numerator: 4, denominator: 6 });
  });

  test("a part of the value is a host's own", () => {
    for (const epoch of EPOCHS) {
      const value = truth("mkm.gaming_flags", epoch)?.value ?? 0;
      expect(value).toBeGreaterThan(0.1);
      expect(value).toBeLessThan(0.4);
    }
  });

  test("some escrows are never settled", () => {
    const values = EPOCHS.map((epoch) => truth("rel.validation_settlement", epoch)?.value ?? 0);
    expect(Math.min(...values)).toBeLessThan(1);
    expect(Math.max(...values)).toBe(1);
  });
});

test("a busy network's utilization is over 40 %, and its days are counted", () => {
  const busy = { ...options, hosts: 6, historyEpochs: 4, sessionsPerEpoch: 8, inferencesPerSession: 400 };
  const short = {
    ...busy,
    blockMs: 200,
    epoch: { length: 100, pocStage: 10, exchange: 0, validationDelay: 2, validationDuration: 8, setNewValidatorsDelay: 5 },
  };
  const full = createNetwork(short, new SimulationClock(short));
  expect(truthOf(full, "scl.utilization", 2)?.value).toBeGreaterThan(0.4);
  const days = [1, 2].map((epoch) => (endOf(full, epoch) - startOf(full, epoch)) / DAY_MS);
  expect(truthOf(full, "mkm.trigger_days", 2)?.value).toBeCloseTo((days[0] ?? 0) + (days[1] ?? 0), 12);
});
