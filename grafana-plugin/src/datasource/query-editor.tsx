import type { QueryEditorProps, SelectableValue } from "@grafana/data";
import { InlineField, InlineFieldRow, RadioButtonGroup } from "@grafana/ui";
import React from "react";
import { ClientProvider, EVERY_MINUTE, useAnswer } from "../client/context.tsx";
import { LoadTrouble } from "../components/trouble.tsx";
import type { KpiDataSource } from "./datasource.ts";
import { AxisField, Definition, IndicatorSelect, LabelsField, MethodField } from "./editors/indicator-fields.tsx";
import { ValueSelect } from "./editors/value-select.tsx";
import { MODEL_LABEL } from "./kinds/indicator.ts";
import { DEFAULT_QUERY, type EventKind, isComplete, type KpiKind, type KpiQuery, type RoadmapRows } from "./query.ts";

type Props = QueryEditorProps<KpiDataSource, KpiQuery>;

/** Chooses what to ask for, then which, by the words that people know it by. */
export function QueryEditor(props: Props) {
  return (
    <ClientProvider client={props.datasource.client}>
      <Fields {...props} />
    </ClientProvider>
  );
}

const KINDS: SelectableValue<KpiKind>[] = [
  { label: "Indicator", value: "indicator", description: "Its series, by epoch or day" },
  { label: "Host", value: "host", description: "The epochs of one, or all as they are now" },
  { label: "Model", value: "model", description: "A series of one, or all as they are now" },
  {
    label: "Roadmap",
    value: "roadmap",
    description: "Indicators, horizon lines or projects with state, value, coverage, target",
  },
  { label: "Sources", value: "sources", description: "The nodes that are asked" },
  { label: "Events", value: "events", description: "Epochs, PoC windows, breaks of a series" },
];
const ROWS: SelectableValue<RoadmapRows>[] = [
  { label: "indicators", value: "indicators" },
  { label: "horizon lines", value: "horizons" },
  { label: "projects", value: "projects" },
];
const EVENTS: SelectableValue<EventKind>[] = [
  { label: "epochs", value: "epochs" },
  { label: "PoC windows", value: "poc" },
  { label: "breaks", value: "breaks" },
];

function Fields({ query: stored, onChange, onRunQuery }: Props) {
  const query = { ...DEFAULT_QUERY, ...stored };
  const change = (changed: Partial<KpiQuery>) => {
    const next = { ...query, ...changed };
    onChange(next);
    if (isComplete(next)) onRunQuery();
  };
  return (
    <>
      <InlineFieldRow>
        <InlineField label="Ask for">
          <RadioButtonGroup options={KINDS} value={query.kind} onChange={(kind) => change({ kind })} />
        </InlineField>
      </InlineFieldRow>
      <OfKind query={query} change={change} />
    </>
  );
}

interface KindProps {
  readonly query: KpiQuery;
  readonly change: (changed: Partial<KpiQuery>) => void;
}

function OfKind({ query, change }: KindProps) {
  switch (query.kind) {
    case "indicator":
      return <IndicatorRow query={query} change={change} />;
    case "host":
      return (
        <InlineFieldRow>
          <ValueSelect
            label="Host"
            kind="hosts"
            value={query.host}
            none="All hosts now; or an address, a moniker"
            choose={(host) => change({ host })}
          />
        </InlineFieldRow>
      );
    case "model":
      return (
        <>
          <InlineFieldRow>
            <ValueSelect
              label="Model"
              kind="models"
              value={query.model}
              none="All models now"
              choose={(model) => change({ model })}
            />
          </InlineFieldRow>
          {query.model ? <IndicatorRow query={query} change={change} byModel /> : null}
        </>
      );
    case "roadmap":
      return <RoadmapRow query={query} change={change} />;
    case "sources":
      return null;
    case "events":
      return (
        <>
          <InlineFieldRow>
            <InlineField label="Which">
              <RadioButtonGroup options={EVENTS} value={query.events ?? "epochs"} onChange={(events) => change({ events })} />
            </InlineField>
          </InlineFieldRow>
          {query.events === "breaks" ? <IndicatorRow query={query} change={change} /> : null}
        </>
      );
  }
}

/** With `byModel` only indicators that have values of models. */
function IndicatorRow({ query, change, byModel = false }: KindProps & { readonly byModel?: boolean }) {
  const loaded = useAnswer("/indicators", { params: {}, query: {} }, EVERY_MINUTE);
  const all = loaded.data?.indicators ?? [];
  const indicators = byModel ? all.filter(({ labels }) => labels.includes(MODEL_LABEL)) : all;
  const chosen = indicators.find(({ id }) => id === query.indicator) ?? null;
  return (
    <>
      <InlineFieldRow>
        <IndicatorSelect
          indicators={indicators}
          value={query.indicator}
          loading={loaded.data === null && loaded.error === null}
          // A method is one of its indicator.
          choose={(indicator) => change({ indicator, method: undefined })}
        />
        <AxisField query={query} change={change} />
        {chosen && query.kind === "indicator" ? <LabelsField query={query} change={change} indicator={chosen} /> : null}
        {chosen && query.kind !== "events" ? <MethodField query={query} change={change} indicator={chosen} /> : null}
      </InlineFieldRow>
      <LoadTrouble loaded={loaded} />
      {chosen ? <Definition indicator={chosen} /> : null}
    </>
  );
}

function RoadmapRow({ query, change }: KindProps) {
  const rows = query.rows ?? "indicators";
  return (
    <InlineFieldRow>
      <InlineField label="Rows">
        <RadioButtonGroup options={ROWS} value={rows} onChange={(rows) => change({ rows })} />
      </InlineField>
      {rows === "indicators" ? (
        <ValueSelect
          label="Metric"
          kind="metrics"
          value={query.metric}
          none="Of every metric"
          choose={(metric) => change({ metric })}
        />
      ) : null}
      {rows === "horizons" ? null : (
        <ValueSelect
          label="Project"
          kind="projects"
          value={query.project}
          none="Of every project"
          choose={(project) => change({ project })}
        />
      )}
    </InlineFieldRow>
  );
}
