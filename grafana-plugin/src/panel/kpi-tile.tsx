import { css } from "@emotion/css";
import { type GrafanaTheme2, locationUtil } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { Coverage } from "../components/coverage.tsx";
import { Value } from "../components/value.tsx";
import { inWords, quantity } from "../format/number.ts";
import { APP_PATH } from "../ids.ts";
import type { Tile } from "./read-tiles.ts";

/** Value, unit, state, coverage and what the roadmap wants of it, in this order; the name leads to how it was made. */
export function KpiTile({ tile: { meta, of, newest, lastNumber } }: { readonly tile: Tile }) {
  const styles = useStyles2(getStyles);
  const href = locationUtil.assureBaseUrl(`${APP_PATH}/indicators/${encodeURIComponent(meta.indicator)}`);
  const last =
    lastNumber?.value == null
      ? ""
      : `last number: ${inWords(quantity(lastNumber.value, meta.unit))}, ${meta.axis} ${lastNumber.bucket}`;
  return (
    <section aria-label={meta.name}>
      <a href={href} className={styles.name}>
        {meta.name}
      </a>
      {of === "" ? null : <span className={styles.words}> {of}</span>}
      {meta.simulated ? <strong className={styles.simulated}> SIMULATED</strong> : null}
      {newest ? (
        <>
          <Value
            value={newest.value}
            unit={meta.unit}
            state={newest.state}
            estimate={meta.estimate}
            missing={[newest.note, last].filter((part) => part !== "").join(" · ")}
            size="tile"
          />
          {newest.value === null ? null : <Coverage coverage={newest.coverage} />}
          <div className={styles.words}>
            {meta.axis} {newest.bucket}
          </div>
        </>
      ) : (
        <div>
          – <span className={styles.words}>no {meta.axis} of it lies in the time range</span>
        </div>
      )}
      <div className={styles.words}>{meta.target === null ? "no target in the roadmap" : `target: ${meta.target}`}</div>
    </section>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  name: css({ color: theme.colors.text.link, "&:hover": { textDecoration: "underline" } }),
  words: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  simulated: css({ color: theme.colors.warning.text, fontSize: theme.typography.bodySmall.fontSize }),
});
