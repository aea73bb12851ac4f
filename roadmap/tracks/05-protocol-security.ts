import type { Track } from "../types.ts";

export const protocolSecurity: Track = {
  n: 5,
  name: "Protocol security, hardening, and abuse prevention",
  projects: [
    {
      id: "T5P1",
      n: 1,
      name: "Attack registry and regression check suite",
      primary: "network reliability and trust",
      secondary: "enterprise readiness; host retention and confidence",
      primaryIds: ["M4"],
      secondaryIds: ["M6", "M2"],
      indicatorsPrimary: ["sec.attack_regressions", "sec.reopened", "rel.host_failure_rate"],
      indicatorsSecondary: ["ent.critical_findings_open", "ret.exclusion_rate"],
      worksWhen: "every known attack class has a running check and none comes back",
    },
    {
      id: "T5P2",
      n: 2,
      name: "Economic and incentive attack simulator",
      primary: "network reliability and trust",
      secondary: null,
      primaryIds: ["M4"],
      secondaryIds: [],
      indicatorsPrimary: ["sec.simulated_changes", "sec.false_penalties", "mkm.gaming_flags"],
      indicatorsSecondary: [],
      worksWhen: "parameter votes carry a simulation; honest hosts are not punished by mistake",
    },
    {
      id: "T5P3",
      n: 3,
      name: "Vulnerability disclosure program",
      primary: "network reliability and trust",
      secondary: "enterprise readiness",
      primaryIds: ["M4"],
      secondaryIds: ["M6"],
      indicatorsPrimary: ["sec.triage_time", "sec.reports_valid"],
      indicatorsSecondary: ["ent.critical_findings_open"],
      worksWhen: "reports are triaged in hours and fixed with a regression test",
    },
  ],
};
