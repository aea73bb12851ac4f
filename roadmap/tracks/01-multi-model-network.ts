import type { Track } from "../types.ts";

export const multiModelNetwork: Track = {
  n: 1,
  name: "Multi-model network",
  projects: [
    {
      id: "T1P1",
      n: 1,
      name: "Model launch factory",
      primary: "inference, developer activation and real network usage",
      secondary: "host retention and confidence",
      primaryIds: ["M3"],
      secondaryIds: ["M2"],
      indicatorsPrimary: ["mdl.launch_lead_time", "mdl.launch_success", "mdl.new_model_token_share", "use.tokens_day"],
      indicatorsSecondary: ["ret.weight_retention_30d", "mdl.hosts_per_model", "ret.reward_per_h100e"],
      worksWhen: "a new open model goes from vote to served tokens in days, without a second bootstrap, and hosts stay",
    },
    {
      id: "T1P2",
      n: 2,
      name: "PoC, intents, weights, and rewards for model groups",
      primary: "network reliability and trust",
      secondary: "host retention and confidence",
      primaryIds: ["M4"],
      secondaryIds: ["M2"],
      indicatorsPrimary: ["mdl.vote_margin", "mdl.group_losses", "scl.poc_real_corr", "rel.host_failure_rate"],
      indicatorsSecondary: ["ret.reward_per_h100e", "ret.exclusion_rate", "ret.confirmation_ratio_p10"],
      worksWhen: "no group drops below 2/3, PoC rank matches real speed, hosts of every model earn alike per H100e",
    },
  ],
};
