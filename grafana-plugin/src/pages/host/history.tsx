import React from "react";
import { useSearchParams } from "react-router-dom";
import { SeriesChart } from "../../charts/series-chart.tsx";
import type { HostDetail, HostEpoch } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { Choice } from "../../components/choice.tsx";
import { Mark } from "../../components/mark.tsx";
import { ScrollTable } from "../../components/scroll-table.tsx";
import { full, gnk, percent } from "../../format/number.ts";
import { dayWords } from "../../format/time.ts";
import { HISTORIES, historyOf, historySeries } from "./history-series.ts";

/** The host through the epochs: a chart of one number, and all of them in a table. */
export function History({ host }: { readonly host: HostDetail }) {
  const [search, setSearch] = useSearchParams();
  const history = historyOf(search);
  const choose = (value: string) =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      after.set("history", value);
      return after;
    });
  const series = historySeries(host, history);
  return (
    <Card title="History by epoch">
      <Choice name="What is drawn" options={HISTORIES} chosen={history} choose={choose} />
      {series.points.length === 0 ? (
        <p>– No agreed fact names it in any epoch.</p>
      ) : (
        <SeriesChart name={history} series={series} />
      )}
      <ScrollTable
        label="History by epoch"
        none=""
        columns={[
          { name: "epoch" },
          { name: "weight", align: "right", indicator: "cap.weight_top3_share" },
          { name: "completed", align: "right" },
          { name: "missed", align: "right", indicator: "rel.host_failure_rate" },
          { name: "invalid", align: "right" },
          { name: "rewarded and earned", align: "right", indicator: "ret.reward_per_h100e" },
          { name: "claimed" },
          { name: "excluded", indicator: "ret.exclusion_rate" },
        ]}
        rows={host.epochs.map((epoch) => ({ key: String(epoch.epoch), cells: cellsOf(epoch) }))}
      />
      {host.next === null ? null : <p>These are the newest {host.epochs.length} epochs.</p>}
    </Card>
  );
}

function cellsOf({ epoch, ends_at, starts_at, member, results, miss_ratio, excluded, exclusions }: HostEpoch) {
  const date = ends_at ?? starts_at;
  return [
    `${epoch}${date === null ? "" : `, ${dayWords(date)}`}`,
    member ? full(BigInt(member.weight)) : "no member",
    results ? full(BigInt(results.inference_count)) : "–",
    miss_ratio === null ? "–" : percent(miss_ratio),
    results ? full(BigInt(results.invalidated_inferences)) : "–",
    results ? gnk(BigInt(results.rewarded_coins) + BigInt(results.earned_coins)) : "–",
    results === null ? "–" : results.claimed ? "yes" : "not yet or never",
    excluded === null ? (
      "– not known"
    ) : excluded ? (
      <Mark
        key="excluded"
        glyph="⊘"
        word={exclusions?.map(({ reason }) => reason.replaceAll("_", " ")).join(", ") ?? "yes"}
        tone="bad"
      />
    ) : (
      "no"
    ),
  ];
}
