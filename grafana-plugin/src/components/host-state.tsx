import React from "react";
import type { HostState } from "../client/types.ts";
import { type Look, Mark } from "./mark.tsx";

/** In the order in which they are always named. */
export const HOST_STATES: readonly HostState[] = ["up", "down", "unknown", "maintenance"];

/** How each state of a host looks, everywhere. */
export const HOST_STATE_LOOKS: Readonly<Record<HostState, Look>> = {
  up: { glyph: "●", word: "up", tone: "good" },
  down: { glyph: "✕", word: "down", tone: "bad" },
  unknown: { glyph: "?", word: "unknown", tone: "muted" },
  maintenance: { glyph: "◆", word: "maintenance", tone: "odd" },
};

export function HostStateMark({ state }: { readonly state: HostState }) {
  return <Mark {...HOST_STATE_LOOKS[state]} />;
}
