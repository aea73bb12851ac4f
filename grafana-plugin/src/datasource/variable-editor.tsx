import type { DataSourceJsonData, QueryEditorProps, SelectableValue } from "@grafana/data";
import { InlineField, InlineFieldRow, InlineSwitch, Input, Select } from "@grafana/ui";
import React from "react";
import { ClientProvider, EVERY_MINUTE, useAnswer } from "../client/context.tsx";
import { LoadTrouble } from "../components/trouble.tsx";
import type { KpiDataSource } from "./datasource.ts";
import { IndicatorSelect } from "./editors/indicator-fields.tsx";
import { ValueSelect } from "./editors/value-select.tsx";
import type { KpiQuery } from "./query.ts";
import type { KpiVariableQuery, VariableKind } from "./variables.ts";

type Props = QueryEditorProps<KpiDataSource, KpiQuery, DataSourceJsonData, KpiVariableQuery>;

const KINDS: SelectableValue<VariableKind>[] = [
  { label: "Indicators", value: "indicators" },
  { label: "Hosts", value: "hosts", description: "Members of the newest epoch, heaviest first" },
  { label: "Models", value: "models" },
  { label: "Values of a label", value: "labels", description: "Of an indicator's values in its newest 30 epochs" },
  { label: "Roadmap metrics", value: "metrics" },
  { label: "Roadmap projects", value: "projects" },
];

/** Chooses what a dashboard variable lists. */
export function VariableEditor(props: Props) {
  return (
    <ClientProvider client={props.datasource.client}>
      <Fields {...props} />
    </ClientProvider>
  );
}

function Fields({ query, onChange }: Props) {
  const change = (changed: Partial<KpiVariableQuery>) => onChange({ ...query, ...changed });
  return (
    <InlineFieldRow>
      <InlineField label="List">
        <Select<VariableKind>
          aria-label="List"
          options={KINDS}
          value={query.kind ?? null}
          width={30}
          onChange={({ value }) => value && change({ kind: value })}
        />
      </InlineField>
      {query.kind === "indicators" ? (
        <>
          <ValueSelect
            label="Metric"
            kind="metrics"
            value={query.metric}
            none="Of every metric"
            choose={(metric) => change({ metric })}
          />
          <InlineField label="Only with a number">
            <InlineSwitch value={query.measured === true} onChange={() => change({ measured: query.measured !== true })} />
          </InlineField>
        </>
      ) : null}
      {query.kind === "labels" ? <LabelFields query={query} change={change} /> : null}
    </InlineFieldRow>
  );
}

interface LabelProps {
  readonly query: KpiVariableQuery;
  readonly change: (changed: Partial<KpiVariableQuery>) => void;
}

function LabelFields({ query, change }: LabelProps) {
  const loaded = useAnswer("/indicators", { params: {}, query: {} }, EVERY_MINUTE);
  const indicators = (loaded.data?.indicators ?? []).filter(({ labels }) => labels.length > 0);
  const labels = indicators.find(({ id }) => id === query.indicator)?.labels ?? [];
  return (
    <>
      <IndicatorSelect
        indicators={indicators}
        value={query.indicator ?? ""}
        loading={loaded.data === null && loaded.error === null}
        choose={(indicator) => change({ indicator, label: undefined })}
      />
      <InlineField label="Label">
        {labels.length > 0 ? (
          <Select<string>
            aria-label="Label"
            options={labels.map((label) => ({ label, value: label }))}
            value={query.label ?? null}
            width={20}
            onChange={({ value }) => change({ label: value })}
          />
        ) : (
          <Input
            aria-label="Label"
            width={20}
            value={query.label ?? ""}
            onChange={({ currentTarget }) => change({ label: currentTarget.value })}
          />
        )}
      </InlineField>
      <LoadTrouble loaded={loaded} />
    </>
  );
}
