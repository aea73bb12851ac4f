import React from "react";
import { useSearchParams } from "react-router-dom";
import { EVERY_MINUTE, useAnswer } from "../../client/context.tsx";
import type { Session } from "../../client/types.ts";
import { Card } from "../../components/card.tsx";
import { Choice } from "../../components/choice.tsx";
import { Ago } from "../../components/clock.tsx";
import { IndicatorLink } from "../../components/page-link.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { ScrollTable } from "../../components/scroll-table.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { gnk } from "../../format/number.ts";
import { findings } from "./session-words.ts";

const TROUBLES = ["failed", "slow", "disputed"] as const;
const SHOWN = 100;

/** Sessions in trouble, by what is wrong with them; which list stands in the address. */
export function SessionsCard() {
  const [search, setSearch] = useSearchParams();
  const trouble = TROUBLES.find((one) => one === search.get("sessions")) ?? "failed";
  const loaded = useAnswer("/sessions", { params: {}, query: { trouble, limit: SHOWN } }, EVERY_MINUTE);
  const answer = loaded.data;
  const choose = (value: string) =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      after.set("sessions", value);
      return after;
    });
  return (
    <Card title="Sessions in trouble">
      <Choice name="Trouble" options={TROUBLES} chosen={trouble} choose={choose} />
      <LoadTrouble loaded={loaded} />
      {answer ? (
        <>
          <p>
            {answer.from_epoch === null
              ? "– No epoch is known yet."
              : countWords(answer.sessions.length, trouble, answer.from_epoch, answer.next !== null)}
          </p>
          <ScrollTable
            label={`Sessions that are ${trouble}`}
            none={answer.from_epoch === null ? "" : "None."}
            columns={[
              { name: "session" },
              { name: "model" },
              { name: "what is wrong" },
              { name: "opened" },
              { name: "amount", align: "right" },
            ]}
            rows={answer.sessions.map((session) => rowOf(session, trouble))}
          />
        </>
      ) : loaded.error ? null : (
        <Placeholder height={240} what="sessions" />
      )}
      <p>
        <IndicatorLink id="aux.session_outcomes">attempts by outcome</IndicatorLink> ·{" "}
        <IndicatorLink id="rel.validation_settlement">validation and settlement</IndicatorLink>
      </p>
    </Card>
  );
}

const countWords = (count: number, trouble: string, from: number, more: boolean) =>
  `${more ? `the newest ${count}` : count} ${trouble} since epoch ${from}, as far as hosts and chain tell`;

const rowOf = (session: Session, trouble: (typeof TROUBLES)[number]) => ({
  key: session.escrow_id,
  cells: [
    `${session.escrow_id} · epoch ${session.epoch}`,
    session.model_id ?? "– not known",
    findings(session, trouble).join(" · "),
    session.opened_at === null ? "–" : <Ago key="opened" time={session.opened_at} />,
    session.amount_ngonka === null ? "–" : gnk(BigInt(session.amount_ngonka)),
  ],
});
