import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { EVERY_MINUTE, useAnswer } from "../../client/context.tsx";
import type { Feeds } from "../../client/types.ts";
import { Ago } from "../../components/clock.tsx";
import { IndicatorLink, PageLink } from "../../components/page-link.tsx";
import { Section } from "../../components/section.tsx";
import { StateMark } from "../../components/state.tsx";
import type { Catalogue } from "../catalogue.ts";
import { GIVERS, missingFrom } from "../missing.ts";
import { type Reason, type Wanted, type WantedGroup, wantedOf } from "./wanted.ts";

/** So many of a group are shown at once, the rest on request: together they are more than anybody reads. */
const SHOWN = 5;
const REASONS = 2;
/** Where the page's first line leads. */
export const MISSING_ANCHOR = "missing";

export interface MissingListProps {
  readonly catalogue: Catalogue;
  readonly sources: ReadonlyMap<string, string>;
}

/** Every indicator without a number, by who can give it. */
export function MissingList({ catalogue, sources }: MissingListProps) {
  const styles = useStyles2(getStyles);
  const { data: feeds } = useAnswer("/feeds", { params: {}, query: {} }, EVERY_MINUTE);
  const groups = wantedOf(catalogue);
  const count = groups.reduce((sum, { wanted }) => sum + wanted.length, 0);
  const all = catalogue.indicators.filter(({ kind }) => kind === "indicator").length;
  return (
    <Section
      title="What is missing, and who can give it"
      beside={
        count === 0
          ? `nothing: all ${all} indicators have a number`
          : `${count} of ${all} indicators have no number; most wanted first`
      }
    >
      <div id={MISSING_ANCHOR} className={styles.groups}>
        {groups.map((group) => (
          <Group key={group.giver} group={group} sources={sources} feeds={feeds} />
        ))}
      </div>
    </Section>
  );
}

interface GroupProps {
  readonly group: WantedGroup;
  readonly sources: ReadonlyMap<string, string>;
  readonly feeds: Feeds | null;
}

function Group({ group: { giver, wanted }, sources, feeds }: GroupProps) {
  const styles = useStyles2(getStyles);
  const { title, takes } = GIVERS[giver];
  const rest = wanted.slice(SHOWN);
  return (
    <section className={styles.group} aria-label={title} data-giver={giver}>
      <h3 className={styles.title}>
        {title}{" "}
        <span className={styles.quiet}>
          {wanted.length} · {takes}
        </span>
      </h3>
      <WantedTable wanted={wanted.slice(0, SHOWN)} sources={sources} feeds={feeds} name={title} />
      {rest.length === 0 ? null : (
        <details>
          <summary className={styles.more}>{rest.length} more</summary>
          <WantedTable wanted={rest} sources={sources} feeds={feeds} name={`${title}, the rest`} />
        </details>
      )}
    </section>
  );
}

interface WantedTableProps extends Omit<GroupProps, "group"> {
  readonly wanted: readonly Wanted[];
  readonly name: string;
}

function WantedTable({ wanted, sources, feeds, name }: WantedTableProps) {
  const styles = useStyles2(getStyles);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a phone, and the keyboard must reach that
    <section className={styles.scroll} aria-label={`${name}, table`} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">number</th>
            <th scope="col">what is missing</th>
            <th scope="col">why it matters</th>
            <th scope="col">last number</th>
          </tr>
        </thead>
        <tbody>
          {wanted.map(({ indicator, reasons }) => (
            <tr key={indicator.id}>
              <td>
                <IndicatorLink id={indicator.id}>{indicator.name}</IndicatorLink>
                <div>
                  <StateMark state={indicator.state} />
                </div>
              </td>
              <td>
                {missingFrom(indicator, sources)}
                <FeedWords id={indicator.id} feeds={feeds} />
              </td>
              <td>
                <Reasons reasons={reasons} />
              </td>
              <td>{indicator.newest ? <Ago time={indicator.newest.ends_at ?? indicator.newest.starts_at} /> : "never"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The feed by which a partner would hand it in, and whether any does. */
function FeedWords({ id, feeds }: { readonly id: string; readonly feeds: Feeds | null }) {
  const styles = useStyles2(getStyles);
  const own = feeds?.feeds.filter(({ indicators }) => indicators.includes(id)) ?? [];
  return own.map(({ id: feed, partners }) => (
    <div key={feed} className={styles.quiet}>
      feed <code>{feed}</code>: {partners === 0 ? "no partner yet" : partners === 1 ? "1 partner" : `${partners} partners`}
    </div>
  ));
}

function Reasons({ reasons }: { readonly reasons: readonly Reason[] }) {
  if (reasons.length === 0) return <>no project claims it</>;
  const more = reasons.length - REASONS;
  return (
    <>
      {reasons.slice(0, REASONS).map(({ words, project }) => (
        <div key={words}>
          {project === null ? (
            words
          ) : (
            <PageLink page="project" params={{ id: project }}>
              {words}
            </PageLink>
          )}
        </div>
      ))}
      {more > 0 ? (
        <div
          title={reasons
            .slice(REASONS)
            .map(({ words }) => words)
            .join(", ")}
        >
          and {more} more
        </div>
      ) : null}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  groups: css({ display: "grid", gap: theme.spacing(1.5), gridTemplateColumns: "minmax(0, 1fr)" }),
  group: css({
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(1.5),
    minWidth: 0,
  }),
  title: css({ fontSize: theme.typography.h5.fontSize, margin: theme.spacing(0, 0, 1) }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize, fontWeight: "normal" }),
  more: css({ cursor: "pointer", padding: theme.spacing(1, 0), color: theme.colors.text.link }),
  scroll: css({ overflowX: "auto", "&:focus-visible": { outline: `2px solid ${theme.colors.primary.border}` } }),
  table: css({
    width: "100%",
    minWidth: 620,
    tableLayout: "fixed",
    borderCollapse: "collapse",
    "th, td": {
      textAlign: "left",
      verticalAlign: "top",
      padding: theme.spacing(0.75, 1.5, 0.75, 0),
      borderTop: `1px solid ${theme.colors.border.weak}`,
      overflowWrap: "anywhere",
    },
    th: { color: theme.colors.text.secondary, fontWeight: "normal", borderTop: 0 },
    "th:nth-of-type(2)": { width: "36%" },
    "th:nth-of-type(4)": { width: "12%" },
  }),
});
