import type { Track } from "../types.ts";

export const marketAccessAndBridges: Track = {
  n: 6,
  name: "Market access and liquidity, and bridges",
  projects: [
    {
      id: "T6P1",
      n: 1,
      name: "DEX launch and top-tier CEX readiness",
      primary: "network reliability and trust",
      secondary: null,
      primaryIds: ["M4"],
      secondaryIds: [],
      indicatorsPrimary: ["mkt.liquidity_depth", "lst.readiness", "brg.incidents"],
      indicatorsSecondary: [],
      worksWhen: "depth and spread on supported DEX hold; the four CEX criteria are met",
    },
    {
      id: "T6P2",
      n: 2,
      name: "Cross-chain routes",
      primary: "developer activation and real network usage",
      secondary: null,
      primaryIds: ["TS-04"],
      secondaryIds: [],
      indicatorsPrimary: ["brg.volume_users", "brg.success_rate", "brg.completion_p95", "use.new_devs_activated"],
      indicatorsSecondary: [],
      worksWhen: "transfers finish on their own, fast, for more users",
    },
    {
      id: "T6P3",
      n: 3,
      name: "Contract security and cross-chain interop",
      primary: "network reliability and trust",
      secondary: "enterprise readiness",
      primaryIds: ["M4"],
      secondaryIds: ["M6"],
      indicatorsPrimary: ["brg.audit_coverage", "brg.incidents", "brg.bls_risk"],
      indicatorsSecondary: ["ent.critical_findings_open"],
      worksWhen: "deployed code equals reviewed code; no bridge incident; signers healthy",
    },
  ],
};
