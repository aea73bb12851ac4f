import { StargateClient } from "@cosmjs/stargate";
import type { SandboxActivityRow } from "../../storage/facts/observed-rows.ts";
import type { BlockRow } from "../../storage/facts/rows.ts";
import type { CollectContext } from "../context.ts";
import { decodeCurrentEpoch } from "../decode/epoch-info.ts";
import { cometClient } from "../http/comet.ts";
import type { Source } from "../http/source.ts";
import { askHeaders, HEADERS_PER_CALL } from "../inquiries/comet.ts";
import { epochGroup } from "../inquiries/epoch-group.ts";
import { ask, INFERENCE } from "../inquiry.ts";
import { decodeTx } from "../transactions/decode-tx.ts";

/** What to read of the sandbox chain. */
export interface SandboxSpan {
  readonly source: Source;
  readonly chain: string;
  /** The newest height that was read before; null: nothing yet, so that it starts with the newest blocks. */
  readonly after: number | null;
  readonly head: number;
}

/** The rows of SANDBOX_ACTIVITY, and up to which height every block was read: the next `after`. */
export interface SandboxActivity {
  readonly rows: readonly SandboxActivityRow[];
  readonly upTo: number;
}

/**
 * Blocks read at most in one go, and how far back the first reading goes: their headers and transactions are at most 126 calls, which a
 * node's rate limit (a burst of 200, then 20 a minute) allows at once. A chain makes about 11 blocks a minute.
 */
const MOST_BLOCKS = 120;

/**
 * Reads new blocks of the sandbox chain in order and stops at the first that can't be read. Accounts are those whose keys signed a
 * transaction, well or not; hosts are members with weight of the effective epoch, at the newest block read. Give it a context whose
 * HTTP client is the sandbox's. What a transaction that can't be decoded says is left out, and it is noted.
 */
export async function collectSandboxActivity(context: CollectContext, span: SandboxSpan): Promise<SandboxActivity> {
  const after = span.after ?? Math.max(0, span.head - MOST_BLOCKS);
  const last = Math.min(span.head, after + MOST_BLOCKS);
  const rows: SandboxActivityRow[] = [];
  let newest: BlockRow | null = null;
  reading: for (let from = after + 1; from <= last; from += HEADERS_PER_CALL) {
    const headers = await askHeaders(context, span.source, from, Math.min(from + HEADERS_PER_CALL - 1, last), span.chain);
    if (headers.outcome !== "told") break;
    const read = await Promise.all(headers.value.map((block) => accountsIn(context, span, block)));
    for (const [index, block] of headers.value.entries()) {
      const accounts = read[index];
      if (!accounts) break reading;
      for (const address of accounts) rows.push(rowOf(span.chain, block, "account", address));
      newest = block;
    }
  }
  if (newest === null) return { rows, upTo: after };
  for (const address of await hostsOf(context, span.source)) rows.push(rowOf(span.chain, newest, "host", address));
  return { rows, upTo: newest.height };
}

const rowOf = (
  sandbox_chain: string,
  { height, time }: BlockRow,
  kind: SandboxActivityRow["kind"],
  address: string,
): SandboxActivityRow => ({ sandbox_chain, height, time, kind, address });

/** The accounts that signed in a block; null where the node doesn't tell, or tells of another block. */
async function accountsIn(context: CollectContext, { source, chain }: SandboxSpan, block: BlockRow): Promise<Set<string> | null> {
  if (block.num_txs === 0) return new Set();
  try {
    const comet = cometClient(context.http, source, context.signal);
    const { header, txs } = await StargateClient.create(comet).getBlock(block.height);
    if (header.height !== block.height || header.chainId !== chain || txs.length !== block.num_txs) return null;
    const accounts = new Set<string>();
    for (const tx of txs) {
      const content = decodeTx(tx);
      if (content.ok) for (const signer of content.value.signers) accounts.add(signer);
      else {
        const question = { topic: "header" as const, epoch: 0, subject: String(block.height) };
        context.notebook.rejected(source.name, question, content.reason, Buffer.from(tx).toString("base64"));
      }
    }
    return accounts;
  } catch {
    // A stopped run says nothing of the source.
    context.signal.throwIfAborted();
    return null;
  }
}

async function hostsOf(context: CollectContext, source: Source): Promise<string[]> {
  const current = await ask(context, source, {
    question: { topic: "clock", epoch: 0, subject: "" },
    route: "get_current_epoch",
    path: `${INFERENCE}/get_current_epoch`,
    decode: decodeCurrentEpoch,
    rows: () => [],
  });
  if (current.outcome !== "told") return [];
  const group = await ask(context, source, epochGroup(current.value));
  if (group.outcome !== "told") return [];
  return group.value.members.filter(({ weight }) => weight > 0n).map(({ address }) => address);
}
