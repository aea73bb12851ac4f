import { startOf } from "../../storage/testing/made-up-network.ts";
import * as facts from "./demand-facts.ts";
import type { Truth } from "./truth-told.ts";

/** What the methods of demand and utilization should give, walked over the plain facts: no SQL, and nothing shared with the methods. */

const { DEMAND, ESCROWS, HOSTS, hostOf, MODELS, STRANGER } = facts;
const DAY_MS = 86_400_000;
const startMs = (epoch: number) => startOf(DEMAND, epoch).getTime();
const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
const ratio = (numerator: number, denominator: number): Truth => ({
  value: denominator > 0 ? numerator / denominator : null,
  numerator,
  denominator,
});

/** Settled escrows with when that was. */
const SETTLED = ESCROWS.flatMap((escrow) => (escrow.settled === null ? [] : [{ escrow, ms: facts.blockMs(escrow.settled) }]));
const settledWithin = (from: number, until: number) =>
  SETTLED.filter(({ ms }) => ms >= from && ms < until).map(({ escrow }) => escrow);
export const payersWithin = (from: number, until: number) => new Set(settledWithin(from, until).map(({ creator }) => creator));
const settledIn = (epoch: number) => settledWithin(startMs(epoch), startMs(epoch + 1));
const isStrangers = (epoch: number) =>
  facts.blockMs(STRANGER.height) >= startMs(epoch) && facts.blockMs(STRANGER.height) < startMs(epoch + 1);

/** Tokens by model of the sessions that were read, by when they were confirmed. */
export function tokensOf(epoch: number): ReadonlyMap<string, number> {
  const tokens = new Map<string, number>();
  for (const escrow of ESCROWS.filter(({ read }) => read))
    for (const { startedAt, confirmedAt, prompt, completion } of facts.attemptsOf(escrow)) {
      const at = (confirmedAt ?? startedAt) * 1000;
      if (prompt === null || completion === null || at < startMs(epoch) || at >= startMs(epoch + 1)) continue;
      tokens.set(escrow.model, (tokens.get(escrow.model) ?? 0) + prompt + completion);
    }
  return tokens;
}

const rateOf = (device: facts.Device, model: number) => facts.RATES[device.name]?.[model] ?? null;
const nodeRate = ({ devices, model }: facts.Node) => sum(devices.map((one) => one.count * (rateOf(one, model) ?? 0)));
const nodeH100e = ({ devices }: facts.Node) => sum(devices.map((one) => one.count * (one.factor ?? 0)));
const isRated = ({ devices, model }: facts.Node) => devices.length > 0 && devices.every((one) => rateOf(one, model) !== null);

/** Mean ranks for ties, then Pearson's correlation of the ranks. */
export function spearman(pairs: readonly (readonly [number, number])[]): number | null {
  const ranked = (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    return values.map((value) => (sorted.indexOf(value) + sorted.lastIndexOf(value)) / 2 + 1);
  };
  const [xs, ys] = [ranked(pairs.map(([x]) => x)), ranked(pairs.map(([, y]) => y))];
  const mean = (values: readonly number[]) => sum(values) / values.length;
  const [mx, my] = [mean(xs), mean(ys)];
  const spread = (values: readonly number[], middle: number) => sum(values.map((value) => (value - middle) ** 2));
  const both = spread(xs, mx) * spread(ys, my);
  return both > 0 ? sum(xs.map((x, index) => (x - mx) * ((ys[index] ?? 0) - my))) / Math.sqrt(both) : null;
}

/** By model, of those that have any: tokens a second ÷ benchmarked tokens a second, and H100-equivalents. */
export function usedOf(epoch: number) {
  const seconds = (startMs(epoch + 1) - startMs(epoch)) / 1000;
  const tokens = tokensOf(epoch);
  return MODELS.flatMap((id, model) => {
    const nodes = facts.nodesOf(epoch).filter((node) => node.model === model);
    const capacity = sum(nodes.map(nodeRate));
    return capacity > 0
      ? [{ id, value: (tokens.get(id) ?? 0) / seconds / capacity, h100e: sum(nodes.map(nodeH100e)), capacity }]
      : [];
  });
}

function failures(epoch: number, isOfClass: (devices: readonly facts.Device[]) => boolean): Truth {
  const hosts = HOSTS.filter((host) => {
    const devices = facts.nodesOf(epoch).flatMap((node) => (node.host === host ? node.devices : []));
    return devices.length > 0 && isOfClass(devices);
  });
  const results = hosts.map((host) => facts.resultOf(epoch, host));
  return ratio(
    sum(results.map(({ missed, invalid }) => missed + invalid)),
    sum(results.map(({ done, missed }) => done + missed)),
  );
}

function shares(values: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const all = sum([...values.values()]);
  return new Map([...values].map(([key, value]) => [key, value / all]));
}

/** By model, the share of tokens and of scaled weight. */
export function sharesOf(epoch: number) {
  const tokens = tokensOf(epoch);
  const weights = new Map<string, number>();
  for (const host of HOSTS)
    for (const [model, id] of MODELS.entries()) {
      const raw = sum(facts.nodesOf(epoch).map((node) => (node.host === host && node.model === model ? node.weight : 0)));
      if (facts.modelsOf(epoch).includes(id))
        weights.set(id, (weights.get(id) ?? 0) + Math.floor((raw * (facts.SCALES[model] ?? 0) * 10) / 10 + 1e-9));
    }
  const demand = shares(new Map([...weights.keys()].map((id) => [id, tokens.get(id) ?? 0])));
  return { demand, capacity: shares(weights) };
}

function utilizationIn(epoch: number): number {
  const used = usedOf(epoch);
  return sum(used.map(({ value, h100e }) => value * h100e)) / sum(used.map(({ h100e }) => h100e));
}
/** Of the escrows that the epoch opened, the part whose diffs were told. */
export function readShareOf(epoch: number): number {
  const sessions = ESCROWS.filter((one) => one.epoch === epoch);
  return sum(sessions.map(({ read, nonces }) => (read ? nonces / facts.NONCES : 0))) / sessions.length;
}
/** The smaller one of that and of the share of nodes whose devices are all benchmarked. */
export function coverageOf(epoch: number): number {
  const nodes = facts.nodesOf(epoch);
  return Math.min(nodes.filter(isRated).length / nodes.length, readShareOf(epoch));
}
const isSeen = (epoch: number) => coverageOf(epoch) >= 0.8;
const busyDays = (epoch: number): number =>
  epoch < 1 || !isSeen(epoch) || utilizationIn(epoch) < 0.4
    ? 0
    : busyDays(epoch - 1) + (startMs(epoch + 1) - startMs(epoch)) / DAY_MS;

const GNK = 1e9;
const LINKED: readonly string[] = [...HOSTS.map(hostOf), facts.WARM_KEY];

export const DEMAND_TRUTH: Readonly<Record<string, (epoch: number) => Truth>> = {
  "use.active_payers": (epoch) => ({ value: payersWithin(startMs(epoch + 1) - 30 * DAY_MS, startMs(epoch + 1)).size }),
  "use.new_devs_activated": (epoch) => {
    const [now, week] = [startMs(epoch + 1), startMs(epoch + 1) - 7 * DAY_MS];
    const before = payersWithin(0, week);
    return { value: [...payersWithin(week, now)].filter((payer) => !before.has(payer)).length };
  },
  "dev.repeat_usage": (epoch) => {
    const weeks = [0, 1, 2, 3].map((week) =>
      payersWithin(startMs(epoch + 1) - (week + 1) * 7 * DAY_MS, startMs(epoch + 1) - week * 7 * DAY_MS),
    );
    const payers = [...new Set(weeks.flatMap((week) => [...week]))];
    return ratio(payers.filter((payer) => weeks.filter((week) => week.has(payer)).length >= 2).length, payers.length);
  },
  "use.value_flow_host": (epoch) => {
    const paid = sum(settledIn(epoch).map(facts.payoutOf)) + (isStrangers(epoch) ? STRANGER.cost + STRANGER.fees : 0);
    return ratio(paid / GNK, (startMs(epoch + 1) - startMs(epoch)) / DAY_MS);
  },
  "rel.validation_settlement": (epoch) => {
    const due = ESCROWS.filter((escrow) => escrow.epoch === epoch - 1);
    return ratio(due.filter(({ settled }) => settled !== null && facts.blockMs(settled) < startMs(epoch + 1)).length, due.length);
  },
  "mkm.gaming_flags": (epoch) => {
    const paid = settledIn(epoch);
    return ratio(sum(paid.filter(({ creator }) => LINKED.includes(creator)).map(facts.payoutOf)), sum(paid.map(facts.payoutOf)));
  },
  "aux.spend_per_payer": (epoch) => {
    const paid = settledIn(epoch);
    return ratio(sum(paid.map(facts.payoutOf)) / GNK, new Set(paid.map(({ creator }) => creator)).size);
  },
  "aux.session_outcomes": (epoch) => ({
    value: ESCROWS.filter((one) => one.epoch === epoch && one.read).flatMap(facts.attemptsOf).length,
  }),
  "scl.capacity_tps": (epoch) => ({ value: sum(facts.nodesOf(epoch).map(nodeRate)) }),
  "scl.throughput_per_h100e": (epoch) => {
    const both = facts.nodesOf(epoch).flatMap(({ devices, model }) =>
      devices.flatMap((one) => {
        const rate = rateOf(one, model);
        return rate === null || one.factor === null ? [] : [[one.count * rate, one.count * one.factor] as const];
      }),
    );
    return ratio(sum(both.map(([rate]) => rate)), sum(both.map(([, h100e]) => h100e)));
  },
  "scl.poc_real_corr": (epoch) => {
    const nodes = facts.nodesOf(epoch).filter(isRated);
    const whole = (of: (node: facts.Node) => number, model: number) =>
      sum(nodes.map((node) => (node.model === model ? of(node) : 0)));
    return {
      value: spearman(
        nodes.map((node) => [node.weight / whole((one) => one.weight, node.model), nodeRate(node) / whole(nodeRate, node.model)]),
      ),
    };
  },
  "scl.utilization": (epoch) => ({ value: utilizationIn(epoch) }),
  "mkm.capacity_follows_demand": (epoch) => {
    const { demand, capacity } = sharesOf(epoch);
    return { value: spearman([...demand].map(([id, share]) => [share, capacity.get(id) ?? 0])) };
  },
  "mdl.new_model_token_share": (epoch) => {
    // The chain is 40 days old at its end: every model is new.
    const all = sum([...tokensOf(epoch).values()]);
    return ratio(all, all);
  },
  "hw.alt_quality_pass": (epoch) => {
    const other = failures(epoch, (devices) => devices.every(({ amd }) => amd));
    const default_ = failures(epoch, (devices) => devices.every(({ amd }) => !amd));
    return { value: other.value === null || default_.value === null ? null : other.value - default_.value };
  },
  "mkm.trigger_days": (epoch) => ({ value: isSeen(epoch) ? busyDays(epoch) : null }),
};
