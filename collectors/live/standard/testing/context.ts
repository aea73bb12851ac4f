import { createClient } from "@clickhouse/client";
import type { CollectContext } from "../../../context.ts";
import { createHttpClient } from "../../../http/client.ts";
import { QUICK_RETRY } from "../../../http/testing/server.ts";
import { Notebook } from "../../../notebook.ts";

/** What a question needs, over real HTTP without a rate limit; nothing of it reaches a store. */
export function questionContext(): { context: CollectContext; warnings: object[]; close: () => Promise<void> } {
  const http = createHttpClient({ rateLimit: false, retry: { ...QUICK_RETRY, maxRetries: 1 } });
  const client = createClient({ url: "http://127.0.0.1:1" });
  const warnings: object[] = [];
  const log = { info: () => undefined, warn: (fields: object) => warnings.push(fields) };
  const context = {
    http,
    client,
    log,
    sources: [],
    notebook: new Notebook(log, "run"),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  };
  return {
    context,
    warnings,
    close: async () => {
      await http.close();
      await client.close();
    },
  };
}
