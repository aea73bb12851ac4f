import type { Track } from "../types.ts";

export const communityAndCoordination: Track = {
  n: 12,
  name: "Community development and internal coordination",
  projects: [
    {
      id: "T12P1",
      n: 1,
      name: "Community research and contributor insights",
      primary: "contributor retention and recurring ecosystem participation",
      secondary: "identification and resolution of major ecosystem coordination bottlenecks",
      primaryIds: ["TS-16"],
      secondaryIds: ["TS-17"],
      indicatorsPrimary: ["com.contributor_retention", "com.recurring_participation"],
      indicatorsSecondary: ["com.bottlenecks_found", "com.bottlenecks_resolved"],
      worksWhen: "contributors come back; bottlenecks get found and closed",
    },
    {
      id: "T12P2",
      n: 2,
      name: "Internal communication and coordination channels",
      primary: "reduction of ecosystem communication fragmentation",
      secondary: "feedback on ecosystem communication and coordination quality",
      primaryIds: ["TS-18"],
      secondaryIds: ["TS-19"],
      indicatorsPrimary: ["com.canonical_coverage", "com.channel_overlap"],
      indicatorsSecondary: ["com.feedback_score", "com.feedback_response"],
      worksWhen: "one canonical post per announcement; people say they find things",
    },
  ],
};
