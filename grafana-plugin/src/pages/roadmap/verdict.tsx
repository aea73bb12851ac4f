import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { type Catalogue, measuredOf } from "../catalogue.ts";
import { GIVERS } from "../missing.ts";
import { MISSING_ANCHOR } from "./missing-list.tsx";
import { wantedOf } from "./wanted.ts";

/** The page in a line: how much of the roadmap has a number, and whom the rest waits for. */
export function Verdict({ catalogue }: { readonly catalogue: Catalogue }) {
  const styles = useStyles2(getStyles);
  const { roadmap, indicators } = catalogue;
  const own = indicators.filter(({ kind }) => kind === "indicator");
  const projects = roadmap.projects.filter(({ primary }) => measuredOf(catalogue.pick(primary.indicators)) > 0).length;
  const groups = wantedOf(catalogue);
  return (
    <p className={styles.line}>
      <strong>
        {measuredOf(own)} of {own.length}
      </strong>{" "}
      indicators and{" "}
      <strong>
        {projects} of {roadmap.projects.length}
      </strong>{" "}
      projects have a number.{" "}
      {groups.length === 0 ? null : (
        <a href={`#${MISSING_ANCHOR}`} className={styles.link}>
          What is missing waits for: {groups.map(({ giver, wanted }) => `${GIVERS[giver].short} ${wanted.length}`).join(", ")}.
        </a>
      )}
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    color: theme.colors.text.secondary,
    margin: theme.spacing(0.5, 0, 0),
    strong: { color: theme.colors.text.primary },
  }),
  link: css({ color: theme.colors.text.link, "&:hover": { textDecoration: "underline" } }),
});
