import type { Track } from "../types.ts";

export const marketingAndDemand: Track = {
  n: 11,
  name: "Marketing, demand activation, and ecosystem growth",
  projects: [
    {
      id: "T11P1",
      n: 1,
      name: "Target audience research",
      primary:
        "people reached and research data collected, first successful cases we can tell in public, time to first valuable action",
      secondary: null,
      primaryIds: ["TS-05", "TS-06", "TS-07"],
      secondaryIds: [],
      indicatorsPrimary: ["aud.people_reached", "aud.interviews", "mkt.public_cases", "aud.ttfva", "aud.first_actions"],
      indicatorsSecondary: [],
      worksWhen: "enough people and interviews per segment; named cases; the first action comes sooner",
    },
    {
      id: "T11P2",
      n: 2,
      name: "Demand activation and developer usage",
      primary: "inference, developer activation and real network usage",
      secondary:
        "paid conversion after credits, retained usage after subsidies, " +
        "active applications after 30 / 60 / 90 days, and repeat API usage",
      primaryIds: ["M3"],
      secondaryIds: ["TS-08", "TS-09", "TS-10", "TS-11"],
      indicatorsPrimary: ["use.tokens_day", "use.active_payers", "use.new_devs_activated", "use.active_apps"],
      indicatorsSecondary: [
        "dem.paid_conversion",
        "use.retained_after_credits",
        "dem.apps_30",
        "dem.apps_60",
        "dem.apps_90",
        "dev.repeat_usage",
        "dem.cost_per_token",
      ],
      worksWhen: "paid, retained, repeated use after credits end",
    },
    {
      id: "T11P3",
      n: 3,
      name: "Host growth and usable compute capacity",
      primary: "new compute capacity and host base growth",
      secondary: "inference scaling and usable capacity; host retention and confidence",
      primaryIds: ["M1"],
      secondaryIds: ["M5", "M2"],
      indicatorsPrimary: ["hst.partner_h100e", "hst.pipeline", "cap.h100e_confirmed", "cap.hosts_net_new_30d"],
      indicatorsSecondary: ["scl.usable_h100e", "scl.models_active", "ret.weight_retention_30d"],
      worksWhen: "programme-sourced H100e that is usable and stays",
    },
    {
      id: "T11P4",
      n: 4,
      name: "Project visibility through publications on credible platforms",
      primary: "number and tier of publications on credible platforms",
      secondary: "search visibility for target queries on Google and AI search systems",
      primaryIds: ["TS-12"],
      secondaryIds: ["TS-13"],
      indicatorsPrimary: ["mkt.publications", "pub.tier1_share", "pub.reach"],
      indicatorsSecondary: ["vis.google_top10", "vis.ai_answers"],
      worksWhen: "more and better placements, and target queries find Gonka",
    },
    {
      id: "T11P5",
      n: 5,
      name: "Ecosystem narrative, distribution, and public trust",
      primary: "community growth, market visibility, and network trust",
      secondary:
        "referral traffic, inbound partner interest, analyst mentions, " +
        "backlinks, citations, media invitations, event invitations",
      primaryIds: ["TS-14"],
      secondaryIds: ["TS-15"],
      indicatorsPrimary: ["mkt.community_size", "mkt.search_visibility", "eco.nps_external", "eco.scam_reports"],
      indicatorsSecondary: [
        "eco.referral_traffic",
        "eco.inbound_partners",
        "eco.analyst_mentions",
        "eco.backlinks",
        "eco.invitations",
      ],
      worksWhen: "community and outside trust grow; inbound grows; scams fall",
    },
  ],
};
