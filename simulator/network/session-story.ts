import type { Draw } from "./draw.ts";
import type { PlannedEscrow } from "./escrows.ts";
import { type DrawnInference, drawInference } from "./session-draws.ts";
import type { Diff, Inference, Session, SessionTx, SlotVerdict, Work } from "./sessions-types.ts";

interface Circumstances {
  /** Header time of the escrow's block. */
  readonly startMs: number;
  readonly inferences: number;
  /** Slots whose host doesn't answer: it refuses what falls to it. */
  readonly deadSlots: ReadonlySet<number>;
}

/** Something that becomes known in the session at a moment: with the next diff, or at once in a diff of its own. */
interface Happening {
  readonly ms: number;
  readonly txs: readonly SessionTx[];
  readonly ownDiff: boolean;
}

/** A session of this length has the protocol's own time-outs; those of a shorter one are shorter in proportion. */
const FULL_LENGTH_MS = 9_000_000;
/** params.devshard_escrow_params: refusal_timeout and execution_timeout. */
const REFUSAL_MS = 60_000;
const EXECUTION_MS = 1_920_000;
/** Share of the session in which inferences start. */
const STARTING = 0.7;

const seconds = (ms: number) => Math.floor(ms / 1000);

/**
 * Diffs and inferences of a session. A diff carries what became known since the one before and, as its last transaction, at most one
 * start, whose inference has the diff's nonce for an id; time-outs and votes come in diffs of their own, so that ids have gaps.
 */
export function buildSession(draw: Draw, escrow: PlannedEscrow, { startMs, inferences, deadSlots }: Circumstances): Session {
  const number = Number(escrow.id);
  const slots = escrow.slots.length;
  const pace = Math.min(1, escrow.durationMs / FULL_LENGTH_MS);
  const first = startMs + Math.max(1, Math.floor(escrow.durationMs * 0.02));
  const step = (escrow.durationMs * STARTING) / Math.max(1, inferences);
  const diffs: Diff[] = [];
  const made: Inference[] = [];
  const ahead: Happening[] = [];
  let waiting: SessionTx[] = [];

  const push = (ms: number, txs: readonly SessionTx[]) => {
    diffs.push({ nonce: diffs.length + 1, ms, txs: [...waiting, ...txs] });
    waiting = [];
  };
  const expect = (happening: Happening) => {
    let at = ahead.length;
    while (at > 0 && (ahead[at - 1]?.ms ?? 0) > happening.ms) at -= 1;
    ahead.splice(at, 0, happening);
  };
  const happenUntil = (ms: number) => {
    for (let next = ahead[0]; next !== undefined && next.ms <= ms; next = ahead[0]) {
      ahead.shift();
      if (next.ownDiff) push(next.ms, next.txs);
      else waiting.push(...next.txs);
    }
  };

  for (let start = 0; start < inferences && slots > 0; start++) {
    const ms = Math.floor(first + step * (start + 0.5 * draw.unit("startAt", number, start)));
    happenUntil(ms);
    const id = diffs.length + 1;
    const drawn = drawInference(draw, number, start);
    const { inference, happenings } = storyOf(draw, escrow, { id, ms, drawn, pace, deadSlots });
    const startedAt = drawn.fortune === "protocol" ? ms : seconds(ms);
    const { inputLength, maxTokens } = drawn;
    push(ms, [{ kind: "start", inferenceId: id, model: escrow.modelId, inputLength, maxTokens, startedAt }]);
    made.push(inference);
    for (const happening of happenings) expect(happening);
  }
  const planned = startMs + Math.max(escrow.durationMs, escrow.finalizedAfterMs);
  const end = Math.max(planned, ahead.at(-1)?.ms ?? planned);
  happenUntil(end);
  if (escrow.fate === "never") {
    if (waiting.length > 0) push(end, []);
    return { escrow, startMs, diffs, inferences: made, activeNonces: diffs.length, finalizedMs: null };
  }
  const activeNonces = diffs.length;
  push(end, [{ kind: "finalize" }]);
  for (let slot = 0; slot < slots; slot++) push(end + Math.floor((slot + 1) * 200 * pace), []);
  return { escrow, startMs, diffs, inferences: made, activeNonces, finalizedMs: end };
}

interface Started {
  readonly id: number;
  readonly ms: number;
  readonly drawn: DrawnInference;
  readonly pace: number;
  readonly deadSlots: ReadonlySet<number>;
}

function storyOf(
  draw: Draw,
  escrow: PlannedEscrow,
  { id, ms, drawn, pace, deadSlots }: Started,
): { readonly inference: Inference; readonly happenings: readonly Happening[] } {
  const number = Number(escrow.id);
  const slots = escrow.slots.length;
  const executorSlot = id % slots;
  const executor = escrow.slots[executorSlot] ?? "";
  const { promptTokens, completionTokens, inputLength, maxTokens } = drawn;
  const started: Inference = {
    id,
    model: escrow.modelId,
    inputLength,
    maxTokens,
    startedAtMs: ms,
    confirmedAtMs: null,
    finishedAtMs: null,
    promptTokens: null,
    completionTokens: null,
    timeout: null,
    executorSlot,
    executor,
    protocolOnly: drawn.fortune === "protocol",
    work: null,
    validations: [],
    votes: [],
    invalidated: false,
  };
  const other = (step: number) => (executorSlot + 1 + (step % (slots - 1))) % slots;
  const timeout = (reason: 1 | 2, at: number): Happening => {
    const voters = Array.from({ length: 9 }, (_, step) => other(step + id));
    return { ms: at, txs: [{ kind: "timeout", inferenceId: id, reason, voters }], ownDiff: true };
  };
  if (drawn.fortune === "protocol") return { inference: started, happenings: [] };
  if (drawn.fortune === "refused" || deadSlots.has(executorSlot)) {
    return { inference: { ...started, timeout: 1 }, happenings: [timeout(1, ms + Math.ceil(REFUSAL_MS * pace))] };
  }
  const confirmedAtMs = ms + Math.ceil((150 + 700 * draw.unit("confirm", number, id)) * pace);
  const confirm: Happening = {
    ms: confirmedAtMs,
    txs: [{ kind: "confirm", inferenceId: id, confirmedAt: seconds(confirmedAtMs) }],
    ownDiff: false,
  };
  if (drawn.fortune === "timedOut") {
    const at = ms + Math.ceil(EXECUTION_MS * pace);
    return { inference: { ...started, confirmedAtMs, timeout: 2 }, happenings: [confirm, timeout(2, at)] };
  }
  // 40 tokens a second, as a person sees them.
  const finishedAtMs = confirmedAtMs + Math.ceil((400 + completionTokens * 25) * pace);
  const work: Work = { ms: finishedAtMs, promptTokens, completionTokens };
  if (drawn.fortune === "lost") return { inference: { ...started, confirmedAtMs, work }, happenings: [confirm] };
  const finish: Happening = {
    ms: finishedAtMs,
    txs: [{ kind: "finish", inferenceId: id, inputTokens: promptTokens, outputTokens: completionTokens, executorSlot }],
    ownDiff: false,
  };
  const { validations, votes, invalidated } = verdictsOn(drawn, other, id);
  const validatedAt = finishedAtMs + Math.ceil((2000 + 8000 * draw.unit("validate", number, id)) * pace);
  const happenings = [confirm, finish];
  if (validations.length > 0) {
    const txs = validations.map(
      ({ slot, valid }) => ({ kind: "validation", inferenceId: id, validatorSlot: slot, valid }) as const,
    );
    happenings.push({ ms: validatedAt, txs, ownDiff: false });
  }
  if (votes.length > 0) {
    const txs = votes.map(({ slot, valid }) => ({ kind: "vote", inferenceId: id, voterSlot: slot, valid }) as const);
    happenings.push({ ms: validatedAt + Math.ceil(5000 * pace), txs, ownDiff: true });
  }
  const finished = { ...started, confirmedAtMs, finishedAtMs, promptTokens, completionTokens, work };
  return { inference: { ...finished, validations, votes, invalidated }, happenings };
}

/** Of 16 slots more than 8 must vote against an inference (vote_threshold_factor 50) to take it back. */
function verdictsOn({ fortune, validated }: DrawnInference, other: (step: number) => number, id: number) {
  const disputed = fortune === "challenged" || fortune === "invalidated";
  const against = fortune === "invalidated" ? 11 : 3;
  const votes: readonly SlotVerdict[] = disputed
    ? Array.from({ length: 14 }, (_, step) => ({ slot: other(id + 1 + step), valid: step >= against }))
    : [];
  const validations: readonly SlotVerdict[] = disputed || validated ? [{ slot: other(id), valid: !disputed }] : [];
  return { validations, votes, invalidated: fortune === "invalidated" };
}
