import React from "react";
import { useSearchParams } from "react-router-dom";
import { notUp, reachableWords } from "../../charts/uptime-model.ts";
import { UptimeStrip } from "../../charts/uptime-strip.tsx";
import { EVERY_MINUTE, useAnswer } from "../../client/context.tsx";
import { Card } from "../../components/card.tsx";
import { Choice } from "../../components/choice.tsx";
import { HostStateMark } from "../../components/host-state.tsx";
import { IndicatorLink } from "../../components/page-link.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { ScrollTable } from "../../components/scroll-table.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { duration, utc } from "../../format/time.ts";

const DAYS = ["1 d", "7 d", "30 d", "90 d"] as const;
const LISTED = 100;

/** Reachable time in four states; how far back stands in the address. */
export function UptimeCard({ address }: { readonly address: string }) {
  const [search, setSearch] = useSearchParams();
  const days = DAYS.find((one) => one === search.get("uptime")) ?? "30 d";
  const loaded = useAnswer(
    "/hosts/{address}/uptime",
    { params: { address }, query: { days: Number.parseInt(days, 10) } },
    EVERY_MINUTE,
  );
  const uptime = loaded.data?.address === address ? loaded.data : null;
  const choose = (value: string) =>
    setSearch((before) => {
      const after = new URLSearchParams(before);
      after.set("uptime", value);
      return after;
    });
  const title = uptime ? (
    <>
      <IndicatorLink id="aux.host_uptime">Reachable</IndicatorLink> {reachableWords(uptime.agreed.seconds)} of the known time
    </>
  ) : (
    "Reachable"
  );
  return (
    <Card title={title}>
      <LoadTrouble loaded={loaded} />
      {uptime ? (
        uptime.first_probed_at === null ? (
          <p>– No vantage point ever probed it: nobody knows.</p>
        ) : (
          <>
            <UptimeStrip uptime={uptime} />
            <Choice name="How far back" options={DAYS} chosen={days} choose={choose} />
            <details>
              <summary>Times when it was not up</summary>
              <ScrollTable
                label="Times when it was not up"
                none="There were none."
                columns={[{ name: "state" }, { name: "from" }, { name: "to" }, { name: "for", align: "right" }, { name: "why" }]}
                rows={notUp(uptime.agreed)
                  .slice(0, LISTED)
                  .map(({ state, starts_at, ends_at, reason }) => ({
                    key: starts_at,
                    cells: [
                      <HostStateMark key="state" state={state} />,
                      utc(starts_at),
                      utc(ends_at),
                      duration((Date.parse(ends_at) - Date.parse(starts_at)) / 1000),
                      reason,
                    ],
                  }))}
              />
            </details>
          </>
        )
      ) : loaded.error ? null : (
        <Placeholder height={160} what="uptime" />
      )}
    </Card>
  );
}
