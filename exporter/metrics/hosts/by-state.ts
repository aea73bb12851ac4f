import { HOST_STATES } from "../../../storage/read/live-now.ts";
import type { Family } from "../family.ts";

export const hostsByState: Family = {
  name: "gonka_hosts",
  help: "Active hosts by the state that most vantage points see them in; one that was not probed is unknown.",
  labels: ["state"],
  samples: ({ live: { hostStates } }) =>
    hostStates === null ? [] : HOST_STATES.map((state) => [{ state }, hostStates[state]] as const),
};
