import React from "react";
import type { Model } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { Mark } from "../../components/mark.tsx";
import { PageLink } from "../../components/page-link.tsx";
import { ScrollTable } from "../../components/scroll-table.tsx";
import { VERDICT_LOOKS } from "../../components/verdict-mark.tsx";
import { full } from "../../format/number.ts";
import { MarginWords } from "./margin.tsx";

/** The model groups of the running epoch, and how far each is from losing its proof of compute. */
export function ModelsCard({ models }: { readonly models: readonly Model[] }) {
  return (
    <Card title="Model groups and their margin to 2/3">
      <ScrollTable
        label="Model groups"
        none="No model is known of the running epoch."
        columns={[
          { name: "model" },
          { name: "hosts", align: "right", indicator: "mdl.hosts_per_model" },
          { name: "ML nodes", align: "right" },
          { name: "margin to 2/3", indicator: "mdl.vote_margin" },
        ]}
        rows={models.map(({ model_id, verdict, hosts, nodes, vote_margin }) => ({
          key: model_id,
          cells: [
            model_id,
            hosts === null ? <Mark key="hosts" {...VERDICT_LOOKS[verdict ?? "never"]} /> : full(hosts),
            nodes === null ? "–" : full(nodes),
            <MarginWords key="margin" margin={vote_margin} />,
          ],
        }))}
      />
      <p>
        <PageLink page="models" params={{}}>
          Models and usage
        </PageLink>{" "}
        says how much of them is used.
      </p>
    </Card>
  );
}
