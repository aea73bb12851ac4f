import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { EVERY_TEN_SECONDS, useAnswer, useClient } from "../../client/context.tsx";
import type { Ask } from "../../client/paths.ts";
import type { Series } from "../../client/types.ts";
import { seriesCsv } from "./csv.ts";

export interface TakeAwayProps {
  readonly id: string;
  /** What was asked for the series that is shown. */
  readonly ask: Ask<"/indicators/{id}/series">;
  readonly series: Series;
}

/** The series shown as files, and what other pages can show of the indicator. */
export function TakeAway({ id, ask, series }: TakeAwayProps) {
  const styles = useStyles2(getStyles);
  const client = useClient();
  const { data: now } = useAnswer("/now", { params: {}, query: {} }, EVERY_TEN_SECONDS);
  const { site } = client;
  const name = `${id}-${series.axis}${now?.simulated === true ? "-SIMULATED" : ""}.csv`;
  return (
    <span className={styles.links}>
      {now === null ? null : (
        <button type="button" className={styles.button} onClick={() => save(name, seriesCsv(series, now.simulated))}>
          CSV
        </button>
      )}
      <a href={client.href("/indicators/{id}/series", ask)}>JSON</a>
      {site === null ? null : (
        <>
          <a href={`${site}/embed/${id}`}>Embed</a>
          <a href={`${site}/badge/${id}.svg`}>Badge</a>
        </>
      )}
    </span>
  );
}

function save(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

const getStyles = (theme: GrafanaTheme2) => ({
  links: css({ display: "flex", flexWrap: "wrap", gap: theme.spacing(0.5, 2), a: { color: theme.colors.text.link } }),
  button: css({
    background: "none",
    border: 0,
    padding: 0,
    font: "inherit",
    color: theme.colors.text.link,
    cursor: "pointer",
    "&:hover": { textDecoration: "underline" },
    "&:focus-visible": { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 2 },
  }),
});
