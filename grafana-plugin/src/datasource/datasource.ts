import {
  type DataFrame,
  type DataQueryError,
  type DataQueryRequest,
  type DataQueryResponse,
  DataSourceApi,
  type DataSourceInstanceSettings,
  type ScopedVars,
  type TestDataSourceResponse,
} from "@grafana/data";
import { getTemplateSrv } from "@grafana/runtime";
import type { KpiClient } from "../client/client.ts";
import { answer } from "./answer.ts";
import { health } from "./health.ts";
import { proxyClient } from "./proxy-client.ts";
import { DEFAULT_QUERY, isComplete, type KpiQuery, queryWords } from "./query.ts";
import { KpiVariables } from "./variable-support.ts";

/** What a Gonka KPI service knows, through Grafana's data-source proxy. */
export class KpiDataSource extends DataSourceApi<KpiQuery> {
  readonly client: KpiClient;

  constructor(settings: DataSourceInstanceSettings) {
    super(settings);
    this.client = proxyClient(settings.uid);
    this.variables = new KpiVariables(this.client);
    this.annotations = { getDefaultQuery: () => ({ ...DEFAULT_QUERY, kind: "events", events: "epochs" }) };
  }

  override getDefaultQuery(): Partial<KpiQuery> {
    return DEFAULT_QUERY;
  }

  override getQueryDisplayText(query: KpiQuery): string {
    return queryWords(query);
  }

  override filterQuery(query: KpiQuery): boolean {
    return isComplete(query);
  }

  override interpolateVariablesInQueries(queries: KpiQuery[], scopedVars: ScopedVars): KpiQuery[] {
    return queries.map((query) => {
      const filled = { ...query };
      for (const key of ["indicator", "host", "model", "metric", "project"] as const) {
        const given = query[key];
        if (given !== undefined) filled[key] = getTemplateSrv().replace(given, scopedVars, "csv");
      }
      return filled;
    });
  }

  /** One query that fails says so; the others keep their frames. */
  override async query({ targets, range, scopedVars }: DataQueryRequest<KpiQuery>): Promise<DataQueryResponse> {
    const queries = this.interpolateVariablesInQueries(targets, scopedVars).filter((target) => this.filterQuery(target));
    if (queries.length === 0) return { data: [] };
    const now = this.client.get("/now", { params: {}, query: {} });
    const answers = await Promise.allSettled(
      queries.map(async (query) => answer(this.client, { ...DEFAULT_QUERY, ...query }, range, (await now).simulated)),
    );
    const data: DataFrame[] = [];
    const errors: DataQueryError[] = [];
    answers.forEach((answered, index) => {
      if (answered.status === "fulfilled") data.push(...answered.value);
      else errors.push({ refId: queries[index]?.refId, message: messageOf(answered.reason) });
    });
    return errors.length > 0 ? { data, errors } : { data };
  }

  override testDatasource(): Promise<TestDataSourceResponse> {
    return health(this.client);
  }
}

const messageOf = (reason: unknown): string => (reason instanceof Error ? reason.message : "it failed");
