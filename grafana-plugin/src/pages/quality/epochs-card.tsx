import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { Answer } from "../../client/paths.ts";
import type { Sources } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { CellMap } from "../../components/cell-map.tsx";
import { type Look, Mark } from "../../components/mark.tsx";
import { ScrollTable } from "../../components/scroll-table.tsx";
import { type EpochStanding, epochStanding } from "./findings.ts";

export interface EpochsCardProps {
  readonly answer: Answer<"/epochs">;
  readonly complete: Sources["complete_from"];
}

const LOOKS: Readonly<Record<EpochStanding, Look>> = {
  whole: { glyph: "●", word: "agreed", tone: "good" },
  disputed: { glyph: "≠", word: "something disputed", tone: "warn" },
  lost: { glyph: "✕", word: "something lost", tone: "bad" },
  gap: { glyph: "∅", word: "never asked for", tone: "muted" },
};
const STANDINGS = Object.keys(LOOKS).filter((key): key is EpochStanding => key in LOOKS);

/** The epochs that are known and the gaps between, and from where on each kind of fact has no hole. */
export function EpochsCard({ answer, complete }: EpochsCardProps) {
  const styles = useStyles2(getStyles);
  const epochs = answer.epochs.toReversed().map(({ epoch, questions }) => ({ epoch, standing: epochStanding({ questions }) }));
  const counts = STANDINGS.map((standing) => ({ standing, count: epochs.filter((one) => one.standing === standing).length }));
  return (
    <Card title="Coverage by epoch">
      {epochs.length === 0 ? (
        <p>– No epoch was asked for yet.</p>
      ) : (
        <>
          <div className={styles.legend}>
            {counts.map(({ standing, count }) => (
              <span key={standing}>
                <Mark {...LOOKS[standing]} /> {count}
              </span>
            ))}
          </div>
          <CellMap
            label={`A cell an epoch, oldest first: ${counts.map(({ standing, count }) => `${count} ${LOOKS[standing].word}`).join(", ")}`}
            cells={epochs.map(({ epoch, standing }) => ({
              key: String(epoch),
              look: LOOKS[standing],
              title: `epoch ${epoch}: ${LOOKS[standing].word}`,
            }))}
          />
          <p className={styles.words}>
            epochs {epochs[0]?.epoch} to {epochs.at(-1)?.epoch}
          </p>
        </>
      )}
      <ScrollTable
        label="Epochs without a hole"
        none="No kind of fact is known yet."
        columns={[{ name: "kind of fact" }, { name: "without a hole" }]}
        rows={complete.map(({ series, from_epoch, to_epoch }) => ({
          key: series,
          cells: [series.replaceAll("_", " "), from_epoch === null ? "– none" : `epochs ${from_epoch} to ${to_epoch ?? "?"}`],
        }))}
      />
    </Card>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({ display: "flex", flexWrap: "wrap", gap: theme.spacing(0.5, 2) }),
  words: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
