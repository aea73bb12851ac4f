import { EVERY_DAY } from "../freshness.ts";
import type { IndicatorEntry } from "../types.ts";

/** Developer integrations. */
export const dev: readonly IndicatorEntry[] = [
  {
    id: "dev.integration_pass",
    name: "Reference-integration compatibility",
    metric: "P",
    part: "market",
    definition:
      "reference integrations (LangChain/LangGraph, Vercel AI SDK, agent runtimes, " +
      "coding tools) whose compatibility suite passes on the current gateway",
    unit: "% of matrix",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "B",
    source: "CI of the adapters / own nightly run",
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "dev.package_downloads",
    name: "SDK and adapter downloads",
    metric: "P",
    part: "market",
    definition: "weekly npm + PyPI downloads of official packages",
    unit: "count/week",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "B",
    source: "npm and PyPI download APIs",
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
  {
    id: "dev.repeat_usage",
    name: "Repeat API usage",
    metric: "P",
    part: "inference",
    definition: "payers or apps with requests on ≥ 2 distinct weeks of the last 4 ÷ those active in the 4 weeks",
    unit: "%",
    direction: "up",
    target: "none in the roadmap text",
    sourceClass: "A (payers) + C",
    source: "as use.active_payers",
    freshness: EVERY_DAY,
    expect: { simulator: "ok", recordings: "no_data" },
  },
];
