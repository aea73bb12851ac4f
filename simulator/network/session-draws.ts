import type { Draw } from "./draw.ts";

export type Fortune =
  /** A start without a payload, that no host works on. */
  | "protocol"
  /** Executed, but another host won the race: its finish reaches no diff. */
  | "lost"
  | "refused"
  | "timedOut"
  | "finished"
  /** Finished with more tokens than were reserved: its cost is clipped. */
  | "clipped"
  /** Found wrong by one validator, right by most voters. */
  | "challenged"
  /** Found wrong by most. */
  | "invalidated";

/** What is drawn for one inference before it is known which slot it falls to. */
export interface DrawnInference {
  readonly fortune: Fortune;
  readonly inputLength: number;
  readonly maxTokens: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Somebody validates it, unless it is disputed anyway. */
  readonly validated: boolean;
}

/** Every case is in every session that is long enough, at these places; the rest is by chance. */
const PLACED: ReadonlyMap<number, Fortune> = new Map([
  [3, "protocol"],
  [6, "lost"],
  [9, "refused"],
  [12, "clipped"],
  [15, "challenged"],
  [18, "timedOut"],
  [21, "invalidated"],
]);

const SHARES: readonly (readonly [Fortune, number])[] = [
  ["protocol", 0.05],
  ["lost", 0.08],
  ["refused", 0.008],
  ["timedOut", 0.006],
  ["clipped", 0.02],
  ["challenged", 0.01],
  ["invalidated", 0.004],
];

/** `number` counts the starts of the session from 0. */
export function drawInference(draw: Draw, escrow: number, number: number): DrawnInference {
  const fortune = PLACED.get(number) ?? byChance(draw.unit("fortune", escrow, number));
  if (fortune === "protocol") {
    return { fortune, inputLength: 59, maxTokens: 1, promptTokens: 0, completionTokens: 0, validated: false };
  }
  const promptTokens = draw.integer(180, 3600, "prompt", escrow, number);
  const maxTokens = draw.one([256, 512, 1024, 2048], "maxTokens", escrow, number);
  // Characters for the gateway: four or so a token, but the other way round for scripts that take several tokens a character.
  const clipped = fortune === "clipped";
  return {
    fortune,
    inputLength: clipped ? Math.floor(promptTokens * 0.4) : Math.floor(promptTokens * (3.4 + draw.unit("chars", escrow, number))),
    maxTokens,
    promptTokens,
    completionTokens: clipped ? maxTokens : draw.integer(20, maxTokens, "completion", escrow, number),
    validated: draw.chance(0.15, "validated", escrow, number),
  };
}

function byChance(unit: number): Fortune {
  let below = 0;
  for (const [fortune, share] of SHARES) {
    below += share;
    if (unit < below) return fortune;
  }
  return "finished";
}
