import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import type { InferenceRow } from "../../storage/facts/inference-rows.ts";
import { queryRows } from "../../storage/read/query.ts";
import type { SessionGround } from "./apply.ts";

const uint64 = z.string().regex(/^\d+$/).transform(BigInt);
const stored = z.object({
  escrow_id: uint64,
  inference_id: uint64,
  epoch: z.int(),
  model_id: z.string(),
  executor: z.string(),
  executor_slot: z.int(),
  input_length: uint64,
  max_tokens: uint64,
  started_at: uint64,
  confirmed_at: uint64.nullable(),
  prompt_tokens: uint64.nullable(),
  completion_tokens: uint64.nullable(),
  timeout_reason: z.int().nullable(),
  validations_valid: z.int(),
  validations_invalid: z.int(),
  votes_valid: z.int(),
  votes_invalid: z.int(),
  last_nonce: uint64,
});

const COLUMNS = Object.keys(stored.shape).join(", ");
const OF_SESSION = "chain_id = {chain:String} AND epoch = {epoch:UInt32} AND escrow_id = {escrow:UInt64}";

const sessionParams = (chainId: string, { escrowId, epoch }: SessionGround) => ({
  chain: chainId,
  epoch,
  escrow: String(escrowId),
});

/** The stored inferences of a session with these ids, and those that are ahead of a nonce: a run that was killed had stored them. */
export async function readInferences(
  client: ClickHouseClient,
  chainId: string,
  ground: SessionGround,
  ids: readonly number[],
  aheadOf: number,
): Promise<InferenceRow[]> {
  return queryRows(
    client,
    stored,
    `SELECT ${COLUMNS} FROM inferences FINAL
     WHERE ${OF_SESSION} AND (inference_id IN {ids:Array(UInt64)} OR last_nonce > {ahead:UInt64})`,
    { ...sessionParams(chainId, ground), ids: [...ids], ahead: aheadOf },
  );
}

/** Every stored inference of a session. */
export function readAllInferences(client: ClickHouseClient, chainId: string, ground: SessionGround): Promise<InferenceRow[]> {
  return queryRows(client, stored, `SELECT ${COLUMNS} FROM inferences FINAL WHERE ${OF_SESSION}`, sessionParams(chainId, ground));
}

/** Forgets a session's inferences: another host's take their place. */
export async function deleteInferences(client: ClickHouseClient, chainId: string, ground: SessionGround): Promise<void> {
  await client.command({
    query: `DELETE FROM inferences WHERE ${OF_SESSION}`,
    query_params: sessionParams(chainId, ground),
  });
}
