import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React, { useId } from "react";
import type { HostUptime } from "../client/types.ts";
import { type HOST_STATE_LOOKS, HOST_STATES, HostStateMark } from "../components/host-state.tsx";
import { toneColors } from "../components/mark.tsx";
import { useWidth } from "../components/use-width.ts";
import { dayWords, duration, utc } from "../format/time.ts";
import { reachableWords, type Strip, stateWords, stripPaths } from "./uptime-model.ts";

const HEIGHT = 18;
const WIDTH_BEFORE = 800;

/** When a host was up: a row for each vantage point, and one for what they agree on. Unknown is hatched, not down. */
export function UptimeStrip({ uptime }: { readonly uptime: HostUptime }) {
  const styles = useStyles2(getStyles);
  const [box, width] = useWidth(WIDTH_BEFORE);
  const { from, to, agreed, vantages } = uptime;
  return (
    <div>
      <div className={styles.legend}>
        {HOST_STATES.map((state) => (
          <span key={state}>
            <Swatch state={state} /> <HostStateMark state={state} /> {duration(agreed.seconds[state])}
          </span>
        ))}
      </div>
      {vantages.map(({ vantage, ...strip }) => (
        <Row key={vantage} name={vantage} strip={strip} uptime={uptime} width={width} />
      ))}
      <Row name="agreed" strip={agreed} uptime={uptime} width={width} />
      <div className={styles.axis}>
        <div ref={box} className={styles.ends}>
          <time dateTime={from} title={utc(from)}>
            {dayWords(from)}
          </time>
          <time dateTime={to} title={utc(to)}>
            now
          </time>
        </div>
      </div>
    </div>
  );
}

interface RowProps {
  readonly name: string;
  readonly strip: Strip;
  readonly uptime: HostUptime;
  readonly width: number;
}

function Row({ name, strip, uptime, width }: RowProps) {
  const styles = useStyles2(getStyles);
  const hatch = useId();
  const paths = stripPaths(strip, uptime, width, HEIGHT);
  const words = reachableWords(strip.seconds);
  return (
    <div className={styles.row} data-row={name}>
      <div className={styles.name}>{name}</div>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`${name}: reachable ${words} of the known time; ${stateWords(strip.seconds)}`}
        className={styles.svg}
      >
        <Hatch id={hatch} />
        <path d={paths.up} className={styles.up} />
        <path d={paths.unknown} fill={`url(#${hatch})`} />
        <path d={paths.maintenance} className={styles.maintenance} />
        <path d={paths.down} className={styles.down} />
      </svg>
      <div className={styles.share}>{words}</div>
    </div>
  );
}

function Hatch({ id }: { readonly id: string }) {
  const styles = useStyles2(getStyles);
  return (
    <defs>
      <pattern id={id} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line y2={6} className={styles.hatch} />
      </pattern>
    </defs>
  );
}

/** A piece of the strip, for those who look the colours up. */
function Swatch({ state }: { readonly state: keyof typeof HOST_STATE_LOOKS }) {
  const styles = useStyles2(getStyles);
  const hatch = useId();
  return (
    <svg width={12} height={10} aria-hidden>
      {state === "unknown" ? <Hatch id={hatch} /> : null}
      <rect width={12} height={10} {...(state === "unknown" ? { fill: `url(#${hatch})` } : { className: styles[state] })} />
    </svg>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const colors = toneColors(theme);
  const columns = {
    display: "grid",
    gridTemplateColumns: "96px minmax(0, 1fr) 72px",
    gap: theme.spacing(0.5, 1.5),
    alignItems: "center",
    [theme.breakpoints.down("sm")]: { gridTemplateColumns: "minmax(0, 1fr) 72px" },
  };
  return {
    legend: css({
      display: "flex",
      flexWrap: "wrap",
      gap: theme.spacing(0.5, 2),
      marginBottom: theme.spacing(1),
      color: theme.colors.text.secondary,
    }),
    row: css({ ...columns, marginBottom: theme.spacing(0.5) }),
    name: css({
      color: theme.colors.text.secondary,
      overflowWrap: "anywhere",
      [theme.breakpoints.down("sm")]: { gridColumn: "1 / -1" },
    }),
    share: css({ textAlign: "right" }),
    svg: css({ display: "block", background: theme.colors.background.secondary, borderRadius: 2 }),
    axis: css({
      ...columns,
      "& > div": { gridColumn: 2, [theme.breakpoints.down("sm")]: { gridColumn: 1 } },
    }),
    ends: css({
      display: "flex",
      justifyContent: "space-between",
      color: theme.colors.text.secondary,
      fontSize: theme.typography.bodySmall.fontSize,
    }),
    up: css({ fill: theme.isDark ? "#3aa08f" : "#2b9a83" }),
    down: css({ fill: colors.bad }),
    maintenance: css({ fill: colors.odd }),
    hatch: css({ stroke: theme.colors.text.secondary, strokeWidth: 2 }),
  };
};
