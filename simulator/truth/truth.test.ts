import { describe, expect, test } from "vitest";
import { SimulationClock } from "../network/clock.ts";
import { createNetwork, type Network } from "../network/network.ts";
import { DEFAULTS, SHORT_EPOCHS, type SimulationOptions } from "../network/options.ts";
import { plotOf } from "../network/plot.ts";
import { KNOWN_INDICATORS, truthOf } from "./index.ts";

const options: SimulationOptions = { ...DEFAULTS, speed: 0 };
const build = (of: SimulationOptions): Network => createNetwork(of, new SimulationClock(of));
const network = build(options);
const plot = plotOf(options);
/** The newest epoch that is over and settled at the start. */
const NEWEST = options.historyEpochs - 2;
const value = (indicator: string, epoch = NEWEST, of = network) => truthOf(of, indicator, epoch)?.value ?? null;

describe("what is true of the default network", () => {
  test("everything but maintenance is measurable at the end of the history", () => {
    const without = KNOWN_INDICATORS.filter((indicator) => value(indicator) === null);
    expect(without).toEqual(["mnt.windows_used", "mnt.protected_downtime", "mnt.penalties_in_window"]);
  });

  test("a value with numerator and denominator is their ratio", () => {
    for (const indicator of KNOWN_INDICATORS.filter((one) => one !== "mdl.vote_margin")) {
      const truth = truthOf(network, indicator, NEWEST);
      if (truth?.numerator === null || truth?.numerator === undefined || truth.denominator === null) continue;
      expect(truth.value, indicator).toBeCloseTo(truth.numerator / truth.denominator, 12);
    }
  });

  test("the lost group and the model that two hosts tried are losses, and nothing else in their time is", () => {
    const losses = Array.from({ length: NEWEST }, (_, before) => before + 1).filter(
      (epoch) => value("mdl.group_losses", epoch) !== 0,
    );
    expect(losses).toEqual([plot.groupLost, (plot.fourthTried ?? 0) + 1]);
    expect(value("scl.models_active", plot.groupLost ?? 0)).toBe(2);
    expect(value("scl.models_active", (plot.groupLost ?? 0) + 1)).toBe(3);
    expect(value("scl.models_active", plot.fourthTried ?? 0)).toBe(3);
  });

  test("launches: one at its first try, one in vain", () => {
    expect(value("mdl.launch_success", plot.thirdPassed)).toBeNull();
    expect(value("mdl.launch_success", plot.thirdActive)).toBe(1);
    expect(value("mdl.launch_success", plot.fourthTried ?? 0)).toBe(0.5);
    const active = network.timeOf(network.stagesOf(plot.thirdActive).setNewValidators);
    const passed = network.proposals(network.clock.height()).find(({ id }) => id === 4)?.votingEndMs ?? 0;
    expect(value("mdl.launch_lead_time")).toBeCloseTo((active - passed) / 86_400_000, 9);
  });

  test("agents: three at work, one silent, one whose grant ended, one that never began", () => {
    expect(value("agt.delegated_accounts")).toBe(3);
    expect(value("agt.delegated_accounts", plot.forming - 5)).toBe(4);
    expect(value("agt.delegated_accounts", plot.forming - 20)).toBe(5);
  });

  test("who is excluded and who is jailed are both out", () => {
    const last = network.stagesOf(NEWEST + 1).setNewValidators - 1;
    const excluded = network.exclusions(NEWEST, last).length;
    const jailed = network.stakingValidators(last).filter((validator) => validator.jailed).length;
    expect(excluded).toBeGreaterThan(0);
    expect(jailed).toBeGreaterThan(0);
    expect(truthOf(network, "ret.exclusion_rate", NEWEST)?.numerator).toBe(excluded + jailed);
  });

  test("a history shorter than 30 days can't tell what was 30 days ago", () => {
    for (const indicator of ["ret.host_retention_30d", "ret.weight_retention_30d", "cap.hosts_net_new_30d"]) {
      expect(value(indicator, 20)).toBeNull();
    }
  });

  test("nothing is known of epoch 0 and of what the simulation doesn't have", () => {
    expect(truthOf(network, "cap.hosts_active", 0)).toBeNull();
    expect(truthOf(network, "use.apps_active", NEWEST)).toBeNull();
  });
});

test("a halt of ten minutes costs ten minutes of liveness", () => {
  const clock = new SimulationClock(options);
  const halted = createNetwork(options, clock);
  clock.advance(3_600_000);
  const epoch = halted.epochsAt(clock.height()).effective;
  clock.halt();
  clock.advance(600_000);
  clock.resume();
  const { numerator, denominator } = truthOf(halted, "rel.chain_liveness", epoch) ?? {};
  // The first minute of the halt ends with a block that is still fresh.
  expect(Number(denominator) - Number(numerator)).toBeGreaterThanOrEqual(8);
  expect(Number(denominator) - Number(numerator)).toBeLessThanOrEqual(10);
});

test("three hosts are enough for every model, two are not", () => {
  const small = { ...options, ...SHORT_EPOCHS, historyEpochs: 6 };
  expect(value("cap.h100e_confirmed", 4, build({ ...small, hosts: 3 }))).toBeGreaterThan(60);
  expect(value("scl.models_active", 4, build({ ...small, hosts: 3 }))).toBe(3);
  expect(value("scl.models_active", 4, build({ ...small, hosts: 2 }))).toBe(0);
});
