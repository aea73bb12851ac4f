import { locationUtil, type QueryEditorProps, type SelectableValue } from "@grafana/data";
import { InlineField, InlineFieldRow, RadioButtonGroup, Select } from "@grafana/ui";
import React from "react";
import { ClientProvider, EVERY_MINUTE, useAnswer } from "../client/context.tsx";
import type { Indicator } from "../client/types.ts";
import { StateMark } from "../components/state.tsx";
import { LoadTrouble } from "../components/trouble.tsx";
import { APP_PATH } from "../ids.ts";
import type { KpiDataSource } from "./datasource.ts";
import { DEFAULT_QUERY, type KpiQuery } from "./query.ts";

type Props = QueryEditorProps<KpiDataSource, KpiQuery>;

/** Chooses an indicator by its name, id or definition, and how its values are laid out. */
export function QueryEditor(props: Props) {
  return (
    <ClientProvider client={props.datasource.client}>
      <Fields {...props} />
    </ClientProvider>
  );
}

const AXES: SelectableValue<KpiQuery["axis"]>[] = [
  { label: "epoch", value: "epoch" },
  { label: "day", value: "day", description: "UTC days" },
];
const LABELS: SelectableValue<KpiQuery["labels"]>[] = [
  { label: "network", value: "network" },
  { label: "each label", value: "all" },
];

function Fields({ query: stored, onChange, onRunQuery }: Props) {
  const query = { ...DEFAULT_QUERY, ...stored };
  const loaded = useAnswer("/indicators", { params: {}, query: {} }, EVERY_MINUTE);
  const indicators = loaded.data?.indicators ?? [];
  const chosen = indicators.find(({ id }) => id === query.indicator) ?? null;
  const change = (changed: Partial<KpiQuery>) => {
    onChange({ ...query, ...changed });
    onRunQuery();
  };
  return (
    <>
      <InlineFieldRow>
        <InlineField label="Indicator" grow>
          {/* In every Grafana from 11.6 on; Combobox is marked alpha in the newest still. */}
          <Select<string>
            aria-label="Indicator"
            options={indicators.map(optionOf)}
            value={query.indicator === "" ? null : chosen ? optionOf(chosen) : { label: query.indicator, value: query.indicator }}
            placeholder="Name, id or words of the definition"
            isLoading={loaded.data === null && loaded.error === null}
            filterOption={matches}
            allowCustomValue
            formatCreateLabel={(typed) => `Use ${typed} (an id or a variable)`}
            // A method is one of its indicator.
            onChange={({ value }) => change({ indicator: value ?? "", method: undefined })}
          />
        </InlineField>
        <InlineField label="By">
          <RadioButtonGroup options={AXES} value={query.axis} onChange={(axis) => change({ axis })} />
        </InlineField>
        {chosen && chosen.labels.length > 0 ? (
          <InlineField label="Of" tooltip={`Its values have the labels ${chosen.labels.join(", ")}.`}>
            <RadioButtonGroup options={LABELS} value={query.labels} onChange={(labels) => change({ labels })} />
          </InlineField>
        ) : null}
        {chosen ? <MethodField id={chosen.id} method={query.method} choose={(method) => change({ method })} /> : null}
      </InlineFieldRow>
      <LoadTrouble loaded={loaded} />
      {chosen ? <Definition indicator={chosen} /> : null}
    </>
  );
}

const optionOf = ({ id, name, definition }: Indicator): SelectableValue<string> => ({
  label: name,
  value: id,
  description: `${id}: ${definition}`,
});

/** Every word that was typed must stand somewhere in name, id or definition. */
export function matches({ data, label, value }: SelectableValue<string>, typed: string): boolean {
  const text = `${label} ${value} ${data?.description ?? ""}`.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

interface MethodFieldProps {
  readonly id: string;
  readonly method: number | undefined;
  readonly choose: (method: number | undefined) => void;
}

/** Only where there is something to choose. */
function MethodField({ id, method, choose }: MethodFieldProps) {
  const { data } = useAnswer("/indicators/{id}", { params: { id }, query: {} }, EVERY_MINUTE);
  const methods = data?.indicator.id === id ? data.methods : [];
  if (methods.length < 2 && method === undefined) return null;
  const options: SelectableValue<number>[] = [
    { label: "the one that holds", value: 0, description: "at each bucket; where it changes, another series begins" },
    ...methods.map(({ version, summary }) => ({ label: `method ${version}`, value: version, description: summary })),
  ];
  return (
    <InlineField label="Method">
      <Select<number>
        aria-label="Method"
        options={options}
        value={method ?? 0}
        width={26}
        onChange={({ value }) => choose(value === undefined || value === 0 ? undefined : value)}
      />
    </InlineField>
  );
}

function Definition({ indicator: { id, definition, unit, target, state, estimate } }: { readonly indicator: Indicator }) {
  return (
    <div>
      {definition} Unit: {unit}. {target === null ? "No target in the roadmap." : `Target: ${target}`}{" "}
      <StateMark state={state} estimate={estimate === true} />{" "}
      <a href={locationUtil.assureBaseUrl(`${APP_PATH}/indicators/${encodeURIComponent(id)}`)}>How it is measured</a>
    </div>
  );
}
