import { locationUtil } from "@grafana/data";
import { getBackendSrv } from "@grafana/runtime";
import { lastValueFrom } from "rxjs";
import type { KpiClient } from "../client/client.ts";
import { checkAnswer, KpiError, messageOf } from "../client/errors.ts";
import { pathOf } from "../client/paths.ts";

/** The service behind an instance of `gonka-kpi-datasource`, through Grafana's data-source proxy: Grafana's server asks, not the browser. */
export function proxyClient(uid: string): KpiClient {
  const at = (path: string) => `/api/datasources/proxy/uid/${encodeURIComponent(uid)}/api/v1${path}`;
  return {
    get: async (route, ask) => {
      const path = pathOf(route, ask);
      const request = getBackendSrv().fetch<unknown>({
        url: at(path),
        method: "GET",
        showErrorAlert: false,
        showSuccessAlert: false,
      });
      const { status, data } = await lastValueFrom(request).catch((cause: unknown) => {
        throw failed(path, cause);
      });
      return checkAnswer(path, status, data);
    },
    // Grafana may stand below a path, which its own requests know of.
    href: (route, ask) => locationUtil.assureBaseUrl(at(pathOf(route, ask))),
    site: null,
  };
}

/** Grafana rejects with an object that has `status` and `data`, not with an Error. */
function failed(path: string, cause: unknown): KpiError {
  const told = typeof cause === "object" && cause !== null ? cause : {};
  const status = "status" in told && typeof told.status === "number" && told.status > 0 ? told.status : null;
  const words = messageOf("data" in told ? told.data : null);
  if (words !== null) return new KpiError(path, status, `/api/v1${path}: ${words}`);
  const what =
    status === null ? "Grafana does not answer" : `Grafana's proxy answered ${status}: is the data source's address right?`;
  return new KpiError(path, status, `/api/v1${path}: ${what}`);
}
