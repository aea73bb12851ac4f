import type { Metric } from "./types.ts";

/** The nine metrics of which every roadmap project should move at least one. */
export const metrics: readonly Metric[] = [
  { id: "M1", name: "New compute capacity and host base growth" },
  { id: "M2", name: "Host retention and confidence" },
  { id: "M3", name: "Inference, developer activation and real network usage" },
  { id: "M4", name: "Network reliability and trust" },
  { id: "M5", name: "Inference scaling and usable capacity" },
  { id: "M6", name: "Enterprise readiness" },
  { id: "M7", name: "Lower support burden" },
  { id: "M8", name: "Model training and research readiness" },
  { id: "M9", name: "Market visibility and ecosystem trust" },
];
