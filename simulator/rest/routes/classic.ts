import type { Route } from "../route.ts";
import { INFERENCE } from "./bases.ts";

/** What is left of classic inference in v0.2.14: statistics of nothing, and a query of capacities that finds none. */
export const CLASSIC: readonly Route[] = [
  { path: `${INFERENCE}/all_model_capacities`, answer: () => ({ model_capacities: [] }) },
  { path: `${INFERENCE}/all_stats_by_time`, answer: () => ({ ai_tokens: "0", inferences: 0, actual_inferences_cost: "0" }) },
  { path: `${INFERENCE}/models_stats_by_time`, answer: () => ({ stats_models: [] }) },
];
