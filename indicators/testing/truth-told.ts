import { type MadeUpChain, startOf } from "../../storage/testing/made-up-network.ts";
import { epochRow } from "../../storage/testing/rows.ts";
import { type BaseFacts, quantile, sum } from "./base-facts.ts";
import {
  capacitiesOf,
  classicOf,
  countsOf,
  devicesOf,
  grantsOf,
  HOSTS,
  hostOf,
  isJailed,
  POWER,
  powerOf,
  ratioOf,
  statusOf,
  VOTED,
  voteEnd,
  windowsOf,
} from "./live-facts.ts";
import { roundsOf, transactionsOf, VANTAGES, verdictOf } from "./observed-facts.ts";

/** What an indicator must be at an epoch; null where it has no number. */
export interface Truth {
  readonly value: number | null;
  readonly numerator?: number;
  readonly denominator?: number;
}
export type TruthOf = (chain: MadeUpChain, facts: BaseFacts, epoch: number) => Truth;

const DAY_MS = 86_400_000;
const NOTHING: Truth = { value: null };
const SCALE = new Map([
  ["vendor/a", 0.3593],
  ["vendor/b", 1.2],
]);
const nodesOf = (facts: BaseFacts, epoch: number, host: number) =>
  facts.nodes.filter((node) => node.epoch === epoch && node.address === hostOf(host));
const present = (facts: BaseFacts, epoch: number) => HOSTS.filter((host) => nodesOf(facts, epoch, host).length > 0);
const ratio = (epoch: number, host: number) => {
  const raw = ratioOf(epoch, host);
  return raw === null ? null : Math.min(raw / 10_000, 1);
};
const scaled = (facts: BaseFacts, epoch: number, host: number) =>
  sum(nodesOf(facts, epoch, host).map((node) => Math.floor(node.poc_weight * (SCALE.get(node.model_id) ?? 0) + 1e-7)));

/** Median scaled weight of a device over nodes of H100s alone: each host has one node, which serves every model it is in. */
function h100(facts: BaseFacts, epoch: number): number | null {
  const per = present(facts, epoch).flatMap((host) => {
    const devices = devicesOf(epoch, host);
    if (!devices?.every(({ device }) => device.startsWith("NVIDIA H100 80GB HBM3 |"))) return [];
    const weight = sum(nodesOf(facts, epoch, host).map((node) => node.poc_weight * (SCALE.get(node.model_id) ?? 0)));
    return [weight / sum(devices.map(({ devices }) => devices))];
  });
  return per.length < 3 ? null : quantile(per, 0.5);
}

const FACTOR = new Map([
  ["NVIDIA H100 80GB HBM3 | 79GB", 1],
  ["NVIDIA H200 | 140GB", 1.13],
  ["AMD Instinct MI300X | 192GB", 1.32],
]);

/** H100-equivalents of a host by its devices, limited by its ratio. */
const geared = (epoch: number, host: number, vendor = "") =>
  sum(
    (devicesOf(epoch, host) ?? [])
      .filter(({ device }) => device.startsWith(vendor))
      .map(({ device, devices }) => devices * (FACTOR.get(device) ?? 0)),
  ) * (ratio(epoch, host) ?? 1);

function isUsable(chain: MadeUpChain, facts: BaseFacts, epoch: number, host: number): boolean {
  const { done, missed, invalid } = countsOf(epoch, host);
  const [start, end] = [startOf(chain, epoch).getTime(), startOf(chain, epoch + 1).getTime()];
  const said = [...roundsOf(chain, epoch), ...(epoch < chain.last ? roundsOf(chain, epoch + 1) : [])]
    .filter((ms) => ms >= start && ms < end)
    .flatMap((ms) => VANTAGES.map((_, vantage) => verdictOf(ms, vantage, host)));
  const ups = said.filter((state) => state === "up").length;
  const downs = said.filter((state) => state === "down").length;
  const excluded = facts.exclusions.some((one) => one.epoch === epoch && one.address === hostOf(host));
  return !excluded && ups > 0 && ups >= downs && (done + missed === 0 || (missed + invalid) / (done + missed) < 0.1);
}

const usable = (chain: MadeUpChain, facts: BaseFacts, epoch: number) =>
  present(facts, epoch).filter((host) => isUsable(chain, facts, epoch, host));

const isServed = (facts: BaseFacts, epoch: number) =>
  facts.nodes.some((node) => node.epoch === epoch && node.model_id === "vendor/b");

/** The first epoch after the vote in which at least 3 hosts have weight in vendor/b's group. */
const firstActive = (chain: MadeUpChain, facts: BaseFacts) =>
  // What was served when the vote ended was no launch.
  isServed(facts, chain.first + VOTED["vendor/b"] - 1)
    ? undefined
    : Array.from({ length: chain.last - chain.first + 1 }, (_, index) => chain.first + index).find(
        (epoch) =>
          startOf(chain, epoch).getTime() > voteEnd(chain, "vendor/b") &&
          facts.nodes.filter((node) => node.epoch === epoch && node.model_id === "vendor/b").length >= 3,
      );

/** Truth of the methods that read what nodes tell, by `indicator vN`. */
export const TOLD_TRUTH: Readonly<Record<string, TruthOf>> = {
  "aux.chain_capacity v1": (_, __, epoch) => {
    const told = capacitiesOf(epoch).map(({ capacity }) => Number(capacity));
    return told.length === 0 ? NOTHING : { value: sum(told) };
  },
  "aux.tokens_classic v1": ({ days }, _, epoch) => {
    const tokens = Number(classicOf(epoch).tokens);
    return { value: tokens / days, numerator: tokens };
  },
  "cap.h100e_confirmed v2": (_, facts, epoch) => {
    const weight = h100(facts, epoch);
    const confirmed = sum(present(facts, epoch).map((host) => scaled(facts, epoch, host) * (ratio(epoch, host) ?? 1)));
    return weight === null ? NOTHING : { value: confirmed / weight, numerator: confirmed, denominator: weight };
  },
  "cap.gpus_registered v1": (_, facts, epoch) => ({
    value: sum(present(facts, epoch).flatMap((host) => (devicesOf(epoch, host) ?? []).map(({ devices }) => devices))),
  }),
  "ret.confirmation_ratio_p10 v2": (_, facts, epoch) => {
    const known = present(facts, epoch).map((host) => ratio(epoch, host));
    return {
      value: quantile(
        known.filter((one) => one !== null),
        0.1,
      ),
    };
  },
  "ret.exclusion_rate v2": (_, facts, epoch) => {
    const members = facts.members
      .filter((one) => one.epoch === epoch)
      .map(({ address }) => HOSTS.findIndex((host) => hostOf(host) === address));
    const struck = members.filter(
      (host) =>
        isJailed(epoch, host) ||
        statusOf(epoch, host) !== "ACTIVE" ||
        facts.exclusions.some((one) => one.epoch === epoch && one.address === hostOf(host)),
    ).length;
    return { value: struck / members.length, numerator: struck, denominator: members.length };
  },
  "ret.reward_per_h100e v1": (chain, facts, epoch) => {
    const weight = h100(facts, epoch);
    if (weight === null) return NOTHING;
    const rates = facts.results
      .filter((one) => one.epoch === epoch)
      .flatMap(({ address, coins }) => {
        const host = HOSTS.findIndex((one) => hostOf(one) === address);
        const h100e = (scaled(facts, epoch, host) * (ratio(epoch, host) ?? 1)) / weight;
        return h100e > 0 ? [coins / 1e9 / h100e / chain.days] : [];
      });
    return { value: quantile(rates, 0.5) };
  },
  "ret.weight_retention_30d v2": (chain, facts, epoch) => {
    const weight = h100(facts, epoch);
    const then = epoch - Math.ceil(30 / chain.days);
    const active = facts.members.filter(
      (one) =>
        one.epoch === then && one.weight > 0 && !facts.exclusions.some((x) => x.epoch === then && x.address === one.address),
    );
    const before = sum(active.map((one) => one.weight));
    const now = sum(
      facts.members
        .filter((one) => one.epoch === epoch && active.some((x) => x.address === one.address))
        .map((one) => one.weight),
    );
    return weight === null ? NOTHING : { value: now / before, numerator: now / weight, denominator: before / weight };
  },
  "scl.usable_h100e v1": (chain, facts, epoch) => {
    return { value: sum(usable(chain, facts, epoch).map((host) => geared(epoch, host))) };
  },
  "hw.non_default_share v1": (chain, facts, epoch) => {
    const hosts = usable(chain, facts, epoch);
    const numerator = sum(hosts.map((host) => geared(epoch, host, "AMD")));
    const denominator = sum(hosts.map((host) => geared(epoch, host)));
    return denominator > 0 ? { value: numerator / denominator, numerator, denominator } : NOTHING;
  },
  "mdl.vote_margin v1": (_, __, epoch) => {
    const powers = POWER.model.map((___, model) => sum(HOSTS.map((host) => powerOf(epoch, model, host))));
    const numerator = Math.min(...powers);
    return { value: numerator / POWER.total - 2 / 3, numerator, denominator: POWER.total };
  },
  "mdl.launch_lead_time v1": (chain, facts, epoch) => {
    const first = firstActive(chain, facts) ?? Number.POSITIVE_INFINITY;
    if (first > epoch) return NOTHING;
    return { value: (startOf(chain, first).getTime() - voteEnd(chain, "vendor/b")) / DAY_MS };
  },
  "mdl.launch_success v1": (chain, facts, epoch) =>
    (firstActive(chain, facts) ?? Number.POSITIVE_INFINITY) > epoch ? NOTHING : { value: 1, numerator: 1, denominator: 1 },
  "agt.delegated_accounts v1": (chain, _, epoch) => {
    const end = startOf(chain, epoch + 1).getTime();
    const signed = [epoch - 1, epoch].flatMap((one) => (one < chain.first ? [] : transactionsOf(chain, one)));
    const live = grantsOf(chain, epoch).filter(
      ({ granter, expires_at }) => !granter.startsWith("gonka1host") && expires_at === null,
    );
    const active = live.filter(({ grantee }) =>
      signed.some(({ ms, signer }) => signer === grantee && ms >= end - 7 * DAY_MS && ms < end),
    );
    return { value: new Set(active.map(({ grantee }) => grantee)).size };
  },
  "mnt.penalties_in_window v1": (chain, facts, epoch) => {
    const { effective_height } = epochRow(epoch);
    const slashes = [15, 90].map((offset) => ({ address: hostOf(1), height: effective_height + offset }));
    const all = [...slashes, ...facts.exclusions];
    const inside = windowsOf(chain, epoch).flatMap((window) =>
      all.filter(
        ({ address, height }) => address === window.address && height >= window.start_height && height < window.start_height + 20,
      ),
    );
    return { value: inside.length };
  },
};
