import type { Track } from "../types.ts";

export const marketModel: Track = {
  n: 10,
  name: "Market model",
  projects: [
    {
      id: "T10P1",
      n: 1,
      name: "Market-based reward distribution",
      primary: "real network usage and GPU utilization",
      secondary: "network reliability and trust",
      primaryIds: ["TS-02"],
      secondaryIds: ["M4"],
      indicatorsPrimary: ["scl.utilization", "mkm.trigger_days", "mkm.market_emission_share", "use.tokens_day"],
      indicatorsSecondary: ["mkm.gaming_flags", "rel.host_failure_rate"],
      worksWhen: "40 % holds for the agreed days before the switch; emissions follow work without gaming",
    },
    {
      id: "T10P2",
      n: 2,
      name: "Demand-based per-model token pricing",
      primary: "real network usage",
      secondary: "network reliability and trust",
      primaryIds: ["TS-03"],
      secondaryIds: ["M4"],
      indicatorsPrimary: ["mkm.price_demand", "mkm.congestion", "use.tokens_day"],
      indicatorsSecondary: ["rel.inference_availability", "mkm.gaming_flags"],
      worksWhen: "hot models get dearer and less congested, cold ones stay at the floor",
    },
    {
      id: "T10P3",
      n: 3,
      name: "Reward distribution proportional to work-cons earnings",
      primary: "real network usage",
      secondary: "host retention and confidence",
      primaryIds: ["TS-03"],
      secondaryIds: ["M2"],
      indicatorsPrimary: ["mkm.reward_work_corr", "mkm.capacity_follows_demand", "use.value_flow_host"],
      indicatorsSecondary: ["ret.reward_per_h100e", "ret.host_retention_30d"],
      worksWhen: "reward share follows work share and capacity moves to demanded models",
    },
  ],
};
