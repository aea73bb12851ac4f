import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React, { type ReactNode, useEffect } from "react";
import { EVERY_TEN_SECONDS, useAnswer } from "../client/context.tsx";
import type { PageName } from "../pages/routes.ts";
import { ClockProvider } from "./clock.tsx";
import { NetworkLine } from "./network-line.tsx";
import { PageLink } from "./page-link.tsx";
import { LoadTrouble } from "./trouble.tsx";

export interface Crumb {
  readonly words: string;
  readonly page: PageName;
  readonly params: Readonly<Record<string, string>>;
}

export interface PageFrameProps {
  /** What the page speaks of, such as an indicator's name; the question itself where it speaks of the whole network. */
  readonly title: string;
  /** The one question that the page answers; empty where the title asks it. */
  readonly question: string;
  /** The pages above this one, outermost first. */
  readonly crumbs: readonly Crumb[];
  readonly children: ReactNode;
}

/** Around every page: where it stands, what it asks, whether the network is simulated and how fresh it all is. */
export function PageFrame({ title, question, crumbs, children }: PageFrameProps) {
  const styles = useStyles2(getStyles);
  const loaded = useAnswer("/now", { params: {}, query: {} }, EVERY_TEN_SECONDS);
  const { data: now, readAt } = loaded;
  const simulated = now?.simulated === true;
  useEffect(() => {
    document.title = `${simulated ? "SIMULATED · " : ""}${title} · Gonka KPI`;
  }, [title, simulated]);
  return (
    <ClockProvider now={now?.now ?? null} readAt={readAt}>
      <main className={styles.page}>
        {crumbs.length > 0 ? (
          <nav aria-label="Breadcrumbs" className={styles.crumbs}>
            {crumbs.map(({ words, page, params }) => (
              <span key={words}>
                <PageLink page={page} params={params}>
                  {words}
                </PageLink>
                <span aria-hidden> / </span>
              </span>
            ))}
          </nav>
        ) : null}
        <header className={styles.header}>
          <h1 className={styles.title}>{title}</h1>
          {simulated ? <span className={styles.simulated}>SIMULATED</span> : null}
          <NetworkLine now={now} />
        </header>
        {question === "" ? null : <p className={styles.question}>{question}</p>}
        <LoadTrouble loaded={loaded} />
        {children}
      </main>
    </ClockProvider>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({ maxWidth: 1376, margin: "0 auto", padding: theme.spacing(2), fontVariantNumeric: "tabular-nums" }),
  crumbs: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    marginBottom: theme.spacing(0.5),
  }),
  header: css({ display: "flex", flexWrap: "wrap", alignItems: "center", gap: theme.spacing(0.5, 1.5), minHeight: 36 }),
  title: css({ fontSize: theme.typography.h3.fontSize, margin: 0 }),
  question: css({ color: theme.colors.text.secondary, margin: theme.spacing(0.5, 0, 1.5) }),
  // One look in both themes: it must not blend in.
  simulated: css({
    background: "#f2b134",
    color: "#1b1300",
    borderRadius: 12,
    padding: "2px 10px",
    fontSize: 12,
    fontWeight: 700,
  }),
});
