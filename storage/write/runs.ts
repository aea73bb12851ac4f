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

/** Takes rows of `runs`. */
export interface RunStore {
  insert(row: object): Promise<void>;
}

const insertRuns = (client: ClickHouseClient, values: readonly object[]) =>
  client.insert({ table: "runs", format: "JSONEachRow", values: [...values] });

/** Stores each row at once: for commands, which are one run. */
export const storedRuns = (client: ClickHouseClient): RunStore => ({
  insert: async (row) => {
    await insertRuns(client, [row]);
  },
});

/** A kill loses the records of this long. */
const JOURNAL_MS = 200;
/** Rows that wait for a store that takes none: about a day's. */
const MOST_KEPT = 20_000;

/** Stores rows a fifth of a second's worth at a time: for the service, whose jobs are many and short. What could not be stored is kept for the next time. */
export class RunJournal implements RunStore {
  readonly #client: ClickHouseClient;
  readonly #failed: (error: unknown) => void;
  #rows: object[] = [];
  #timer: NodeJS.Timeout | null = null;

  /** @param failed is told why rows could not be stored, each time. */
  constructor(client: ClickHouseClient, failed: (error: unknown) => void) {
    this.#client = client;
    this.#failed = failed;
  }

  async insert(row: object): Promise<void> {
    this.#rows.push(row);
    this.#timer ??= setTimeout(() => void this.flush(), JOURNAL_MS);
  }

  /** Stores what was taken; never throws. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const rows = this.#rows.splice(0);
    if (rows.length === 0) return;
    try {
      await insertRuns(this.#client, rows);
    } catch (error) {
      this.#rows = [...rows, ...this.#rows].slice(-MOST_KEPT);
      this.#failed(error);
    }
  }
}

/** Records the start of a run. `heights` are the blocks it covers, where it is about blocks. */
export async function startRun(
  store: RunStore,
  chain_id: string,
  kind: string,
  asked: string,
  heights: { readonly from: number; readonly to: number } | null = null,
  run_id: string = randomUUID(),
): Promise<Run> {
  const started_at = new Date().toISOString();
  const [from_height, to_height] = [heights?.from ?? null, heights?.to ?? null];
  const run = { chain_id, run_id, kind, started_at, asked, from_height, to_height };
  const insert = (state: object) => store.insert({ ...run, recorded_at: microsecondClock(), ...state });
  await insert({ ended_at: null, outcome: "running", rows_written: 0, rows_unchanged: 0, errors: 0, detail: "" });
  return {
    id: run_id,
    end: ({ outcome, rows_written, rows_unchanged, errors, detail = "" }) =>
      insert({ ended_at: new Date().toISOString(), outcome, rows_written, rows_unchanged, errors, detail }),
  };
}
