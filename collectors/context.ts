import type { ClickHouseClient } from "@clickhouse/client";
import type { HttpClient } from "./http/client.ts";
import type { Source } from "./http/source.ts";
import type { Logger } from "./logger.ts";
import type { Notebook } from "./notebook.ts";

/** What every collector needs. */
export interface CollectContext {
  readonly http: HttpClient;
  readonly sources: readonly Source[];
  readonly client: ClickHouseClient;
  readonly notebook: Notebook;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Told as work is done, for a progress bar or log lines. */
  readonly onProgress: (done: number, of: number) => void;
}
