import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { Method } from "../../client/types.ts";
import { Card, Columns } from "../../components/card.tsx";

/** Every version of the method, the newest first, with the reason it exists and its SQL. */
export function Methods({ methods }: { readonly methods: readonly Method[] }) {
  const styles = useStyles2(getStyles);
  return (
    <Columns>
      <Card title="Methods, newest first">
        {methods.length === 0 ? <p>There is none yet.</p> : null}
        {[...methods].reverse().map(({ version, valid_from_epoch: from, reason, summary, sql, min_samples: fewest }) => (
          <details key={version} className={styles.method}>
            <summary>
              <strong>Method {version}</strong>{" "}
              {from === null ? "waits for facts that were not collected yet" : `from epoch ${from}`}: {reason}
            </summary>
            <p>
              {summary}
              {fewest > 0 ? ` It needs at least ${fewest} observations.` : ""}
            </p>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach that */}
            <pre tabIndex={0} className={styles.sql}>
              {sql}
            </pre>
          </details>
        ))}
      </Card>
    </Columns>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  method: css({
    padding: theme.spacing(0.75, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    summary: { cursor: "pointer" },
  }),
  sql: css({ fontSize: theme.typography.bodySmall.fontSize, maxHeight: 360, overflow: "auto" }),
});
