import type { SessionTx } from "../../network/sessions-types.ts";
import type { Host } from "../../network/types.ts";
import { devshardTx } from "./diff-content.ts";
import type { Known } from "./host-sessions.ts";
import { wireTx } from "./wire-session.ts";

/** What the host has to say that stands in no diff it knows: its receipts and finishes, also those that never will. */
export function mempoolOf({ session, nonce, ms }: Known, host: Host): readonly SessionTx[] {
  if (session.finalizedMs !== null && ms >= session.finalizedMs) return [];
  const said = new Set<string>();
  for (let at = 0; at < nonce; at += 1) {
    for (const tx of session.diffs[at]?.txs ?? []) if ("inferenceId" in tx) said.add(`${tx.kind}/${tx.inferenceId}`);
  }
  const waiting: SessionTx[] = [];
  for (const { id, executor, executorSlot, confirmedAtMs, work } of session.inferences) {
    if (executor !== host.address || !said.has(`start/${id}`)) continue;
    if (confirmedAtMs !== null && confirmedAtMs <= ms && !said.has(`confirm/${id}`)) {
      waiting.push({ kind: "confirm", inferenceId: id, confirmedAt: Math.floor(confirmedAtMs / 1000) });
    }
    if (work !== null && work.ms <= ms && !said.has(`finish/${id}`)) {
      const { promptTokens, completionTokens } = work;
      waiting.push({
        kind: "finish",
        inferenceId: id,
        inputTokens: promptTokens,
        outputTokens: completionTokens,
        executorSlot,
      });
    }
  }
  return waiting;
}

/** `/sessions/{id}/mempool`: each transaction's protobuf in base64. */
export function mempoolJson(known: Known, host: Host, tokenFactor: number): string {
  const txs = mempoolOf(known, host).map((tx) => devshardTx(wireTx(known.escrow, tx, tokenFactor)).toString("base64"));
  return JSON.stringify({ txs });
}
