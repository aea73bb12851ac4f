import React from "react";
import type { Now } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { Ago } from "../../components/clock.tsx";
import { PageLink } from "../../components/page-link.tsx";
import { ScrollTable } from "../../components/scroll-table.tsx";
import { HealthMark } from "../../components/source-health.tsx";
import { full } from "../../format/number.ts";

/** Whether those whom we ask can tell, and whether they agree. */
export function SourcesCard({ now: { sources } }: { readonly now: Now }) {
  return (
    <Card title="Sources">
      <ScrollTable
        label="Sources"
        none="No source was asked lately."
        columns={[{ name: "source" }, { name: "health" }, { name: "behind", align: "right" }, { name: "asked" }]}
        rows={sources.map(({ source, health, odd, lag_blocks, polled_at, detail }) => ({
          key: source,
          cells: [
            source,
            <span key="health">
              <HealthMark health={health} />
              {odd ? " · contradicts the majority" : ""}
              {detail === "" ? "" : ` · ${detail}`}
            </span>,
            lag_blocks === null ? "–" : `${full(lag_blocks)} blocks`,
            <Ago key="polled" time={polled_at} />,
          ],
        }))}
      />
      <p>
        <PageLink page="quality" params={{}}>
          Data quality
        </PageLink>{" "}
        says what each source told, and where they differ.
      </p>
    </Card>
  );
}
