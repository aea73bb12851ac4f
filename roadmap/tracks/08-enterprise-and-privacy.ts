import type { Track } from "../types.ts";

export const enterpriseAndPrivacy: Track = {
  n: 8,
  name: "Enterprise and privacy-sensitive workloads",
  projects: [
    {
      id: "T8P1",
      n: 1,
      name: "TEE-backed private inference",
      primary: "enterprise readiness",
      secondary: "network reliability and trust; inference, developer activation and real network usage",
      primaryIds: ["M6"],
      secondaryIds: ["M4", "M3"],
      indicatorsPrimary: ["ent.tee_share", "tee.attest_success", "tee.threat_model"],
      indicatorsSecondary: ["rel.inference_availability", "ent.private_tokens_day"],
      worksWhen: "attested capacity exists, attestation is reliable, threat findings are closed",
    },
    {
      id: "T8P2",
      n: 2,
      name: "Private inference access layer",
      primary: "enterprise readiness",
      secondary: null,
      primaryIds: ["M6"],
      secondaryIds: [],
      indicatorsPrimary: ["ent.pilots_active", "ent.private_tokens_day", "ent.slo_attainment"],
      indicatorsSecondary: [],
      worksWhen: "pilots of the listed scenarios run on SLO and turn into use",
    },
  ],
};
