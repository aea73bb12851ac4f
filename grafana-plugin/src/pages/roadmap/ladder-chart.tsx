import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import { scaleLog } from "d3-scale";
import React from "react";
import { useWidth } from "../../components/use-width.ts";
import { quantity, short } from "../../format/number.ts";
import { ladderDomain, powersOfTen, type Rung } from "./ladder-model.ts";

/** Room for a letter of a label, in pixels. */
const LETTER = 6.6;
const EDGE = 10;
const ROW = 16;
const BAR = 10;
/** Labels of targets in two rows, the network's own below them: none can lie over another. */
const BAR_TOP = 3 * ROW + 6;
const HEIGHT = BAR_TOP + BAR + 22;

export interface LadderChartProps {
  readonly rungs: readonly Rung[];
  /** Where the network stands; null where that isn't known. */
  readonly value: number | null;
  /** Numbers of before. */
  readonly before: readonly number[];
  readonly unit: string;
}

/** Logarithmic: from where the network stands to the quoted targets. Dots are where it stood before. */
export function LadderChart({ rungs, value, before, unit }: LadderChartProps) {
  const styles = useStyles2(getStyles);
  const [box, width] = useWidth(560);
  const domain = ladderDomain(rungs, value === null ? before : [...before, value]);
  const scale = scaleLog(domain, [EDGE, width - EDGE]).clamp(true);
  // Zero has no logarithm: it stands before the first power of ten.
  const x = (number: number) => (number > 0 ? scale(number) : EDGE);
  const ticks = powersOfTen(domain);
  const every = Math.ceil((ticks.length * 46) / width);
  const middle = BAR_TOP + BAR / 2;
  return (
    <div ref={box} className={styles.box}>
      <svg width={width} height={HEIGHT} role="img" aria-label={ladderWords(rungs, value, unit)}>
        <rect className={styles.rail} x={EDGE} width={width - 2 * EDGE} y={BAR_TOP + 3} height={BAR - 6} rx={2} />
        {value === null ? null : (
          <rect className={styles.stood} x={EDGE} width={x(value) - EDGE} y={BAR_TOP + 3} height={BAR - 6} rx={2} />
        )}
        {rungs.map((rung, index) => {
          const [left, right] = [x(rung.low), rung.high === null ? width - EDGE : x(rung.high)];
          const look = index % 2 === 0 ? styles.first : styles.second;
          const row = ROW * (1 - (index % 2)) + 12;
          const above = rungs[index + 1];
          const label = labelAt(rung.name, left, above ? x(above.low) : width - EDGE);
          return (
            <g key={rung.id} className={look} data-rung={rung.id}>
              <rect x={left} width={Math.max(2, right - left)} y={BAR_TOP} height={BAR} opacity={0.35} />
              <line x1={left} x2={left} y1={row + 4} y2={BAR_TOP + BAR} />
              <text x={label.x} y={row} textAnchor={label.anchor}>
                {rung.name}
              </text>
            </g>
          );
        })}
        {before.map((number, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: numbers repeat, and their order is time
          <circle key={index} className={styles.before} cx={x(number)} cy={middle} r={2} />
        ))}
        {value === null ? null : (
          <>
            <circle className={styles.now} cx={x(value)} cy={middle} r={6} />
            <text className={styles.nowLabel} {...middleLabel(short(value), x(value), width)} y={BAR_TOP - 8}>
              {short(value)}
            </text>
          </>
        )}
        {ticks.map((tick, index) =>
          index % every === 0 ? (
            <text key={tick} className={styles.tick} {...middleLabel(short(tick), x(tick), width)} y={HEIGHT - 4}>
              {short(tick)}
            </text>
          ) : null,
        )}
      </svg>
    </div>
  );
}

/** To the right of its line, or to the left where the next line or the edge is too near. */
const labelAt = (words: string, left: number, end: number) =>
  left + 4 + words.length * LETTER < end
    ? ({ x: left + 4, anchor: "start" } as const)
    : ({ x: left - 4, anchor: "end" } as const);

/** Centred, but inside the picture. */
function middleLabel(words: string, at: number, width: number) {
  const half = (words.length * LETTER) / 2;
  if (at - half < 0) return { x: 0, textAnchor: "start" } as const;
  return at + half > width ? ({ x: width, textAnchor: "end" } as const) : ({ x: at, textAnchor: "middle" } as const);
}

function ladderWords(rungs: readonly Rung[], value: number | null, unit: string): string {
  const now = value === null ? "no number" : `${short(value)} ${quantity(0, unit).unit}`;
  return `Logarithmic ladder: ${now} now; ${rungs.map(({ name, text }) => `${name}: ${text}`).join("; ")}`;
}

const getStyles = (theme: GrafanaTheme2) => {
  const blue = theme.visualization.getColorByName("blue");
  const target = (color: string) =>
    css({
      rect: { fill: color },
      line: { stroke: color, strokeWidth: 1.5 },
      text: { fill: theme.colors.text.primary, fontSize: 12 },
    });
  return {
    box: css({ width: "100%", minWidth: 0, svg: { display: "block" } }),
    rail: css({ fill: theme.colors.border.medium }),
    stood: css({ fill: blue }),
    first: target(theme.visualization.getColorByName("green")),
    second: target(theme.visualization.getColorByName("purple")),
    before: css({ fill: theme.colors.text.primary, opacity: 0.55 }),
    now: css({ fill: blue, stroke: theme.colors.background.primary, strokeWidth: 2 }),
    nowLabel: css({ fill: theme.colors.text.primary, fontSize: 13, fontWeight: theme.typography.fontWeightMedium }),
    tick: css({ fill: theme.colors.text.secondary, fontSize: 12 }),
  };
};
