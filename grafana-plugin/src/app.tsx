import { getDataSourceSrv } from "@grafana/runtime";
import React, { useMemo } from "react";
import { ClientProvider } from "./client/context.tsx";
import { BaseProvider } from "./components/page-link.tsx";
import { Trouble } from "./components/trouble.tsx";
import { proxyClient } from "./datasource/proxy-client.ts";
import { APP_PATH, DATA_SOURCE } from "./ids.ts";
import { Pages } from "./pages/pages.tsx";

/** The pages inside Grafana. They read through an instance of the data source: the default one of its type, else the first. */
export default function App() {
  const uid = useMemo(() => {
    const instances = getDataSourceSrv().getList({ type: DATA_SOURCE });
    return (instances.find(({ isDefault }) => isDefault) ?? instances[0])?.uid ?? null;
  }, []);
  const client = useMemo(() => (uid === null ? null : proxyClient(uid)), [uid]);
  if (!client)
    return (
      <Trouble
        what={`There is no data source of the type ${DATA_SOURCE}, so the pages have nobody to ask.`}
        since={null}
        holds="No number is known here."
        next="Add one under Connections, with the address of the Gonka KPI service, and open this page again."
      />
    );
  return (
    <BaseProvider base={APP_PATH}>
      <ClientProvider client={client}>
        <Pages />
      </ClientProvider>
    </BaseProvider>
  );
}
