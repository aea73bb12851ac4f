import type { SandboxProbe } from "../../storage/read/troubles.ts";
import { type Finding, fine, minuteOf, notice } from "./finding.ts";

/** A clock that runs fast moves on while a probe is under way, so that a block made meanwhile looks made too early. */
const FROM_THE_FUTURE = "newest block lies in the future";

/** How the newest probe of each sandbox node went. @param followsWall whether probes and blocks go by this machine's clock. */
export function sandboxFindings(probes: readonly SandboxProbe[], followsWall: boolean): Finding[] {
  return probes.map(({ source, observed_at, api_ok, chain_ok, detail }): Finding => {
    const about = `sandbox ${source}`;
    if (api_ok === true && (chain_ok === true || (!followsWall && detail.includes(FROM_THE_FUTURE))))
      return fine(about, "its chain and its API are well");
    const states = [
      chain_ok === false ? "its chain is not well" : chain_ok === null ? "can't tell how its chain is" : "",
      api_ok === false ? "its API is not well" : api_ok === null ? "can't tell how its API is" : "",
    ].filter((state) => state !== "");
    return notice(
      about,
      `${states.join(", ")} (${detail}), at ${minuteOf(observed_at)}`,
      "see to the node, or name another one in GONKA_SANDBOX_NODES: its availability counts this",
    );
  });
}
