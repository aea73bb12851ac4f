import type { InferenceRow } from "../../storage/facts/inference-rows.ts";
import type { SessionTx } from "./messages.ts";
import type { Diff } from "./page.ts";
import { NOTHING_STRANGE, type Strange } from "./strange.ts";

/** What the chain says of a session and never changes. */
export interface SessionGround {
  readonly escrowId: bigint;
  readonly epoch: number;
  readonly modelId: string;
  /** The host of each slot; at least one. */
  readonly slots: readonly string[];
}

/** A session up to a nonce. `rows` holds the inferences that the next diffs are about, as far as there are any. */
export interface SessionState {
  readonly nonce: number;
  readonly finalized: boolean;
  readonly strange: Strange;
  readonly rows: ReadonlyMap<number, InferenceRow>;
}

/** What some diffs make of a session. */
export interface Applied {
  readonly nonce: number;
  readonly finalized: boolean;
  readonly strange: Strange;
  /** The inferences that changed. */
  readonly changed: ReadonlyMap<number, InferenceRow>;
}

/** A row being worked on, and up to which nonce it was known before: what isn't above it has been counted already. */
interface Work {
  readonly row: InferenceRow;
  readonly before: bigint;
}

const MAX_MODEL = 256;
const MOST_UINT32 = 4_294_967_295;

/**
 * Applies diffs in the order of their nonces. A transaction counts only where its nonce is above the row's own, so that reading the same
 * diffs again changes nothing. What can't be counted is counted as strange, never as a zero: a finish without a start, a second finish.
 * The executor is `inference_id % slots`, as the protocol has it. Starts are attempts of a gateway, which may race hosts for one answer.
 */
export function applyDiffs(ground: SessionGround, state: SessionState, diffs: readonly Diff[]): Applied {
  const work = new Map<number, Work>();
  const strange = { ...NOTHING_STRANGE, ...state.strange };
  let { nonce, finalized } = state;

  const workOn = (id: number): Work | null => {
    const known = work.get(id);
    if (known !== undefined) return known;
    const stored = state.rows.get(id);
    if (stored === undefined) return null;
    const opened = { row: { ...stored }, before: stored.last_nonce };
    work.set(id, opened);
    return opened;
  };

  for (const diff of diffs) {
    if (diff.nonce <= nonce) continue;
    const at = BigInt(diff.nonce);
    for (const tx of diff.txs) {
      if (tx.kind === "finalize") finalized = true;
      else if (tx.kind === "unknown") strange.unknownKind += 1;
      else if (tx.kind !== "reveal") {
        const known = workOn(tx.id);
        if (known !== null && at <= known.before) continue;
        if (tx.kind === "start") {
          if (known !== null) strange.repeated += 1;
          else work.set(tx.id, { row: started(ground, tx, at), before: -1n });
        } else if (known === null) strange.withoutStart += 1;
        else {
          const oddity = change(known.row, tx);
          if (oddity === null) known.row.last_nonce = at;
          else strange[oddity] += 1;
          if (oddity === null && isOfOther(known.row, tx)) strange.otherExecutor += 1;
        }
      }
    }
    nonce = diff.nonce;
  }

  const changed = new Map<number, InferenceRow>();
  for (const [id, { row, before }] of work) if (row.last_nonce > before) changed.set(id, row);
  return { nonce, finalized, strange, changed };
}

type Start = Extract<SessionTx, { kind: "start" }>;
type Later = Exclude<SessionTx, { kind: "start" | "finalize" | "reveal" | "unknown" }>;

function started({ escrowId, epoch, modelId, slots }: SessionGround, tx: Start, at: bigint): InferenceRow {
  const slot = tx.id % slots.length;
  return {
    escrow_id: escrowId,
    inference_id: BigInt(tx.id),
    epoch,
    // A gateway can write anything here; what it bought is the escrow's model.
    model_id: tx.model === "" || tx.model.length > MAX_MODEL ? modelId : tx.model,
    executor: slots[slot] ?? "",
    executor_slot: slot,
    input_length: tx.inputLength,
    max_tokens: tx.maxTokens,
    started_at: inSeconds(tx.startedAt),
    confirmed_at: null,
    prompt_tokens: null,
    completion_tokens: null,
    timeout_reason: null,
    validations_valid: 0,
    validations_invalid: 0,
    votes_valid: 0,
    votes_invalid: 0,
    last_nonce: at,
  };
}

/** Changes the row; or says what is strange about the transaction, and leaves the row as it is. */
function change(row: InferenceRow, tx: Later): keyof Strange | null {
  switch (tx.kind) {
    case "confirm":
      if (row.confirmed_at !== null) return "repeated";
      row.confirmed_at = inSeconds(tx.confirmedAt);
      return null;
    case "finish":
      if (row.prompt_tokens !== null) return "repeated";
      row.prompt_tokens = tx.inputTokens;
      row.completion_tokens = tx.outputTokens;
      return null;
    case "timeout":
      if (row.timeout_reason !== null) return "repeated";
      if (tx.reason !== 1n && tx.reason !== 2n) return "badValue";
      row.timeout_reason = tx.reason === 1n ? 1 : 2;
      return null;
    case "validation":
      return count(row, tx.valid ? "validations_valid" : "validations_invalid");
    case "vote":
      return count(row, tx.valid ? "votes_valid" : "votes_invalid");
  }
}

const isOfOther = (row: InferenceRow, tx: Later): boolean =>
  tx.kind === "finish" && tx.executorSlot !== BigInt(row.executor_slot);

type Counter = "validations_valid" | "validations_invalid" | "votes_valid" | "votes_invalid";

function count(row: InferenceRow, counter: Counter): "badValue" | null {
  if (row[counter] >= MOST_UINT32) return "badValue";
  row[counter] += 1;
  return null;
}

/** 10^11 seconds is the year 5138: what is above is of a finer unit. */
const FINER_THAN_SECONDS = 100_000_000_000n;

/**
 * A session's time in seconds. Gateways write seconds, and milliseconds for the single-token probes of their own (seen in the recordings of
 * v0.2.14: `started_at` 1795358452 and, four nonces later, 1795358452556).
 */
export function inSeconds(time: bigint): bigint {
  let seconds = time;
  while (seconds > FINER_THAN_SECONDS) seconds /= 1000n;
  return seconds;
}
