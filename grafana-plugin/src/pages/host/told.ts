import type { HostDetail } from "../../client/types.ts";

type Nodes = NonNullable<NonNullable<HostDetail["hardware"]>["nodes"]>;

/** Devices of all nodes by their name before the memory, most first. A device without a count is one. */
export function deviceTotals(nodes: Nodes): { readonly device: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { devices } of nodes)
    for (const { device, count } of devices) {
      const name = device.split("|")[0]?.trim() ?? device;
      counts.set(name, (counts.get(name) ?? 0) + (count ?? 1));
    }
  return [...counts].map(([device, count]) => ({ device, count })).sort((a, b) => b.count - a.count);
}

/** What it says its software is, a line each. */
export function versionWords({ now: { report } }: HostDetail): string[] {
  if (!report) return [];
  const nodes = report.mlnodes;
  const versions = [...new Set(nodes?.map(({ version }) => version))].sort();
  return [
    `node ${report.node_version ?? "– not told"}`,
    nodes === null ? "ML nodes: – not told" : `${nodes.length} ML nodes: ${versions.join(", ") || "none"}`,
    `identity ${report.identity.replaceAll("_", " ")}${report.bridge_block === null ? "" : ` · bridge at block ${report.bridge_block.toLocaleString("en-US")}`}`,
  ];
}
