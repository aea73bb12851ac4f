import type { Quarrel, Sighting } from "../../storage/read/troubles.ts";
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

/** On what the sources differ: nobody is right without a majority, and who is alone is outvoted. */
export function voteFindings(quarrels: readonly Quarrel[], sightings: readonly Sighting[]): Finding[] {
  return [...disputes(quarrels), ...outvoted(quarrels, sightings), ...silent(sightings)];
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
