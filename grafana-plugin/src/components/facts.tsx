import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React, { type ReactNode } from "react";

export interface Fact {
  readonly name: string;
  readonly words: ReactNode;
}

/** Names with what there is to say of each, a line apart. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.list}>
      {facts.map(({ name, words }) => (
        <div key={name} className={styles.line}>
          <dt className={styles.name}>{name}</dt>
          <dd className={styles.words}>{words}</dd>
        </div>
      ))}
    </dl>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ margin: 0 }),
  line: css({
    display: "grid",
    gridTemplateColumns: "88px minmax(0, 1fr)",
    gap: theme.spacing(1),
    padding: theme.spacing(0.75, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  name: css({ color: theme.colors.text.secondary, fontWeight: "inherit" }),
  words: css({ margin: 0, overflowWrap: "anywhere" }),
});
