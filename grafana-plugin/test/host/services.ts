import { type DataSourceApi, type DataSourceInstanceSettings, locationUtil } from "@grafana/data";
import { config, setBackendSrv, setDataSourceSrv, setTemplateSrv } from "@grafana/runtime";
import { from } from "rxjs";
import { fillIn } from "./address.ts";

/** The one data source of this host, as Grafana describes it. */
export const SETTINGS = {
  id: 1,
  uid: "kpi",
  type: "gonka-kpi-datasource",
  name: "Gonka KPI",
  isDefault: true,
  access: "proxy",
  readOnly: false,
  jsonData: {},
  meta: { id: "gonka-kpi-datasource", name: "Gonka KPI", type: "datasource", module: "", baseUrl: "", info: {} },
};

/** Stands in for the services that Grafana's front end gives to plugins: requests go out as they are, variables come from the address. */
export function serve(instance: () => DataSourceApi | null): void {
  locationUtil.initialize({
    config: config as never,
    getVariablesUrlParams: () => ({}),
    getTimeRangeForUrl: () => ({ from: "now-30d", to: "now" }),
  });
  setBackendSrv({ ...NONE, fetch: (request: { readonly url: string }) => from(ask(request.url)) } as never);
  setDataSourceSrv({
    getList: () => [SETTINGS],
    getInstanceSettings: () => SETTINGS,
    get: async () => instance(),
    reload: () => undefined,
  } as never);
  setTemplateSrv({
    replace: (text: string | undefined) => fillIn(text ?? ""),
    getVariables: () => [],
    containsTemplate: (text: string | undefined) => text?.includes("$") ?? false,
    updateTimeRange: () => undefined,
  } as never);
}

const NONE = Object.fromEntries(
  ["get", "post", "put", "patch", "delete", "request", "datasourceRequest"].map((name) => [name, refuse]),
);

function refuse(): never {
  throw new Error("the plugin asks Grafana for something that this host does not have");
}

async function ask(url: string): Promise<object> {
  const response = await window.fetch(url.startsWith("/") ? url : `/${url}`, { headers: { accept: "application/json" } });
  const answer = { status: response.status, ok: response.ok, data: await response.json().catch(() => null) };
  if (!response.ok) throw answer;
  return answer;
}

export type Settings = DataSourceInstanceSettings;
