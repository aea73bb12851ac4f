import type { Track } from "../types.ts";

export const modelTraining: Track = {
  n: 9,
  name: "Model training on a distributed GPU network",
  projects: [
    {
      id: "T9P1",
      n: 1,
      name: "Training shard primitives",
      primary: "model training and research readiness",
      secondary: null,
      primaryIds: ["M8"],
      secondaryIds: [],
      indicatorsPrimary: ["trn.primitives_ready", "trn.recovery_success", "trn.shard_uptime"],
      indicatorsSecondary: [],
      worksWhen: "all ten primitives are demonstrated and survive node loss",
    },
    {
      id: "T9P2",
      n: 2,
      name: "Decentralized training and AI safety research",
      primary: "model training and research readiness",
      secondary: null,
      primaryIds: ["M8"],
      secondaryIds: [],
      indicatorsPrimary: ["trn.runs_completed", "trn.comm_efficiency", "trn.byzantine_tests", "trn.research_outputs"],
      indicatorsSecondary: [],
      worksWhen: "runs complete with published efficiency and adversarial tests",
    },
  ],
};
