import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import type { State } from "../client/types.ts";
import { fullQuantity, inWords, quantity } from "../format/number.ts";
import { hasNumber } from "../format/states.ts";
import { StateMark } from "./state.tsx";

export interface ValueProps {
  /** null where there is none: it is then shown as "–", never as 0. */
  readonly value: number | null;
  readonly unit: string;
  readonly state: State;
  readonly estimate?: boolean;
  /** Who or what is missing, for a value without a number. */
  readonly missing?: string;
  /** "page" writes all digits, the others three significant ones. */
  readonly size: "row" | "tile" | "page";
}

/** A number with its unit and state; where there is none, "–" with the state and who or what is missing. */
export function Value({ value, unit, state, estimate = false, missing = "", size }: ValueProps) {
  const styles = useStyles2(getStyles);
  const number = hasNumber(state) ? value : null;
  const write = size === "page" ? fullQuantity : quantity;
  const written = number === null ? null : write(number, unit);
  return (
    <div className={styles.value} data-value={number === null ? "none" : String(number)}>
      <span className={styles[size]}>{written?.number ?? "–"}</span>
      {written && written.unit !== "" ? <span className={styles.unit}> {written.unit}</span> : null}
      <div className={styles.state}>
        <StateMark state={state} estimate={estimate && number !== null} />
      </div>
      {number === null && missing !== "" ? <div className={styles.missing}>{missing}</div> : null}
    </div>
  );
}

/** The same within a line of text. */
export function ValueInLine({ value, unit, state, estimate = false }: Omit<ValueProps, "missing" | "size">) {
  const number = hasNumber(state) ? value : null;
  return (
    <span data-value={number === null ? "none" : String(number)}>
      {number === null ? "–" : inWords(quantity(number, unit))} <StateMark state={state} estimate={estimate && number !== null} />
    </span>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  value: css({ lineHeight: 1.3 }),
  row: css({
    fontSize: theme.typography.h5.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    fontVariantNumeric: "tabular-nums",
  }),
  tile: css({
    fontSize: theme.typography.h2.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    fontVariantNumeric: "tabular-nums",
  }),
  page: css({
    fontSize: theme.typography.h1.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    fontVariantNumeric: "tabular-nums",
  }),
  unit: css({ color: theme.colors.text.secondary }),
  state: css({ fontSize: theme.typography.bodySmall.fontSize }),
  missing: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
});
