import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";

export interface ChoiceProps<Option extends string> {
  /** What is chosen, for those who hear it. */
  readonly name: string;
  readonly options: readonly Option[];
  readonly chosen: Option;
  readonly choose: (option: Option) => void;
}

/** One of a few, as words in a row. The chosen one belongs into the address of the page. */
export function Choice<Option extends string>({ name, options, chosen, choose }: ChoiceProps<Option>) {
  const styles = useStyles2(getStyles);
  return (
    <fieldset className={styles.row}>
      <legend className={styles.name}>{name}</legend>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === chosen}
          className={styles.option}
          onClick={() => choose(option)}
        >
          {option}
        </button>
      ))}
    </fieldset>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: "flex", gap: theme.spacing(1), border: 0, margin: 0, padding: 0 }),
  name: css({ position: "absolute", width: 1, height: 1, overflow: "hidden", clipPath: "inset(50%)" }),
  option: css({
    background: "none",
    border: 0,
    padding: 0,
    color: theme.colors.text.secondary,
    "&[aria-pressed=true]": { color: theme.colors.text.primary, fontWeight: theme.typography.fontWeightBold },
    "&:hover": { color: theme.colors.text.primary },
    "&:focus-visible": { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 2 },
  }),
});
