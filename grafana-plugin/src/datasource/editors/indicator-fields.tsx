import { locationUtil, type SelectableValue } from "@grafana/data";
import { InlineField, RadioButtonGroup, Select } from "@grafana/ui";
import React from "react";
import { EVERY_MINUTE, useAnswer } from "../../client/context.tsx";
import type { Indicator } from "../../client/types.ts";
import { StateMark } from "../../components/state.tsx";
import { APP_PATH } from "../../ids.ts";
import type { KpiQuery } from "../query.ts";

const AXES: SelectableValue<KpiQuery["axis"]>[] = [
  { label: "epoch", value: "epoch" },
  { label: "day", value: "day", description: "UTC days" },
];
const LABELS: SelectableValue<KpiQuery["labels"]>[] = [
  { label: "network", value: "network" },
  { label: "each label", value: "all" },
];

interface IndicatorSelectProps {
  readonly indicators: readonly Indicator[];
  readonly value: string;
  readonly loading: boolean;
  readonly choose: (indicator: string) => void;
}

/** Finds an indicator by words of its name, id or definition; takes a variable too. */
export function IndicatorSelect({ indicators, value, loading, choose }: IndicatorSelectProps) {
  const chosen = indicators.find(({ id }) => id === value);
  return (
    <InlineField label="Indicator" grow>
      {/* In every Grafana from 11.6 on; Combobox is marked alpha in the newest still. */}
      <Select<string>
        aria-label="Indicator"
        options={indicators.map(optionOf)}
        value={value === "" ? null : chosen ? optionOf(chosen) : { label: value, value }}
        placeholder="Name, id or words of the definition"
        isLoading={loading}
        filterOption={matches}
        allowCustomValue
        formatCreateLabel={(typed) => `Use ${typed} (an id or a variable)`}
        onChange={(option) => choose(option.value ?? "")}
      />
    </InlineField>
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

interface ChangeProps {
  readonly query: KpiQuery;
  readonly change: (changed: Partial<KpiQuery>) => void;
}

export function AxisField({ query, change }: ChangeProps) {
  return (
    <InlineField label="By">
      <RadioButtonGroup options={AXES} value={query.axis} onChange={(axis) => change({ axis })} />
    </InlineField>
  );
}

/** Only for an indicator whose values have labels. */
export function LabelsField({ query, change, indicator }: ChangeProps & { readonly indicator: Indicator }) {
  if (indicator.labels.length === 0) return null;
  return (
    <InlineField label="Of" tooltip={`Its values have the labels ${indicator.labels.join(", ")}.`}>
      <RadioButtonGroup options={LABELS} value={query.labels} onChange={(labels) => change({ labels })} />
    </InlineField>
  );
}

/** Only where there is something to choose. */
export function MethodField({ query: { method }, change, indicator: { id } }: ChangeProps & { readonly indicator: Indicator }) {
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
        onChange={({ value }) => change({ method: value === undefined || value === 0 ? undefined : value })}
      />
    </InlineField>
  );
}

/** What the indicator means, and the way to its page. */
export function Definition({ indicator: { id, definition, unit, target, state, estimate } }: { readonly indicator: Indicator }) {
  return (
    <div>
      {definition} Unit: {unit}. {target === null ? "No target in the roadmap." : `Target: ${target}`}{" "}
      <StateMark state={state} estimate={estimate === true} />{" "}
      <a href={locationUtil.assureBaseUrl(`${APP_PATH}/indicators/${encodeURIComponent(id)}`)}>How it is measured</a>
    </div>
  );
}
