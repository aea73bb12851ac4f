import type { MetricFindValue, SelectableValue } from "@grafana/data";
import { InlineField, Select } from "@grafana/ui";
import React from "react";
import useSWR from "swr";
import { useClient } from "../../client/context.tsx";
import { findValues, type VariableKind } from "../variables.ts";

interface Props {
  readonly label: string;
  readonly kind: Exclude<VariableKind, "labels">;
  readonly value: string | undefined;
  /** What it means to choose none. */
  readonly none: string;
  readonly choose: (value: string | undefined) => void;
}

/** Chooses a host, a model, a metric or a project among those the service knows; takes a variable or a name too. */
export function ValueSelect({ label, kind, value, none, choose }: Props) {
  const client = useClient();
  const { data, error } = useSWR<MetricFindValue[], Error>([client, "values", kind], () => findValues(client, { kind }));
  const options = (data ?? []).map((found): SelectableValue<string> => ({ label: found.text, value: String(found.value) }));
  const chosen = options.find((option) => option.value === value) ?? (value ? { label: value, value } : null);
  return (
    <InlineField label={label} invalid={error !== undefined} error={error?.message ?? ""} grow>
      <Select<string>
        aria-label={label}
        options={options}
        value={chosen}
        placeholder={none}
        isClearable
        isLoading={data === undefined && error === undefined}
        allowCustomValue
        formatCreateLabel={(typed) => `Use ${typed}`}
        onChange={(option) => choose(option?.value || undefined)}
      />
    </InlineField>
  );
}
