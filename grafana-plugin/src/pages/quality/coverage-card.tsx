import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { Indicator, State } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { Coverage } from "../../components/coverage.tsx";
import { IndicatorLink } from "../../components/page-link.tsx";
import { ScrollTable } from "../../components/scroll-table.tsx";
import { StateMark } from "../../components/state.tsx";
import { hasNumber, STATE_WORDS } from "../../format/states.ts";
import { poorlySeen } from "./coverage-rows.ts";

const STATES = Object.keys(STATE_WORDS).filter((key): key is State => key in STATE_WORDS);

/** How many indicators have each state, and which see least. */
export function CoverageCard({ indicators }: { readonly indicators: readonly Indicator[] }) {
  const styles = useStyles2(getStyles);
  return (
    <Card title="Coverage by indicator">
      <div className={styles.counts}>
        {STATES.map((state) => (
          <span key={state}>
            <StateMark state={state} /> {indicators.filter((one) => one.kind === "indicator" && one.state === state).length}
          </span>
        ))}
      </div>
      <ScrollTable
        label="Indicators that see less than all"
        none="Every number saw all there is."
        columns={[{ name: "indicator" }, { name: "state" }, { name: "saw" }, { name: "why" }]}
        rows={poorlySeen(indicators).map(({ id, name, state, newest, note, state_epoch, method, source }) => ({
          key: id,
          cells: [
            <IndicatorLink key="id" id={id}>
              {name}
            </IndicatorLink>,
            <StateMark key="state" state={state} />,
            hasNumber(state) && newest ? <Coverage key="coverage" coverage={newest.coverage} /> : "–",
            method === null
              ? `no method yet; to come from: ${source ?? "nobody named"}`
              : `${note}${state_epoch === null ? "" : ` (epoch ${state_epoch})`}`,
          ],
        }))}
      />
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  counts: css({ display: "flex", flexWrap: "wrap", gap: theme.spacing(0.5, 2), marginBottom: theme.spacing(1) }),
});
