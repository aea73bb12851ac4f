import { randomUUID } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import { microsecondClock } from "./clock.ts";

/** What a run did, as it is told when it ends. */
export interface RunResult {
  readonly outcome: "done" | "failed" | "stopped";
  readonly rows_written: number;
  readonly rows_unchanged: number;
  readonly errors: number;
  readonly detail?: string;
}

/** A run under way: recorded when it starts and again when it ends, so that one that was killed is seen as never ended. */
export interface Run {
  readonly id: string;
  end(result: RunResult): Promise<void>;
}

/** Records the start of a run. `heights` are the blocks it covers, where it is about blocks. */
export async function startRun(
  client: ClickHouseClient,
  chain_id: string,
  kind: string,
  asked: string,
  heights: { readonly from: number; readonly to: number } | null = null,
  id: string = randomUUID(),
): Promise<Run> {
  const started_at = new Date().toISOString();
  const insert = (row: object) =>
    client.insert({
      table: "runs",
      format: "JSONEachRow",
      values: [
        {
          chain_id,
          run_id: id,
          kind,
          started_at,
          asked,
          from_height: heights?.from ?? null,
          to_height: heights?.to ?? null,
          recorded_at: microsecondClock(),
          ...row,
        },
      ],
    });
  await insert({ ended_at: null, outcome: "running", rows_written: 0, rows_unchanged: 0, errors: 0, detail: "" });
  return {
    id,
    end: async ({ outcome, rows_written, rows_unchanged, errors, detail = "" }) => {
      await insert({ ended_at: new Date().toISOString(), outcome, rows_written, rows_unchanged, errors, detail });
    },
  };
}
