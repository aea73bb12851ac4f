import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { State } from "../client/types.ts";
import { STATE_WORDS } from "../format/states.ts";
import { type Tone, toneStyles } from "./mark.tsx";

const TONES: Readonly<Record<State, Tone>> = {
  ok: "good",
  provisional: "info",
  not_enough_data: "warn",
  disputed: "warn",
  source_lost: "bad",
  no_data: "muted",
  needs_entry: "odd",
  not_measurable_yet: "muted",
};

const WHOLE = { whiteSpace: "nowrap" } as const;

/** A state as glyph and word. Where room is short, a line may end before what is said of an estimate. */
export function StateMark({ state, estimate = false }: { readonly state: State; readonly estimate?: boolean }) {
  const styles = useStyles2(toneStyles);
  const { glyph, word } = STATE_WORDS[state];
  return (
    <span className={styles[TONES[state]]} data-state={state}>
      <span style={WHOLE}>
        <span aria-hidden>{glyph}</span> {word}
      </span>
      {estimate ? (
        <>
          {" "}
          <span style={WHOLE}>· estimate</span>
        </>
      ) : null}
    </span>
  );
}
