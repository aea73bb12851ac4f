import type { Track } from "../types.ts";

export const sandboxAndTestnet: Track = {
  n: 7,
  name: "Public sandbox and consumer-GPU testnet",
  projects: [
    {
      id: "T7P1",
      n: 1,
      name: "Public testing sandbox",
      primary: "developer activation and real network usage",
      secondary: "network reliability and trust",
      primaryIds: ["TS-04"],
      secondaryIds: ["M4"],
      indicatorsPrimary: ["sbx.active_users", "sbx.to_mainnet", "use.new_devs_activated"],
      indicatorsSecondary: ["sbx.tested_changes", "sbx.availability", "lab.change_failure"],
      worksWhen: "people use it, changes pass it first, some move to mainnet",
    },
  ],
};
