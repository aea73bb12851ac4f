import React from "react";
import type { Source, Sources } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { ScrollTable } from "../../components/scroll-table.tsx";
import { HealthMark } from "../../components/source-health.tsx";
import { full, percentOfAll } from "../../format/number.ts";
import { utc } from "../../format/time.ts";

/** Whom we ask, how it goes, and how fresh it is. */
export function SourcesTable({ answer }: { readonly answer: Sources }) {
  return (
    <Card title="Sources and freshness">
      <ScrollTable
        label="Sources and freshness"
        none="No source was asked yet."
        columns={[
          { name: "source" },
          { name: "now" },
          { name: "behind", align: "right" },
          { name: "requests", align: "right" },
          { name: "succeeded", align: "right" },
          { name: "told", align: "right" },
          { name: "could not tell", align: "right" },
          { name: "outvoted", align: "right" },
          { name: "disputed", align: "right" },
          { name: "told something new" },
        ]}
        rows={answer.sources.map((source) => ({ key: source.source, cells: cellsOf(source) }))}
      />
      {answer.refused.map(({ source, network }) => (
        <p key={source}>
          ✕ {source} serves {network}: none of its answers is used.
        </p>
      ))}
    </Card>
  );
}

function cellsOf({ source, now, requests, success_ratio, answers, outvoted, disputed, newest_answer_at }: Source) {
  const all = requests.reduce((sum, row) => sum + row.requests, 0);
  return [
    source,
    <span key="now">
      <HealthMark health={now?.health ?? null} />
      {now && now.detail !== "" ? ` · ${now.detail}` : ""}
    </span>,
    now?.lag_blocks == null ? "–" : `${full(now.lag_blocks)} blocks`,
    full(all),
    success_ratio === null ? "–" : percentOfAll(success_ratio),
    full(answers.told),
    full(answers.unknown),
    full(outvoted),
    full(disputed),
    newest_answer_at === null ? "never" : utc(newest_answer_at),
  ];
}
