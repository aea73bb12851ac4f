import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { Loaded } from "../client/context.tsx";
import { utc } from "../format/time.ts";

export interface TroubleProps {
  /** What failed. */
  readonly what: string;
  /** Since when; null where it never worked since the page was opened. */
  readonly since: string | null;
  /** What still holds. */
  readonly holds: string;
  /** What happens next. */
  readonly next: string;
}

/** An error in four sentences: what failed, since when, what still holds, what happens next. */
export function Trouble({ what, since, holds, next }: TroubleProps) {
  const styles = useStyles2(getStyles);
  return (
    <div role="alert" className={styles.box}>
      <strong>{what}</strong>
      <div>
        {since === null ? "It did not work since this page was opened." : `Since ${utc(since)}.`} {holds} {next}
      </div>
    </div>
  );
}

/** The error of an answer that could not be had, if there is one. */
export function LoadTrouble({ loaded }: { readonly loaded: Loaded<unknown> }) {
  const { data, error, readAt } = loaded;
  if (!error) return null;
  const refused = error.status !== null && error.status >= 400 && error.status < 500 && error.status !== 429;
  return (
    <Trouble
      what={error.message}
      since={readAt?.toISOString() ?? null}
      holds={data === null ? "Nothing of it is known here." : "What is shown was read before and may be old."}
      next={refused ? "Asking again will not help." : "It is asked again every few seconds."}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({
    border: `1px solid ${theme.colors.error.border}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(1, 2),
    marginBottom: theme.spacing(2),
    overflowWrap: "anywhere",
  }),
});
