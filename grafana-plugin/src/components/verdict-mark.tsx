import React from "react";
import type { Epoch } from "../client/types.ts";
import { type Look, Mark } from "./mark.tsx";

export type QuestionVerdict = Epoch["questions"][number]["verdict"];

/** What the sources say together, everywhere; `never` where they were not asked. */
export const VERDICT_LOOKS: Readonly<Record<QuestionVerdict | "never", Look>> = {
  agreed: { glyph: "●", word: "agreed", tone: "good" },
  absent: { glyph: "○", word: "not there yet", tone: "info" },
  disputed: { glyph: "≠", word: "disputed", tone: "warn" },
  lost: { glyph: "✕", word: "source lost", tone: "bad" },
  never: { glyph: "∅", word: "never asked", tone: "muted" },
};

export function VerdictMark({ verdict }: { readonly verdict: QuestionVerdict | null }) {
  return <Mark {...VERDICT_LOOKS[verdict ?? "never"]} />;
}
