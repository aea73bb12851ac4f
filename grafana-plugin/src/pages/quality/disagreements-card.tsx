import React from "react";
import type { Sources } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { Facts } from "../../components/facts.tsx";
import { ScrollTable } from "../../components/scroll-table.tsx";
import { VerdictMark } from "../../components/verdict-mark.tsx";
import { full } from "../../format/number.ts";
import { disagreements } from "./findings.ts";

/** Where the sources differ: a majority outvotes one, without a majority there is no number. */
export function DisagreementsCard({ answer }: { readonly answer: Sources }) {
  const { agreed, absent, disputed, lost } = answer.questions;
  return (
    <Card title="Disagreements">
      <Facts
        facts={[
          { name: "agreed", words: `${full(agreed)} questions` },
          { name: "not there", words: `${full(absent)}: the sources say that it does not exist` },
          { name: "disputed", words: full(disputed) },
          { name: "lost", words: `${full(lost)}: no source could tell` },
        ]}
      />
      <ScrollTable
        label="Questions in which sources differ"
        none="In no question do sources differ."
        columns={[{ name: "epoch" }, { name: "question" }, { name: "verdict" }, { name: "odd" }, { name: "majority" }]}
        rows={disagreements(answer).map(({ key, question }) => ({
          key,
          cells: [
            question.epoch ?? "now",
            `${question.topic.replaceAll("_", " ")}${question.subject === "" ? "" : ` of ${question.subject}`}`,
            <VerdictMark key="verdict" verdict={question.verdict} />,
            question.odd.join(", "),
            question.agreeing.join(", ") || "–",
          ],
        }))}
      />
    </Card>
  );
}
