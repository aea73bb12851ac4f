import type { Quarrel, RunStarts, Sighting, Troubles } from "../../storage/read/troubles.ts";
import { counted, type Finding, listed, notice, wrong } from "./finding.ts";

/** Topics as people call them; the others by their own name. */
const IN_WORDS: Readonly<Record<string, string>> = {
  epoch_group: "members and weights",
  model_group: "members of a model",
  epoch_results: "results",
  exclusions: "exclusions",
  poc_events: "confirmation PoCs",
  header: "block headers",
  params: "parameters",
};

/** Topics that another job than `epochs` asks about. */
const ASKED_BY: Readonly<Record<string, string>> = {
  models: "registry",
  proposals: "registry",
  tally: "registry",
  upgrade_plan: "registry",
  grants: "registry",
  poc_snapshot: "poc",
  poc_delegations: "poc",
};

/**
 * On what the sources differ: nobody is right without a majority, and who is alone is outvoted.
 *
 * @param absent sources that don't follow the chain now: what they told before they fell behind is old, not a lie.
 */
export function voteFindings(
  { quarrels, starts, sightings }: Pick<Troubles, "quarrels" | "starts" | "sightings">,
  absent: ReadonlySet<string>,
): Finding[] {
  const isOld = (quarrel: Quarrel, source: string) => absent.has(source) || isFromBefore(quarrel, source, starts);
  const honest = quarrels.map((quarrel) =>
    quarrel.verdict === "disputed" ? quarrel : { ...quarrel, odd: quarrel.odd.filter((source) => !isOld(quarrel, source)) },
  );
  return [...disputes(honest), ...outvoted(honest, sightings), ...silent(sightings)];
}

/** Whether the majority's answers came in a later run than the source's, which could not tell then: its answer is old, and no lie. */
function isFromBefore({ topic, agreeing, told_at }: Quarrel, source: string, starts: readonly RunStarts[]): boolean {
  const told = told_at.find(([name]) => name === source)?.[1];
  const [first] = told_at.flatMap(([name, at]) => (agreeing.includes(name) ? [at] : [])).sort();
  const runs = starts.find(({ kind }) => kind === (ASKED_BY[topic] ?? "epochs"))?.started_at ?? [];
  return told !== undefined && first !== undefined && runs.some((at) => at > told && at < first);
}

function disputes(quarrels: readonly Quarrel[]): Finding[] {
  const disputed = quarrels.filter(({ verdict }) => verdict === "disputed");
  const topics = [...new Set(disputed.map(({ topic }) => topic))];
  return topics.map((topic) => {
    const ofTopic = disputed.filter((one) => one.topic === topic);
    const sources = [...new Set(ofTopic.flatMap(({ odd }) => odd))].sort();
    return wrong(
      "facts",
      `${inWords(ofTopic)} disputed: no majority among ${sources.join(", ")}`,
      "these values have no number until a majority agrees: find out who is right, and take the others out of GONKA_NODES",
      `quarrel|${topic}`,
    );
  });
}

function outvoted(quarrels: readonly Quarrel[], sightings: readonly Sighting[]): Finding[] {
  const agreed = quarrels.filter(({ verdict }) => verdict !== "disputed");
  const liars = new Set([
    ...agreed.flatMap(({ odd }) => odd),
    ...sightings.flatMap(({ source, other }) => (other > 0 ? [source] : [])),
  ]);
  return [...liars].sort().map((source) => {
    const questions = agreed.filter(({ odd }) => odd.includes(source));
    const topics = [...new Set(questions.map(({ topic }) => topic))];
    const blocks = sightings.find((one) => one.source === source)?.other ?? 0;
    const parts = [
      ...topics.map((topic) => inWords(questions.filter((one) => one.topic === topic))),
      ...(blocks > 0 ? [`${counted(blocks, "block header")} of the last hour`] : []),
    ];
    return wrong(
      `source ${source}`,
      `lies, or is on another state than the others: outvoted on ${listed(parts, 6)}`,
      "nothing of it is used where the others agree; take it out of GONKA_NODES if it stays so (/api/v1/sources lists each case)",
      `odd|${source}`,
    );
  });
}

function inWords(ofTopic: readonly Quarrel[]): string {
  const [first] = ofTopic;
  if (!first) return "";
  const epochs = [...new Set(ofTopic.map(({ epoch }) => epoch))].filter((epoch) => epoch > 0).sort((a, b) => a - b);
  const of = epochs.length === 0 ? "" : ` of epoch ${epochs.join(", ")}`;
  return `${IN_WORDS[first.topic] ?? first.topic}${of}`;
}

/** Sources that told no block header which the others did. */
function silent(sightings: readonly Sighting[]): Finding[] {
  const most = Math.max(...sightings.map(({ same }) => same));
  return sightings
    .filter(({ same, other }) => same + other < most / 2)
    .map(({ source, same }) =>
      notice(
        `source ${source}`,
        `tells few of the block headers: ${same} of the ${most} of the last hour`,
        "it has pruned them, lags or limits us: the blocks come from the others, confirmed by fewer",
        `blocks|${source}`,
      ),
    );
}
