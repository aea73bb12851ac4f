import React from "react";
import { EVERY_MINUTE, type Loaded, useAnswer } from "../../client/context.tsx";
import type { Indicator, Model, Series } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { coverageWords } from "../../components/coverage.tsx";
import { IndicatorLink } from "../../components/page-link.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { ScrollTable } from "../../components/scroll-table.tsx";
import { StateMark } from "../../components/state.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { VerdictMark } from "../../components/verdict-mark.tsx";
import { full, inWords, quantity } from "../../format/number.ts";
import { hasNumber } from "../../format/states.ts";
import { MarginWords } from "../now/margin.tsx";
import { pointOf, rowsWanted } from "./by-model.ts";

/** What a model has a row of, and under which name the table shows it. */
const MEASURES = [
  { id: "use.tokens_day", name: "demand" },
  { id: "scl.capacity_tps", name: "capacity" },
  { id: "scl.utilization", name: "utilization" },
  { id: "aux.busy_share", name: "busy ML nodes" },
] as const;

export interface ModelTableProps {
  readonly models: readonly Model[];
  readonly indicators: readonly Indicator[];
}

/** Demand, capacity and utilization of each model, each of the newest epoch that has it. */
export function ModelTable({ models, indicators }: ModelTableProps) {
  const demand = useMeasure(indicators, "use.tokens_day");
  const capacity = useMeasure(indicators, "scl.capacity_tps");
  const utilization = useMeasure(indicators, "scl.utilization");
  const busy = useMeasure(indicators, "aux.busy_share");
  const measures = [demand, capacity, utilization, busy];
  return (
    <Card title="Models">
      {measures.map(({ loaded, indicator }, index) => (
        <LoadTrouble key={indicator?.id ?? index} loaded={loaded} />
      ))}
      <ScrollTable
        label="Models"
        none="No model is known of the newest epoch."
        columns={[
          { name: "model" },
          { name: "hosts", align: "right", indicator: "mdl.hosts_per_model" },
          { name: "ML nodes", align: "right" },
          ...MEASURES.map(({ id, name }, index) => ({ name: `${name}${epochWords(measures[index]?.indicator)}`, indicator: id })),
          { name: "margin to 2/3", indicator: "mdl.vote_margin" },
        ]}
        rows={models.map(({ model_id, verdict, hosts, nodes, vote_margin }) => ({
          key: model_id,
          cells: [
            model_id,
            hosts === null ? <VerdictMark key="hosts" verdict={verdict} /> : full(hosts),
            nodes === null ? "–" : full(nodes),
            ...measures.map(({ loaded, indicator }) => (
              <ModelNumber key={indicator?.id} indicator={indicator} loaded={loaded} model={model_id} />
            )),
            <MarginWords key="margin" margin={vote_margin} />,
          ],
        }))}
      />
      <p>
        <IndicatorLink id="scl.models_active">active models and modalities</IndicatorLink> ·{" "}
        <IndicatorLink id="mdl.new_model_token_share">token share of young models</IndicatorLink> ·{" "}
        <IndicatorLink id="mkm.capacity_follows_demand">whether capacity follows demand</IndicatorLink>
      </p>
    </Card>
  );
}

function useMeasure(indicators: readonly Indicator[], id: string) {
  const indicator = indicators.find((one) => one.id === id);
  const query = rowsWanted(indicator);
  const loaded = useAnswer("/indicators/{id}/series", query && { params: { id }, query }, EVERY_MINUTE);
  return { indicator, loaded: loaded.data?.indicator === id ? loaded : { ...loaded, data: null } };
}

const epochWords = (indicator: Indicator | undefined) => (indicator?.newest ? `, epoch\u00a0${indicator.newest.epoch}` : "");

interface ModelNumberProps {
  readonly indicator: Indicator | undefined;
  readonly loaded: Loaded<Series>;
  readonly model: string;
}

/** A model's number as tables show it: with its state, and who or what is missing where there is none. */
function ModelNumber({ indicator, loaded, model }: ModelNumberProps) {
  const point = pointOf(loaded.data, model);
  if (indicator?.newest && !loaded.data && !loaded.error) return <Placeholder height={44} what={indicator.name} />;
  if (!indicator || !point) return <span>– no number</span>;
  const { value, state, coverage, note } = point;
  const shown = hasNumber(state) && value !== null;
  return (
    <div title={note}>
      {shown ? inWords(quantity(value, indicator.unit)) : "–"}
      <div>
        <StateMark state={state} estimate={shown && indicator.estimate === true} />
        {shown && coverage !== null ? ` · ${coverageWords(coverage)}` : ""}
      </div>
    </div>
  );
}
