import { type MadeUpChain, startOf } from "../../storage/testing/made-up-network.ts";
import { HOSTS, windowsOf } from "./live-facts.ts";
import {
  blockTimes,
  epochsOf,
  roundsOf,
  sandboxActsOf,
  sandboxProbesOf,
  VANTAGES,
  verdictOf,
  versionsOf,
} from "./observed-facts.ts";
import type { Truth, TruthOf } from "./truth-told.ts";

const NOTHING: Truth = { value: null };
const DAY_MS = 86_400_000;
const spanOf = (chain: MadeUpChain, epoch: number) =>
  [startOf(chain, epoch).getTime(), startOf(chain, epoch + 1).getTime()] as const;

/** Minutes by state within an epoch, walked second by second of none: verdict by verdict, in whole milliseconds. */
function minutesOf(chain: MadeUpChain, epoch: number) {
  const [start, end] = spanOf(chain, epoch);
  const rounds = epochsOf(chain)
    .flatMap((one) => roundsOf(chain, one))
    .sort((a, b) => a - b);
  const minutes = { up: 0, down: 0, unknown: 0, maintenance: 0 };
  for (const [index, ms] of rounds.entries()) {
    const until = Math.min(ms + 600_000, rounds[index + 1] ?? Number.POSITIVE_INFINITY, end);
    const held = Math.max(0, until - Math.max(ms, start));
    for (const vantage of VANTAGES.keys()) for (const host of HOSTS) minutes[verdictOf(ms, vantage, host)] += held / 60_000;
  }
  return minutes;
}

/** Truth of the methods that read what was observed. */
export const OBSERVED_TRUTH: Readonly<Record<string, TruthOf>> = {
  "rel.chain_liveness v1": (chain, _, epoch) => {
    const [start, end] = spanOf(chain, epoch);
    const times = epochsOf(chain).flatMap((one) => blockTimes(chain, one).map(({ ms }) => ms));
    let [live, minutes] = [0, 0];
    // A header's time is some nanoseconds after the whole millisecond: the minute that begins with the epoch is not wholly in it.
    for (let minute = start + 60_000; minute + 60_000 <= end; minute += 60_000) {
      const newest = Math.max(...times.filter((ms) => ms < minute + 60_000));
      minutes++;
      if (minute + 60_000 - newest <= 60_000) live++;
    }
    return { value: live / minutes, numerator: live, denominator: minutes };
  },
  "aux.host_uptime v1": (chain, _, epoch) => {
    const { up, down } = minutesOf(chain, epoch);
    return { value: up / (up + down), numerator: up, denominator: up + down };
  },
  "mnt.protected_downtime v1": (chain, _, epoch) => {
    const { down, maintenance } = minutesOf(chain, epoch);
    return { value: maintenance / (down + maintenance), numerator: maintenance, denominator: down + maintenance };
  },
  "mnt.windows_used v1": (chain, _, epoch) => {
    const [used] = windowsOf(chain, epoch);
    if (!used) return NOTHING;
    const over = epochsOf(chain)
      .flatMap((one) => blockTimes(chain, one))
      .find(({ height }) => height === used.start_height + Number(used.duration_blocks));
    const next = epochsOf(chain)
      .flatMap((one) => roundsOf(chain, one))
      .sort((a, b) => a - b)
      .filter((ms) => ms > (over?.ms ?? 0))
      .map((ms) => VANTAGES.map((_, vantage) => verdictOf(ms, vantage, 1)).filter((state) => state === "up" || state === "down"))
      .find((states) => states.length > 0);
    // Both vantage points speak at one moment: where they differ either may come first.
    const kept = next && new Set(next).size === 1 ? { numerator: next[0] === "up" ? 1 : 0 } : {};
    return { value: 1, denominator: 1, ...kept };
  },
  "img.adoption v1": (_, __, epoch) => {
    const said = HOSTS.filter((host) => host !== 6).map((host) =>
      (versionsOf(epoch, host) ?? []).filter((version) => version !== ""),
    );
    const hostsOf = (version: string) => said.filter((versions) => versions.includes(version)).length;
    const target = ["3.0.16", "3.0.9"].find((version) => hostsOf(version) >= 2);
    const nodes = said.flat();
    const numerator = nodes.filter((version) => version === target).length;
    return target ? { value: numerator / nodes.length, numerator, denominator: nodes.length } : NOTHING;
  },
  "sbx.availability v1": (chain, _, epoch) => {
    // The last epoch's probes of its first moment may lie before its first block by some nanoseconds: those are the epoch's before.
    const [start, end] = spanOf(chain, epoch);
    const probes = epochsOf(chain)
      .flatMap((one) => sandboxProbesOf(chain, one))
      .filter(({ ms }) => ms > start && ms <= end);
    const numerator = probes.filter((probe) => probe.api === true && probe.chain === true).length;
    const failed = probes.filter((probe) => probe.api === false || probe.chain === false).length;
    return { value: numerator / (numerator + failed), numerator, denominator: numerator + failed };
  },
  "sbx.active_users v1": (chain, _, epoch) => {
    const end = startOf(chain, epoch + 1).getTime();
    const acts = epochsOf(chain).flatMap((one) => sandboxActsOf(chain, one));
    return { value: new Set(acts.filter(({ ms }) => ms > end - 7 * DAY_MS && ms <= end).map(({ address }) => address)).size };
  },
};
