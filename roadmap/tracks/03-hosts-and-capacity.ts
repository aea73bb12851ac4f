import type { Track } from "../types.ts";

export const hostsAndCapacity: Track = {
  n: 3,
  name: "Hosts and compute capacity growth",
  projects: [
    {
      id: "T3P1",
      n: 1,
      name: "Hardware-neutral inference requirements",
      primary: "inference scaling and usable capacity",
      secondary: "new compute capacity and host base growth",
      primaryIds: ["M5"],
      secondaryIds: ["M1"],
      indicatorsPrimary: ["hw.non_default_share", "hw.alt_quality_pass", "scl.usable_h100e"],
      indicatorsSecondary: ["cap.hosts_net_new_30d", "cap.gpus_registered"],
      worksWhen: "usable capacity outside the default engine/vendor grows and passes the same validation",
    },
    {
      id: "T3P2",
      n: 2,
      name: "Maintenance windows for hosts",
      primary: "host retention and confidence",
      secondary: "network reliability and trust",
      primaryIds: ["M2"],
      secondaryIds: ["M4"],
      indicatorsPrimary: ["mnt.windows_used", "mnt.protected_downtime", "mnt.penalties_in_window", "ret.host_retention_30d"],
      indicatorsSecondary: ["rel.host_failure_rate", "rel.inference_availability"],
      worksWhen: "planned downtime is declared, unpunished, and unplanned failures fall",
    },
    {
      id: "T3P3",
      n: 3,
      name: "Optimized node images",
      primary: "inference scaling and usable capacity",
      secondary: "new compute capacity and host base growth; host retention and confidence",
      primaryIds: ["M5"],
      secondaryIds: ["M1", "M2"],
      indicatorsPrimary: ["scl.throughput_per_h100e", "img.adoption", "scl.poc_real_corr", "scl.usable_h100e"],
      indicatorsSecondary: ["cap.h100e_confirmed", "cap.hosts_active", "ret.reward_per_h100e"],
      worksWhen: "tokens/s per H100e rise on the same hardware and the image is actually adopted",
    },
  ],
};
