import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { z } from "zod";
import { openStorage } from "../../../storage/open.ts";
import { queryRows } from "../../../storage/read/query.ts";
import { ObservationWriter } from "../../../storage/write/observations.ts";
import type { CollectContext } from "../../context.ts";
import { createHttpClient } from "../../http/client.ts";
import { QUICK_RETRY } from "../../http/testing/server.ts";
import { Notebook } from "../../notebook.ts";

export const CHAIN = "test-1";

const ESCROW_TABLES = [
  "blocks",
  "session_listings",
  "escrow_openings",
  "escrows",
  "escrow_searches",
  "escrow_expiries",
  "settlements",
  "settlement_slots",
  "host_epoch_stats",
];

/** A real store and a real HTTP client for the tests of this folder. */
export async function openTestStore() {
  const dir = mkdtempSync(join(tmpdir(), "gonka-observed-"));
  const storage = await openStorage({ dataDir: dir });
  const http = createHttpClient({ rateLimit: false, maxConnectionsPerOrigin: 64, retry: { ...QUICK_RETRY, maxRetries: 1 } });
  const warnings: object[] = [];
  const log = { info: () => undefined, warn: (fields: object) => warnings.push(fields) };
  const contextOf = (signal = new AbortController().signal): CollectContext => ({
    http,
    log,
    sources: [],
    client: storage.client,
    notebook: new Notebook(log, "run"),
    signal,
    onProgress: () => undefined,
  });
  return {
    warnings,
    contextOf,
    writer: () => new ObservationWriter(storage.client, CHAIN),
    rows: <Row>(schema: z.ZodType<Row>, sql: string) => queryRows(storage.client, schema, sql, { chain: CHAIN }),
    empty: async () => {
      warnings.length = 0;
      for (const table of ["transactions", "slashes", "block_signatures", ...ESCROW_TABLES])
        await storage.client.command({ query: `TRUNCATE TABLE ${table}` });
    },
    close: async () => {
      await http.close();
      await storage.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type TestStore = Awaited<ReturnType<typeof openTestStore>>;
