import React from "react";
import { EVERY_MINUTE, EVERY_TEN_SECONDS, useAnswer } from "../../client/context.tsx";
import { Columns, Rows } from "../../components/card.tsx";
import { PageFrame } from "../../components/page-frame.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { Verdict } from "../../components/verdict.tsx";
import { EpochCard } from "./epoch-card.tsx";
import { HeadCard } from "./head-card.tsx";
import { healthLook, troublesOf } from "./health.ts";
import { HostsCard } from "./hosts-card.tsx";
import { ModelsCard } from "./models-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";
import { SourcesCard } from "./sources-card.tsx";

/** Is the network healthy this minute? */
export default function NowPage() {
  const { data: now, error } = useAnswer("/now", { params: {}, query: {} }, EVERY_TEN_SECONDS);
  const hosts = useAnswer("/hosts", { params: {}, query: { limit: 1000 } }, EVERY_MINUTE);
  const troubles = now ? troublesOf(now) : [];
  return (
    <PageFrame title="Network now" question="Is the network healthy this minute?" crumbs={[]}>
      {now ? (
        <>
          <Verdict look={healthLook(troubles)} findings={troubles} />
          <Columns>
            <HeadCard now={now} />
            <EpochCard epoch={now.epoch} />
          </Columns>
          <Columns>
            <HostsCard now={now.hosts} listed={hosts.data} />
            <SourcesCard now={now} />
          </Columns>
          <LoadTrouble loaded={hosts} />
          <Rows>
            <ModelsCard models={now.models} />
            <SessionsCard />
          </Rows>
        </>
      ) : error ? null : (
        <Placeholder height={720} what="network now" />
      )}
    </PageFrame>
  );
}
