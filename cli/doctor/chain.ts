import type { HeadPoll, OpenHalt } from "../../storage/read/live-now.ts";
import type { MembershipChange } from "../../storage/read/troubles.ts";
import { type Finding, minuteOf, notice, wrong } from "./finding.ts";

/**
 * A halt that the running service saw and that is not over. One that was open when the service was killed stays open in the store: it is over
 * where two sources have told of later blocks since; a single one may lie.
 *
 * @param polls of each source, the newest first.
 */
export function haltFindings(halt: OpenHalt | null, polls: readonly HeadPoll[]): Finding[] {
  if (halt === null) return [];
  const newest = polls.filter((poll, index) => polls.findIndex(({ source }) => source === poll.source) === index);
  if (newest.filter(({ height }) => height !== null && height > halt.height).length >= 2) return [];
  const { height, block_time, seen_at, sources } = halt;
  return [
    wrong(
      "chain",
      `halted: no block after ${height}, which is of ${minuteOf(block_time)}; seen since ${minuteOf(seen_at)} by ${sources.join(", ")}`,
      "nothing to mend here: ask where validators coordinate, and expect no new facts until it goes on",
      "halt",
    ),
  ];
}

/** From this share on, those who left an epoch's membership at once are more than chance. */
const MANY_GONE = 0.25;
const FEW = 2;

/** A membership of which much is gone from one epoch to the next: true on every node, and worth knowing before the numbers are read. */
export function membershipFindings(change: MembershipChange | null): Finding[] {
  if (change === null || change.gone < FEW || change.gone < change.before * MANY_GONE) return [];
  const { epoch, before, gone, joined } = change;
  return [
    notice(
      "membership",
      `reorganised: ${gone} of the ${before} members of epoch ${epoch - 1} are not in epoch ${epoch}, ${joined} are new; the nodes agree on it`,
      "nothing to mend here: retention and capacity will show it; ask the network's channels why",
    ),
  ];
}
