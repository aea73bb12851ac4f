import { EVERY_EPOCH } from "./freshness.ts";

/** A series that helps to read the 139 indicators and measures nothing of the roadmap by itself. Ids start with `aux.`. */
export interface AuxiliarySeries {
  readonly id: `aux.${string}`;
  readonly name: string;
  readonly definition: string;
  readonly unit: string;
  readonly labels: readonly string[];
  readonly freshness: number;
}

export const auxiliary: readonly AuxiliarySeries[] = [
  {
    id: "aux.settled_tokens",
    name: "Settled tokens per epoch (upper estimate)",
    definition:
      "Σ earned_coins ÷ token_price of an epoch whose inference was all devshard; an upper estimate, because earned coins also hold the sessions' fee shares",
    unit: "tokens/epoch",
    labels: [],
    freshness: EVERY_EPOCH,
  },
  {
    id: "aux.host_uptime",
    name: "Host uptime as probed",
    definition:
      "minutes up ÷ minutes up and down, over the verdicts of every vantage point: a verdict holds until the next one, at most 10 " +
      "minutes; unknown and maintenance are neither, their minutes stand beside",
    unit: "%",
    labels: ["address", "vantage"],
    freshness: EVERY_EPOCH,
  },
];
