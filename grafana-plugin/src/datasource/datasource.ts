import {
  type DataFrame,
  type DataQueryError,
  type DataQueryRequest,
  type DataQueryResponse,
  DataSourceApi,
  type DataSourceInstanceSettings,
  type ScopedVars,
  type TestDataSourceResponse,
  type TimeRange,
} from "@grafana/data";
import { getTemplateSrv } from "@grafana/runtime";
import type { KpiClient } from "../client/client.ts";
import { seriesFrames } from "./frames.ts";
import { health } from "./health.ts";
import { proxyClient } from "./proxy-client.ts";
import { DEFAULT_QUERY, type KpiQuery } from "./query.ts";
import { readSeries } from "./read-series.ts";

/** Series of indicators from a Gonka KPI service, through Grafana's data-source proxy. */
export class KpiDataSource extends DataSourceApi<KpiQuery> {
  readonly client: KpiClient;

  constructor(settings: DataSourceInstanceSettings) {
    super(settings);
    this.client = proxyClient(settings.uid);
  }

  override getDefaultQuery(): Partial<KpiQuery> {
    return DEFAULT_QUERY;
  }

  override getQueryDisplayText({ indicator, axis }: KpiQuery): string {
    return `${indicator} by ${axis}`;
  }

  override filterQuery({ indicator }: KpiQuery): boolean {
    return (indicator ?? "") !== "";
  }

  override interpolateVariablesInQueries(queries: KpiQuery[], scopedVars: ScopedVars): KpiQuery[] {
    return queries.map((query) => ({ ...query, indicator: getTemplateSrv().replace(query.indicator, scopedVars) }));
  }

  /** One query that fails says so; the others keep their frames. */
  override async query({ targets, range, scopedVars }: DataQueryRequest<KpiQuery>): Promise<DataQueryResponse> {
    const queries = this.interpolateVariablesInQueries(
      targets.filter((target) => this.filterQuery(target)),
      scopedVars,
    );
    if (queries.length === 0) return { data: [] };
    const now = this.client.get("/now", { params: {}, query: {} });
    const answers = await Promise.allSettled(
      queries.map(async (query) => this.#frames({ ...DEFAULT_QUERY, ...query }, range, (await now).simulated)),
    );
    const data: DataFrame[] = [];
    const errors: DataQueryError[] = [];
    answers.forEach((answer, index) => {
      if (answer.status === "fulfilled") data.push(...answer.value);
      else errors.push({ refId: queries[index]?.refId, message: messageOf(answer.reason) });
    });
    return errors.length > 0 ? { data, errors } : { data };
  }

  override testDatasource(): Promise<TestDataSourceResponse> {
    return health(this.client);
  }

  async #frames(
    { refId, indicator: id, axis, labels, method }: KpiQuery,
    range: TimeRange,
    simulated: boolean,
  ): Promise<DataFrame[]> {
    // Which epochs lie in a range of time only their points tell.
    const days = axis === "day" ? { from: dayOf(range.from.valueOf()), to: dayOf(range.to.valueOf()) } : {};
    const [detail, series] = await Promise.all([
      this.client.get("/indicators/{id}", { params: { id }, query: {} }),
      readSeries(this.client, id, { axis, labels, ...(method === undefined ? {} : { method }), ...days }),
    ]);
    return seriesFrames({ detail, series, simulated }, refId, range);
  }
}

const dayOf = (ms: number): string => new Date(Math.max(0, ms)).toISOString().slice(0, 10);

const messageOf = (reason: unknown): string => (reason instanceof Error ? reason.message : "it failed");
