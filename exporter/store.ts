import type { ClickHouseClient } from "@clickhouse/client";

/** The open store and the chain its data belongs to. */
export interface Store {
  readonly client: ClickHouseClient;
  readonly chain: string;
}

/** A source that serves another chain, and which: none of its answers may mix with ours. */
export interface RefusedSource {
  readonly source: string;
  readonly network: string;
}

/** One request to a source, told when it is over. `seconds` is the whole call with waiting and retries. */
export interface RequestEvent {
  readonly source: string;
  /** The path's template. */
  readonly route: string;
  /** `answered`, `absent`, or why the source could not tell. */
  readonly outcome: string;
  readonly seconds: number;
  readonly bytes: number;
}
