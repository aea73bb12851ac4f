import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { useParams } from "react-router-dom";
import type { Project } from "../../client/types.ts";
import { Card, Columns } from "../../components/card.tsx";
import { IndicatorCard } from "../../components/indicator-card.tsx";
import { IndicatorRows } from "../../components/indicator-row.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { PageLink } from "../../components/page-link.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { Section } from "../../components/section.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { type Catalogue, measuredOf, useCatalogue, useSparks } from "../catalogue.ts";
import { missingSentence, sourcesOf } from "../missing.ts";
import { NotInRoadmap } from "../not-in-roadmap.tsx";
import { Evidence } from "./evidence.tsx";

/** Did this project change what it promised to change? */
export default function ProjectPage() {
  const { id = "" } = useParams();
  const { catalogue, loads } = useCatalogue();
  const failed = loads.find(({ error }) => error !== null);
  const project = catalogue?.roadmap.projects.find((one) => one.id === id);
  return (
    <PageFrame
      title={project?.name ?? id}
      question="Did this project change what it promised to change?"
      crumbs={[{ words: "Roadmap", page: "roadmap", params: {} }]}
    >
      {failed ? <LoadTrouble loaded={failed} /> : null}
      {catalogue ? (
        project ? (
          <Parts catalogue={catalogue} project={project} />
        ) : (
          <NotInRoadmap what="project" id={id} />
        )
      ) : failed ? null : (
        <Placeholder height={600} what="project" />
      )}
    </PageFrame>
  );
}

function Parts({ catalogue, project }: { readonly catalogue: Catalogue; readonly project: Project }) {
  const styles = useStyles2(getStyles);
  const { sparkOf, loaded } = useSparks();
  const { primary, secondary } = project;
  const sources = sourcesOf(catalogue.indicators);
  const [first, second] = [catalogue.pick(primary.indicators), catalogue.pick(secondary.indicators)];
  const track = catalogue.roadmap.tracks.find(({ n }) => n === project.track);
  return (
    <>
      <p className={styles.where}>
        Track {project.track}
        {track ? `: ${track.name}` : ""}, project {project.n}
      </p>
      <Section title="PRIMARY" beside={`${measuredOf(first)} of ${first.length} indicators have a number`}>
        <Promised words={primary.words} ids={primary.ids} catalogue={catalogue} />
        <Columns>
          {first.map((indicator) => (
            <IndicatorCard key={indicator.id} indicator={indicator} missing={missingSentence(indicator, sources)} />
          ))}
        </Columns>
      </Section>
      <Section
        title="SECONDARY"
        beside={
          secondary.words === null ? "none in the roadmap" : `${measuredOf(second)} of ${second.length} indicators have a number`
        }
      >
        {secondary.words === null ? null : <Promised words={secondary.words} ids={secondary.ids} catalogue={catalogue} />}
        {second.length === 0 ? null : (
          <Card title="Indicators">
            <LoadTrouble loaded={loaded} />
            <IndicatorRows indicators={second} sparkOf={sparkOf} missing={(indicator) => missingSentence(indicator, sources)} />
          </Card>
        )}
      </Section>
      <Columns>
        <Card title="It works when">
          <p>{project.works_when}</p>
          <p className={styles.where}>Our reading of the roadmap, which names the metrics above and no more.</p>
        </Card>
        <Evidence indicators={first} sources={sources} />
      </Columns>
    </>
  );
}

interface PromisedProps {
  readonly words: string;
  /** Metrics ("M3") and wordings of single projects ("TS-01"). */
  readonly ids: readonly string[];
  readonly catalogue: Catalogue;
}

/** The roadmap's words, and the metrics that they stand for. */
function Promised({ words, ids, catalogue }: PromisedProps) {
  const { metrics, track_metrics: wordings } = catalogue.roadmap;
  const meant = new Set(ids.flatMap((id) => wordings.find((wording) => wording.id === id)?.parent ?? [id]));
  const own = metrics.filter(({ id }) => meant.has(id));
  return (
    <p>
      “{words}”
      {own.map(({ id, name }) => (
        <span key={id}>
          {" · metric: "}
          <PageLink page="metric" params={{ id }}>
            {name}
          </PageLink>
        </span>
      ))}
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  where: css({ color: theme.colors.text.secondary, margin: 0 }),
});
