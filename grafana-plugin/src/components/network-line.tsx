import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { Now } from "../client/types.ts";
import { full } from "../format/number.ts";
import { duration } from "../format/time.ts";
import { Ago, useSecondsUntil } from "./clock.tsx";

/** Chain, epoch, next PoC, head and how many sources agree on it, in one line. What is not known is left out or says so. */
export function NetworkLine({ now }: { readonly now: Now | null }) {
  const styles = useStyles2(getStyles);
  const nextPoc = now?.epoch.events.find(({ name }) => name === "next_poc_start")?.estimated_at ?? null;
  const untilPoc = useSecondsUntil(nextPoc);
  if (!now) return <span className={styles.line}>the network now: not known yet</span>;
  const { head, halt, epoch, sources } = now;
  // None where nobody polls: recorded data, whose head was told when it was collected.
  const asked = sources.filter(({ health }) => health !== "refused").length;
  return (
    <span className={styles.line}>
      {now.chain_id}
      {epoch.effective === null ? (
        " · epoch not known"
      ) : (
        <>
          {" "}
          · epoch <b>{epoch.effective}</b>
        </>
      )}
      {untilPoc === null ? null : (
        <>
          {" "}
          · PoC in about <b>{duration(Math.max(0, untilPoc))}</b>
        </>
      )}
      {head.height === null ? (
        <span className={styles.bad}> · ✕ no source tells the head</span>
      ) : (
        <>
          {" "}
          · block <b>{full(head.height)}</b>{" "}
          <span className={head.verdict === "agreed" ? styles.good : styles.bad}>
            {asked < head.agreeing ? head.agreeing : `${head.agreeing} of ${asked}`} sources agree
          </span>{" "}
          · <Ago time={head.time} />
        </>
      )}
      {halt.halted === true ? <strong className={styles.bad}> · ✕ the chain stands still</strong> : null}
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    color: theme.colors.text.secondary,
    b: { color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightMedium },
  }),
  good: css({ color: theme.colors.success.text }),
  bad: css({ color: theme.colors.error.text }),
});
