import type { Answer, Ask, ReadPath } from "./paths.ts";

/**
 * The service's API as the pages read it. The portal asks the service it came from (`fetch-client.ts`); in Grafana the
 * questions go through the data source (`datasource/proxy-client.ts`).
 */
export interface KpiClient {
  /**
   * @param path a route as the OpenAPI document writes it, such as `/indicators/{id}`
   * @throws KpiError where no answer came, or another than asked for
   */
  get<Path extends ReadPath>(path: Path, ask: Ask<Path>): Promise<Answer<Path>>;
  /** Where a browser finds the same answer by itself, for links. */
  href<Path extends ReadPath>(path: Path, ask: Ask<Path>): string;
  /** Where the service shows pages and badges to anybody; null where only its API can be asked, as in Grafana. */
  readonly site: string | null;
}
