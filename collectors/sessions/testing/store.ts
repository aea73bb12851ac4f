import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import type { EscrowRow, InferenceRow, SettlementSlotRow } from "../../../storage/facts/inference-rows.ts";
import { ESCROWS, SETTLEMENT_SLOTS, SETTLEMENTS } from "../../../storage/facts/tables.ts";
import { queryRows } from "../../../storage/read/query.ts";
import { temporaryStore } from "../../../storage/testing/store.ts";
import { ObservationWriter } from "../../../storage/write/observations.ts";
import type { CollectContext } from "../../context.ts";
import type { HttpClient } from "../../http/client.ts";
import { Notebook } from "../../notebook.ts";
import { createSessionClient } from "../client.ts";
import { collectSessions, type SessionsCollected } from "../collect.ts";
import type { SessionNetwork } from "../network.ts";
import { readAllInferences } from "../stored.ts";
import { AskedInVain } from "../vain.ts";

export const CHAIN = "sessions-1";
const TABLES =
  "escrows escrow_expiries settlements settlement_slots session_listings session_details session_reads inferences".split(" ");

/** A settlement as far as tests are about it. */
export interface TestSettlement {
  readonly nonce: bigint;
  readonly version: string;
  readonly slots: readonly SettlementSlotRow[];
}

const read = z.object({
  escrow_id: z.string(),
  host: z.string(),
  version: z.string(),
  nonce: z.string(),
  finalized: z.boolean(),
  fits_settlement: z.boolean().nullable(),
  detail: z.string(),
});
export type TestRead = Omit<z.infer<typeof read>, "escrow_id">;

/** A real store, a real client that may ask loopback addresses, and rounds of reading. */
export async function openSessionStore() {
  const store = await temporaryStore("sessions");
  const warnings: object[] = [];
  const log = { info: () => undefined, warn: (fields: object, message: string) => warnings.push({ ...fields, message }) };
  const clients: HttpClient[] = [];
  const newClient = () => {
    const quiet = { debug: () => undefined, warn: () => undefined };
    const http = createSessionClient({ allowPrivateHosts: true, rateLimit: true, log: quiet, onRequest: () => undefined });
    clients.push(http);
    return http;
  };
  const contextOf = (signal: AbortSignal, client: ClickHouseClient): CollectContext => ({
    http: newClient(),
    log,
    sources: [],
    client,
    notebook: new Notebook(log, "run"),
    signal,
    onProgress: () => undefined,
  });
  const writer = () => new ObservationWriter(store.client, CHAIN);
  return {
    client: store.client,
    warnings,
    /** One round at a moment, by a client that knows nothing of the rounds before. */
    round: (network: SessionNetwork, at: string, client = store.client): Promise<SessionsCollected> => {
      const context = contextOf(new AbortController().signal, client);
      return collectSessions(
        context,
        CHAIN,
        { http: newClient(), vain: new AskedInVain() },
        network,
        new Date(at),
        new ObservationWriter(client, CHAIN),
      );
    },
    escrow: async (row: Pick<EscrowRow, "escrow_id" | "epoch" | "slots"> & { readonly model_id?: string }) => {
      const fixed = { creator: "gonka1payer", amount: 500_000_000n, model_id: "m", token_price: 10n, source: "node" };
      const all = writer();
      await all.write(ESCROWS, [{ ...fixed, create_devshard_fee: 10_000n, fee_per_nonce: 1000n, ...row }]);
      await all.flush();
    },
    settle: async (escrow_id: bigint, { nonce, version, slots }: TestSettlement) => {
      const all = writer();
      const fixed = { height: 9, time: "2026-11-22T12:00:00Z", tx_index: 0, hash: "A".repeat(64), settler: "gonka1payer" };
      const row = { ...fixed, escrow_id, nonce, fees: 0n, total_payout: null, remainder: null, protocol_version: version };
      await all.write(SETTLEMENTS, [{ ...row, source: "node" }]);
      await all.write(SETTLEMENT_SLOTS, slots);
      await all.flush();
    },
    writer,
    inferences: async (escrowId: bigint, epoch: number): Promise<InferenceRow[]> => {
      const rows = await readAllInferences(store.client, CHAIN, { escrowId, epoch, modelId: "", slots: [] });
      return rows.sort((a, b) => Number(a.inference_id - b.inference_id));
    },
    reads: async (): Promise<ReadonlyMap<string, TestRead>> => {
      const rows = await queryRows(
        store.client,
        read,
        "SELECT escrow_id, host, version, nonce, finalized, fits_settlement, detail FROM session_reads FINAL ORDER BY escrow_id",
      );
      return new Map(rows.map(({ escrow_id, ...row }) => [escrow_id, row]));
    },
    rows: <Row extends z.ZodType>(schema: Row, sql: string) => queryRows(store.client, schema, sql),
    empty: async () => {
      warnings.length = 0;
      for (const table of TABLES) await store.client.command({ query: `TRUNCATE TABLE ${table}` });
    },
    close: async () => {
      for (const http of clients) await http.close();
      await store.remove();
    },
  };
}

export type SessionStore = Awaited<ReturnType<typeof openSessionStore>>;

/** Sums over a session as people speak of it. */
export function totalsOf(rows: readonly InferenceRow[]) {
  const finished = rows.filter(({ prompt_tokens }) => prompt_tokens !== null);
  const sum = (of: (row: InferenceRow) => bigint | null) => Number(finished.reduce((total, row) => total + (of(row) ?? 0n), 0n));
  return {
    starts: rows.length,
    confirmed: rows.filter(({ confirmed_at }) => confirmed_at !== null).length,
    finished: finished.length,
    prompt: sum(({ prompt_tokens }) => prompt_tokens),
    completion: sum(({ completion_tokens }) => completion_tokens),
  };
}
