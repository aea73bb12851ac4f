import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { ConfigurationError } from "./errors.ts";

const row = z.object({ chain_id: z.string() });

/** The chain that a data folder belongs to, or null before the first fact. */
export async function readChainId(client: ClickHouseClient): Promise<string | null> {
  const answer = await client.query({ query: "SELECT chain_id FROM chain_identity LIMIT 1", format: "JSONEachRow" });
  return z.array(row).parse(await answer.json())[0]?.chain_id ?? null;
}

/**
 * Binds the data to a chain, once and for ever.
 *
 * @throws ConfigurationError when it belongs to another chain.
 */
export async function bindChain(client: ClickHouseClient, chainId: string): Promise<void> {
  const bound = await readChainId(client);
  if (bound === chainId) return;
  if (bound !== null)
    throw new ConfigurationError(
      `this data belongs to chain ${bound}, but the nodes serve ${chainId}: use another GONKA_DATA_DIR (or database), or the right GONKA_NODES`,
    );
  await client.insert({ table: "chain_identity", format: "JSONEachRow", values: [{ chain_id: chainId }] });
}
