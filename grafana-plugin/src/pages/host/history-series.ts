import type { HostDetail, HostEpoch, Series } from "../../client/types.ts";

export const HISTORIES = ["weight", "missed", "reward"] as const;
export type History = (typeof HISTORIES)[number];

export const historyOf = (search: URLSearchParams): History => HISTORIES.find((one) => one === search.get("history")) ?? "weight";

const UNITS: Readonly<Record<History, string>> = { weight: "weight", missed: "% of requests", reward: "GNK" };

/** One of the host's numbers by epoch, as a chart takes it: an epoch without the number is a gap. */
export function historySeries({ chain_id, epochs }: HostDetail, history: History): Series {
  return {
    chain_id,
    indicator: history,
    axis: "epoch",
    unit: UNITS[history],
    breaks: [],
    points: epochs.toReversed().map((epoch) => {
      const value = numberOf(epoch, history);
      return {
        epoch: epoch.epoch,
        starts_at: epoch.starts_at,
        ends_at: epoch.ends_at,
        method: null,
        labels: {},
        value,
        ...{ numerator: null, denominator: null, coverage: null, samples: null, note: "", sources: null, verified_members: null },
        state: value === null ? "no_data" : "ok",
      };
    }),
    next: null,
  };
}

function numberOf({ member, miss_ratio, results }: HostEpoch, history: History): number | null {
  switch (history) {
    case "weight":
      return member ? Number(member.weight) : null;
    case "missed":
      return miss_ratio;
    case "reward":
      return results ? (Number(results.rewarded_coins) + Number(results.earned_coins)) / 1e9 : null;
  }
}
