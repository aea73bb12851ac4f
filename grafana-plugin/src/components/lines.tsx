import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React, { type ReactNode } from "react";

/** A list whose items (`li`) are lines with a rule between them. */
export function Lines({ children }: { readonly children: ReactNode }) {
  return <ul className={useStyles2(getStyles).lines}>{children}</ul>;
}

const getStyles = (theme: GrafanaTheme2) => ({
  lines: css({
    listStyle: "none",
    margin: 0,
    padding: 0,
    li: { padding: theme.spacing(0.75, 0), borderTop: `1px solid ${theme.colors.border.weak}`, overflowWrap: "anywhere" },
  }),
});
