import type { Family } from "../family.ts";

/** Hosts say what they like: a label is no place for all of it. */
const short = (version: string | null): string => (version ?? "").slice(0, 64);

export const hostVersionInfo: Family = {
  name: "gonka_host_version_info",
  help: "1, with the versions that the host says it runs; a label is empty where it did not say.",
  labels: ["address", "api_version", "node_version", "mlnode_versions"],
  *samples({ live }) {
    for (const [address, { report }] of live.hosts) {
      if (!report) continue;
      const mlnodes = [...new Set(report.mlnodes.map(({ version }) => version))].sort().join(",");
      const labels = {
        api_version: short(report.api_version),
        node_version: short(report.node_version),
        mlnode_versions: short(mlnodes),
      };
      yield [{ address, ...labels }, 1];
    }
  },
};
