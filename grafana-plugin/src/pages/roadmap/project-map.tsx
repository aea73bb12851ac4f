import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { Sparkline } from "../../charts/sparkline.tsx";
import type { Spark } from "../../charts/sparkline-model.ts";
import type { Indicator, Project, State } from "../../client/types.ts";
import { IndicatorLink, PageLink } from "../../components/page-link.tsx";
import { Section } from "../../components/section.tsx";
import { StateMark } from "../../components/state.tsx";
import { Value } from "../../components/value.tsx";
import { STATE_WORDS } from "../../format/states.ts";
import { type Catalogue, leadOf, measuredOf } from "../catalogue.ts";

export interface ProjectMapProps {
  readonly catalogue: Catalogue;
  readonly sparkOf: (id: string) => Spark | null;
  readonly missing: (one: Indicator) => string;
}

/** All tracks with their projects, each by one of its PRIMARY indicators: the first that has a number, else the first. */
export function ProjectMap({ catalogue, sparkOf, missing }: ProjectMapProps) {
  const styles = useStyles2(getStyles);
  const { tracks, projects } = catalogue.roadmap;
  const byId = new Map(projects.map((project) => [project.id, project]));
  const states = projects.flatMap(({ primary }) => leadOf(catalogue.pick(primary.indicators))?.state ?? []);
  return (
    <Section title={`${tracks.length} tracks, ${projects.length} projects`} beside={<StateCounts states={states} />}>
      <Metrics catalogue={catalogue} />
      <div className={styles.tracks}>
        {tracks.map(({ n, name, projects: ids }) => (
          <section key={n} className={styles.track} aria-label={`Track ${n}: ${name}`}>
            <h3 className={styles.name}>
              <span className={styles.n}>{n}</span> {name}
            </h3>
            <div className={styles.projects}>
              {ids
                .flatMap((id) => byId.get(id) ?? [])
                .map((project) => (
                  <ProjectCell
                    key={project.id}
                    project={project}
                    indicators={catalogue.pick(project.primary.indicators)}
                    sparkOf={sparkOf}
                    missing={missing}
                  />
                ))}
            </div>
          </section>
        ))}
      </div>
    </Section>
  );
}

/** How many projects stand in which state, those with a number first. */
function StateCounts({ states }: { readonly states: readonly State[] }) {
  const styles = useStyles2(getStyles);
  const counted = Object.keys(STATE_WORDS).flatMap((name) => {
    const [state, count] = [states.find((one) => one === name), states.filter((one) => one === name).length];
    return state === undefined ? [] : [{ state, count }];
  });
  return (
    <span className={styles.counts}>
      each by its primary metric:
      {counted.map(({ state, count }) => (
        <span key={state}>
          {count} <StateMark state={state} />
        </span>
      ))}
    </span>
  );
}

/** The way to the metrics that the projects claim. */
function Metrics({ catalogue }: { readonly catalogue: Catalogue }) {
  const styles = useStyles2(getStyles);
  const { metrics } = catalogue.roadmap;
  return (
    <nav aria-label="Metrics" className={styles.metrics}>
      {metrics.length} metrics they claim:
      {metrics.map(({ id, name, indicators }) => (
        <span key={id}>
          <PageLink page="metric" params={{ id }}>
            {name}
          </PageLink>{" "}
          {measuredOf(catalogue.pick(indicators))} of {indicators.length}
        </span>
      ))}
    </nav>
  );
}

interface ProjectCellProps {
  readonly project: Project;
  readonly indicators: readonly Indicator[];
  readonly sparkOf: (id: string) => Spark | null;
  readonly missing: (one: Indicator) => string;
}

function ProjectCell({ project, indicators, sparkOf, missing }: ProjectCellProps) {
  const styles = useStyles2(getStyles);
  const lead = leadOf(indicators);
  const spark = lead && sparkOf(lead.id);
  return (
    <div className={styles.project} data-project={project.id}>
      <PageLink page="project" params={{ id: project.id }}>
        {project.name}
      </PageLink>
      {lead ? (
        <div className={styles.lead}>
          <div className={styles.metric}>
            <IndicatorLink id={lead.id}>{lead.name}</IndicatorLink>
          </div>
          <div className={styles.beside}>
            <Value
              value={lead.newest?.value ?? null}
              unit={lead.unit}
              state={lead.state}
              estimate={lead.estimate === true}
              missing={missing(lead)}
              size="row"
            />
            {spark ? <Sparkline spark={spark} unit={lead.unit} /> : null}
          </div>
        </div>
      ) : null}
      <div className={styles.quiet}>
        {measuredOf(indicators)} of {indicators.length} PRIMARY have a number
      </div>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  tracks: css({
    display: "grid",
    gap: theme.spacing(1.5),
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 520px), 1fr))",
  }),
  track: css({
    background: theme.colors.background.primary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    padding: theme.spacing(1.5),
    minWidth: 0,
  }),
  name: css({ fontSize: theme.typography.h5.fontSize, margin: theme.spacing(0, 0, 1) }),
  n: css({ color: theme.colors.text.secondary, marginRight: theme.spacing(0.5) }),
  projects: css({
    display: "grid",
    gap: theme.spacing(1.5),
    gridTemplateColumns: "repeat(auto-fill, minmax(max(140px, 30%), 1fr))",
  }),
  project: css({ display: "flex", flexDirection: "column", gap: theme.spacing(0.5), minWidth: 0, overflowWrap: "break-word" }),
  lead: css({
    position: "relative",
    a: { color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize },
    "a::after": { content: '""', position: "absolute", inset: 0 },
    "&:hover": { background: theme.colors.action.hover },
  }),
  metric: css({ lineHeight: 1.3 }),
  beside: css({ display: "flex", flexWrap: "wrap", justifyContent: "space-between", gap: theme.spacing(1), marginTop: 2 }),
  quiet: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  metrics: css({
    display: "flex",
    flexWrap: "wrap",
    gap: theme.spacing(0, 1.5),
    marginBottom: theme.spacing(1),
    color: theme.colors.text.secondary,
  }),
  counts: css({ display: "flex", flexWrap: "wrap", gap: theme.spacing(0, 1.5) }),
});
