import React from "react";
import type { Now } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { type Look, Mark } from "../../components/mark.tsx";
import { ScrollTable } from "../../components/scroll-table.tsx";
import { utc } from "../../format/time.ts";
import { runWords } from "./findings.ts";

/** How our own collectors did; each runs again at its next time, whatever became of the last run. */
export function RunsCard({ collectors }: Pick<Now, "collectors">) {
  return (
    <Card title="Collector runs">
      <ScrollTable
        label="Collector runs"
        none="– No collector ran within the last week."
        columns={[
          { name: "collector" },
          { name: "last run" },
          { name: "last success" },
          { name: "last began" },
          { name: "said" },
        ]}
        rows={[...collectors].sort(byTrouble).map((run) => ({
          key: run.collector,
          cells: [
            run.collector.replaceAll("_", " "),
            <Mark key="outcome" {...outcomeLook(run.last_outcome)} />,
            runWords(run),
            utc(run.last_started_at),
            run.last_detail ?? "",
          ],
        }))}
      />
    </Card>
  );
}

type Run = Now["collectors"][number];
const byTrouble = (a: Run, b: Run) => rank(a) - rank(b);
const rank = ({ last_outcome: outcome }: Run) => (outcome === null ? 2 : outcome === "done" ? 1 : 0);

export function outcomeLook(outcome: string | null): Look {
  if (outcome === null) return { glyph: "◔", word: "runs; none has ended", tone: "muted" };
  return outcome === "done" ? { glyph: "●", word: "done", tone: "good" } : { glyph: "✕", word: outcome, tone: "bad" };
}
