import { css, keyframes } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";

/** Keeps the place of what is still loading, so that nothing jumps when it comes. */
export function Placeholder({ height, what }: { readonly height: number; readonly what: string }) {
  const styles = useStyles2(getStyles);
  return <div className={styles.place} style={{ height }} role="status" aria-label={`${what}: loading`} />;
}

const pulse = keyframes({ "50%": { opacity: 0.4 } });
const getStyles = (theme: GrafanaTheme2) => ({
  place: css({
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    "@media (prefers-reduced-motion: no-preference)": { animation: `${pulse} 1.5s ease-in-out infinite` },
  }),
});
