import { CustomVariableSupport, type DataQueryRequest, type DataQueryResponse } from "@grafana/data";
import { getTemplateSrv } from "@grafana/runtime";
import { from, map, type Observable } from "rxjs";
import type { KpiClient } from "../client/client.ts";
import type { KpiDataSource } from "./datasource.ts";
import { VariableEditor } from "./variable-editor.tsx";
import { findValues, type KpiVariableQuery } from "./variables.ts";

/** Dashboard variables: indicators, hosts, models, values of a label, the roadmap's metrics and projects. */
export class KpiVariables extends CustomVariableSupport<KpiDataSource, KpiVariableQuery> {
  readonly editor = VariableEditor;
  readonly #client: KpiClient;

  constructor(client: KpiClient) {
    super();
    this.#client = client;
  }

  override query({ targets, scopedVars }: DataQueryRequest<KpiVariableQuery>): Observable<DataQueryResponse> {
    const [asked] = targets;
    if (!asked) return from([{ data: [] }]);
    const filled = { ...asked };
    for (const key of ["metric", "indicator", "label"] as const) {
      const given = asked[key];
      if (given !== undefined) filled[key] = getTemplateSrv().replace(given, scopedVars);
    }
    return from(findValues(this.#client, filled)).pipe(map((data) => ({ data })));
  }
}
