import type { Now } from "../../client/types.ts";
import type { Look } from "../../components/mark.tsx";
import { percent } from "../../format/number.ts";

/** Something that is wrong with the network now, or that nobody can tell. */
export interface Trouble {
  readonly key: string;
  readonly severity: "wrong" | "unknown";
  readonly what: string;
  readonly means: string;
}

/** What is wrong, worst first. Unknown is no health: it is named as well. */
export function troublesOf(now: Now): Trouble[] {
  return [...chainTroubles(now), ...clockTroubles(now), ...modelTroubles(now), ...hostTroubles(now), ...sourceTroubles(now)].sort(
    (a, b) => Number(a.severity === "unknown") - Number(b.severity === "unknown"),
  );
}

/** The page's answer in a sentence. */
export function healthLook(troubles: readonly Trouble[]): Look {
  const wrong = troubles.filter(({ severity }) => severity === "wrong").length;
  const unknown = troubles.length - wrong;
  const rest = unknown === 0 ? "" : `; ${things(unknown)} not known`;
  if (wrong > 0) return { glyph: "✕", word: `${things(wrong)} wrong${rest}`, tone: "bad" };
  if (unknown > 0) return { glyph: "?", word: `Nothing wrong is seen, but ${things(unknown)} not known`, tone: "warn" };
  return { glyph: "●", word: "The network is healthy, as far as is seen here", tone: "good" };
}

const things = (count: number) => (count === 1 ? "one thing is" : `${count} things are`);

function chainTroubles({ head, halt }: Now): Trouble[] {
  if (halt.halted === true)
    return [wrong("halt", "The chain stands still", `since block ${halt.height ?? "?"}; ${halt.sources.length} sources say so`)];
  if (head.verdict === "disputed") return [wrong("head", "Sources differ on the head", `${head.odd.join(", ")} told another`)];
  if (head.height === null) return [unknown("head", "The head is not known", "no source tells it")];
  if (halt.halted === null) return [unknown("halt", "Whether the chain moves is not known", "too few sources were asked lately")];
  return [];
}

function clockTroubles({ epoch }: Now): Trouble[] {
  if (epoch.verdict === "disputed") return [wrong("clock", "Sources differ on the epoch", "no epoch is taken until they agree")];
  return epoch.effective === null ? [unknown("clock", "The epoch is not known", "no source tells it")] : [];
}

function modelTroubles({ models }: Now): Trouble[] {
  return models.flatMap(({ model_id, verdict, hosts, vote_margin }) => {
    if (verdict !== "agreed")
      return [unknown(`model ${model_id}`, `The group of ${model_id} is not known`, verdict ?? "never asked for")];
    if (vote_margin !== null && vote_margin.margin <= 0)
      return [
        wrong(
          `model ${model_id}`,
          `${model_id} lacks ${percent(-vote_margin.margin)} to 2/3`,
          "its proof of compute can't be validated",
        ),
      ];
    return hosts === 0 ? [wrong(`model ${model_id}`, `No host serves ${model_id}`, "its group has no member with weight")] : [];
  });
}

function hostTroubles({ hosts: { states, probed } }: Now): Trouble[] {
  if (states === null) return [unknown("hosts", "The active hosts are not known", "the epoch's members are not agreed")];
  if (!probed) return [unknown("hosts", "Nobody probed the hosts lately", "unknown is not up")];
  const { up, down, unknown: untold, maintenance } = states;
  const all = up + down + untold + maintenance;
  return [
    ...(down > 0
      ? [wrong("down", `${down} of ${all} hosts ${down === 1 ? "is" : "are"} down`, "they don't answer our probes")]
      : []),
    ...(untold > 0
      ? [unknown("untold", `Of ${untold} of ${all} hosts nobody knows`, "not probed lately, or vantage points differ")]
      : []),
  ];
}

function sourceTroubles({ sources }: Now): Trouble[] {
  return sources.flatMap(({ source, health, odd, network, detail }) => {
    if (health === "refused")
      return [wrong(`source ${source}`, `${source} serves ${network ?? "another chain"}`, "its answers are not used")];
    if (odd) return [wrong(`source ${source}`, `${source} contradicts the majority`, "it is outvoted")];
    if (health === "answers") return [];
    return [unknown(`source ${source}`, `${source} ${HEALTH_WORDS[health]}`, detail)];
  });
}

/** How a source answers, in words. */
export const HEALTH_WORDS = {
  answers: "answers",
  catching_up: "is catching up",
  cant_tell: "can't tell",
  stale: "was not asked for two minutes",
  refused: "serves another chain",
} as const satisfies Readonly<Record<Now["sources"][number]["health"], string>>;

const wrong = (key: string, what: string, means: string): Trouble => ({ key, severity: "wrong", what, means });
const unknown = (key: string, what: string, means: string): Trouble => ({ key, severity: "unknown", what, means });
