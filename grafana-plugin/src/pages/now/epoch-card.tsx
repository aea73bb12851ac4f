import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { Now } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { Ago } from "../../components/clock.tsx";
import { Facts } from "../../components/facts.tsx";
import { toneColors } from "../../components/mark.tsx";
import { TileNumber } from "../../components/tile.tsx";
import { full, percent } from "../../format/number.ts";

type Epoch = Now["epoch"];

const EVENT_NAMES = {
  poc_start: "PoC began",
  poc_validation_start: "validation",
  settlement: "settlement",
  epoch_effective: "effective",
  next_poc_start: "next PoC",
} as const satisfies Readonly<Record<Epoch["events"][number]["name"], string>>;

/** Where the epoch stands between its proof of compute and the next one. */
export function EpochCard({ epoch }: { readonly epoch: Epoch }) {
  const { effective, latest, phase, phase_blocks_left: left, events } = epoch;
  const formed = latest !== null && effective !== null && latest > effective ? `; the PoC of epoch ${latest} runs` : "";
  return (
    <Card title="Epoch and PoC clock">
      <TileNumber
        number={effective === null ? null : String(effective)}
        unit={effective === null ? "the epoch is not known" : `epoch${formed}`}
      />
      <EpochBar events={events} />
      <Facts
        facts={[
          {
            name: "phase",
            words:
              phase === null
                ? "– not known"
                : `${phase.replaceAll("_", " ")}${left === null ? "" : `, ${full(left)} blocks left`}`,
          },
          ...events.map(({ name, height, blocks_left, estimated_at }) => ({
            name: EVENT_NAMES[name],
            words: (
              <>
                block {full(height)}
                {blocks_left <= 0 ? (
                  `, ${full(-blocks_left)} blocks ago`
                ) : (
                  <>
                    , {full(blocks_left)} blocks left
                    {estimated_at === null ? (
                      ""
                    ) : (
                      <>
                        {" "}
                        · about <Ago time={estimated_at} /> (estimate)
                      </>
                    )}
                  </>
                )}
              </>
            ),
          })),
        ]}
      />
    </Card>
  );
}

/** From one PoC to the next: what is over, and how far the blocks have come. */
function EpochBar({ events }: { readonly events: Epoch["events"] }) {
  const styles = useStyles2(getStyles);
  const at = (name: Epoch["events"][number]["name"]) => events.find((event) => event.name === name);
  const [first, effective, next] = [at("poc_start"), at("epoch_effective"), at("next_poc_start")];
  if (!first || !effective || !next || next.height <= first.height) return null;
  const whole = next.height - first.height;
  const gone = Math.min(1, Math.max(0, -first.blocks_left / whole));
  const formed = (effective.height - first.height) / whole;
  return (
    <div className={styles.bar} role="img" aria-label={`${percent(gone)} of the way to the next PoC`}>
      <div className={styles.poc} style={{ width: `${formed * 100}%` }} />
      <div className={styles.gone} style={{ width: `${gone * 100}%` }} />
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    position: "relative",
    height: 8,
    margin: theme.spacing(0.5, 0, 1.5),
    background: theme.colors.background.secondary,
    borderRadius: 4,
    overflow: "hidden",
  }),
  gone: css({ position: "absolute", inset: "2px auto 2px 0", background: theme.colors.primary.main, borderRadius: 4 }),
  poc: css({ position: "absolute", inset: "0 auto 0 0", background: toneColors(theme).odd }),
});
