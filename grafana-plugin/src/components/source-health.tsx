import React from "react";
import type { Now } from "../client/types.ts";
import { type Look, Mark } from "./mark.tsx";

type Health = Now["sources"][number]["health"];

/** How a source answers, everywhere. */
const HEALTH_LOOKS: Readonly<Record<Health, Look>> = {
  answers: { glyph: "●", word: "answers", tone: "good" },
  catching_up: { glyph: "◔", word: "catching up", tone: "warn" },
  cant_tell: { glyph: "?", word: "can't tell", tone: "warn" },
  stale: { glyph: "?", word: "not asked lately", tone: "muted" },
  refused: { glyph: "✕", word: "another chain", tone: "bad" },
};

export function HealthMark({ health }: { readonly health: Health | null }) {
  return <Mark {...(health === null ? HEALTH_LOOKS.stale : HEALTH_LOOKS[health])} />;
}
