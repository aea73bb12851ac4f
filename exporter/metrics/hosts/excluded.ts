import type { Family } from "../family.ts";

export const hostExcluded: Family = {
  name: "gonka_host_excluded",
  help: "1 for a member excluded during the newest agreed epoch, 0 for one that was not; absent while exclusions are not agreed.",
  labels: ["address"],
  *samples({ hosts }) {
    for (const { address, exclusions } of hosts.hosts) if (exclusions) yield [{ address }, exclusions.length > 0 ? 1 : 0];
  },
};
