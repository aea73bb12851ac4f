import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { useStyles2 } from "@grafana/ui";
import React from "react";
import { useParams } from "react-router-dom";
import { EVERY_MINUTE, EVERY_TEN_SECONDS, useAnswer } from "../../client/context.tsx";
import type { HostDetail } from "../../client/types.ts";
import { Rows } from "../../components/card.tsx";
import { HostStateMark } from "../../components/host-state.tsx";
import { hostName } from "../../components/hosts.ts";
import { PageFrame } from "../../components/page-frame.tsx";
import { Placeholder } from "../../components/placeholder.tsx";
import { LoadTrouble } from "../../components/trouble.tsx";
import { dayWords } from "../../format/time.ts";
import { History } from "./history.tsx";
import { HostTiles } from "./tiles.tsx";
import { TodoList } from "./todo-list.tsx";
import { UptimeCard } from "./uptime-card.tsx";

/** What must I do, and how do I stand? */
export default function HostPage() {
  const { address = "" } = useParams();
  const loaded = useAnswer("/hosts/{address}", { params: { address }, query: {} }, EVERY_MINUTE);
  const { data: now } = useAnswer("/now", { params: {}, query: {} }, EVERY_TEN_SECONDS);
  const host = loaded.data?.address === address ? loaded.data : null;
  return (
    <PageFrame
      title={host ? hostName(host) : address}
      question="What must I do, and how do I stand?"
      crumbs={[{ words: "Hosts", page: "hosts", params: {} }]}
    >
      <LoadTrouble loaded={loaded} />
      {host && now ? (
        <>
          <Who host={host} />
          <TodoList host={host} epoch={now.epoch} />
          <UptimeCard address={address} />
          <HostTiles host={host} />
          <Rows>
            <History host={host} />
          </Rows>
        </>
      ) : loaded.error ? null : (
        <Placeholder height={720} what="host" />
      )}
    </PageFrame>
  );
}

function Who({ host: { address, now, models } }: { readonly host: HostDetail }) {
  const styles = useStyles2(getStyles);
  const facts = [
    address,
    now.url_host ?? "no URL that can be asked",
    now.joined_at === null ? "when it joined is not known" : `joined ${dayWords(now.joined_at)}`,
    now.status === null ? "its status is not agreed" : `status ${now.status}`,
    models === null ? "its models are not agreed" : models.join(", ") || "no model",
  ];
  return (
    <p className={styles.who}>
      <HostStateMark state={now.agreement.state} /> · {facts.join(" · ")}
    </p>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  who: css({ color: theme.colors.text.secondary, overflowWrap: "anywhere", margin: theme.spacing(0, 0, 1.5) }),
});
