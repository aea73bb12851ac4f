import { validatorOf } from "../../snapshot/live/agreed-facts.ts";
import type { Family } from "../family.ts";

export const hostJailed: Family = {
  name: "gonka_host_jailed",
  help: "1 while the host's validator is jailed, 0 while it is not; absent where its validator is not known.",
  labels: ["address"],
  *samples({ hosts, live }) {
    for (const { address } of hosts.hosts) {
      const validator = validatorOf(live.facts, address);
      if (validator) yield [{ address }, validator.jailed ? 1 : 0];
    }
  },
};
