import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { SANDBOX_ACTIVITY, SANDBOX_PROBES } from "../../storage/facts/tables.ts";
import { count, queryRows } from "../../storage/read/query.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import type { HttpClient } from "../http/client.ts";
import type { Source } from "../http/source.ts";
import { collectSandboxActivity } from "../sandbox/activity.ts";
import { probeSandbox } from "../sandbox/probe.ts";

/** What measuring the sandbox needs beside the store: it is a chain and nodes of its own. */
export interface SandboxWork {
  readonly http: HttpClient;
  readonly sources: readonly Source[];
  readonly controlTargets: readonly URL[];
}

const known = z.object({ chain: z.string().nullable() });
const read = z.object({ height: count.nullable() });

/** Probes the sandbox's nodes and reads its new blocks. @returns rows stored. */
export async function measureSandbox(
  context: CollectContext,
  chainId: string,
  { http, sources, controlTargets }: SandboxWork,
  observedAt: Date,
  writer: ObservationWriter,
): Promise<number> {
  const { signal, client } = context;
  const sandboxChain = await readSandboxChain(client, chainId);
  const { rows, chain, best } = await probeSandbox({ http, sources, sandboxChain, observedAt, controlTargets, signal });
  await writer.write(SANDBOX_PROBES, rows);
  if (chain !== null && best !== null) {
    const after = await readUpTo(client, chainId, chain);
    const span = { source: best.source, chain, after, head: best.height };
    const { rows: activity } = await collectSandboxActivity({ ...context, http, sources }, span);
    await writer.write(SANDBOX_ACTIVITY, activity);
  }
  await writer.flush();
  return writer.written;
}

async function readSandboxChain(client: ClickHouseClient, chain: string): Promise<string | null> {
  const query = `SELECT argMaxIf(sandbox_chain, recorded_at, sandbox_chain != '') AS chain FROM sandbox_probes WHERE chain_id = {chain:String}`;
  const [row] = await queryRows(client, known, query, { chain });
  return row?.chain || null;
}

/** The newest block that was read: the sandbox's hosts are noted there each time. */
async function readUpTo(client: ClickHouseClient, chain: string, sandbox: string): Promise<number | null> {
  const query = `SELECT max(height) AS height FROM sandbox_activity WHERE chain_id = {chain:String} AND sandbox_chain = {sandbox:String}`;
  const [row] = await queryRows(client, read, query, { chain, sandbox });
  return row?.height ?? null;
}
