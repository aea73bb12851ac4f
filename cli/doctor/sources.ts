import { type Finding, fine, notice, wrong } from "./finding.ts";
import type { Journal, Sighted } from "./survey.ts";
import { troubleOf, UNREADABLE } from "./words.ts";

const STATUS_ROUTE = "chain-rpc/status";
/** A node answers its status in a fraction of this. Seconds. */
const SLOW_SECONDS = 2;
/** Blocks that catching up after a day's absence needs of a node. */
const DAY_BLOCKS = 20_000;

/** What each source says of itself, and whether they are enough to outvote one that lies. */
export function sourceFindings({ survey, first }: Sighted, journal: Journal): Finding[] {
  const { surveyed, refused, chainId } = survey;
  const best = Math.max(...first.map(({ height }) => height));
  const each = surveyed.flatMap(({ source, status }): Finding[] => {
    const about = `source ${source.name}`;
    const event = journal.last(source.name, STATUS_ROUTE);
    if (status.outcome !== "told") {
      const trouble = troubleOf(event?.outcome ?? "") ?? UNREADABLE;
      const detail = status.outcome === "unknown" ? status.detail.replace(`${source.name} status: `, "") : "no status";
      return [wrong(about, `${trouble.found} (${detail})`, trouble.todo, `${trouble.kind}|${source.name}`)];
    }
    const other = refused.find((one) => one.source === source);
    if (other)
      return [
        wrong(
          about,
          `serves another chain: ${other.network}, not ${chainId}; it is refused and its answers are not used`,
          "take the node out of GONKA_NODES, or use another GONKA_DATA_DIR for that chain",
        ),
      ];
    const { height, catching_up, earliest_height } = status.value.head;
    const found = `height ${height}, blocks from ${earliest_height} on`;
    if (catching_up)
      return [
        wrong(
          about,
          `${found}; it is still catching up: its head is not counted`,
          "wait until the node has caught up",
          `head|${source.name}`,
        ),
      ];
    const odd: Finding[] = [];
    if (event && event.seconds > SLOW_SECONDS)
      odd.push(
        notice(
          about,
          `is slow: its status took ${event.seconds.toFixed(1)} s`,
          "above 15 s it counts as gone: look for a node that is nearer or less busy",
        ),
      );
    if (earliest_height > 1 && best - earliest_height < DAY_BLOCKS)
      odd.push(
        notice(
          about,
          `has pruned its blocks: it keeps those from ${earliest_height} on, the last ${height - earliest_height + 1}`,
          "what is older must come from another node: name one that keeps more",
          `blocks|${source.name}`,
        ),
      );
    return odd.length > 0 ? odd : [fine(about, found)];
  });
  return [...each, enough(first.length, surveyed.length)];
}

function enough(telling: number, configured: number): Finding {
  const found = `${telling} of ${configured} tell of our chain`;
  if (telling === 0) return wrong("sources", `${found}: nothing can be collected, the last values stand`, "bring one back first");
  if (configured < 3)
    return wrong("sources", found, "name at least three independent nodes in GONKA_NODES: fewer can't outvote one that lies");
  if (telling === 1) return wrong("sources", `${found}: nobody confirms what it says`, "bring a second one back");
  return fine("sources", found);
}
