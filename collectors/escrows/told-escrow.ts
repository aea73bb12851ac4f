import { isDeepStrictEqual } from "node:util";
import type { EscrowRow } from "../../storage/facts/inference-rows.ts";
import { ESCROWS } from "../../storage/facts/tables.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import { ask } from "../inquiry.ts";
import type { Allowance } from "./allowance.ts";
import type { ToldEscrow } from "./decode-escrow.ts";
import { escrowInquiry } from "./questions.ts";

/** What the chain's own event says of an escrow; the answer of a source has to say the same. */
export type Opening = Pick<EscrowRow, "creator" | "amount" | "epoch" | "model_id">;

/** `missing`: every source says that it doesn't have it. `unknown`: not told, or not alike. */
export type Outcome = { readonly kind: "told"; readonly row: EscrowRow } | { readonly kind: "missing" | "unknown" };

/** An escrow that is asked for. */
export interface Wanted {
  readonly escrow_id: bigint;
  /** Null: nothing is known of it. */
  readonly opening: Opening | null;
  /** Nobody named this id: the first source that doesn't have it ends the asking. */
  readonly isGuess: boolean;
  /** The height to ask at; null: as of now. */
  readonly pinned: number | null;
}

/**
 * Asks for an escrow, one source after the other. Where its opening is known, the first answer that fits it will do; one that contradicts
 * it is rejected. Where nothing is known that an answer could be held against, two sources have to say the same, if there are two.
 */
async function askEscrow(
  context: CollectContext,
  allowance: Allowance,
  { escrow_id, opening, isGuess, pinned }: Wanted,
): Promise<Outcome> {
  const inquiry = escrowInquiry(escrow_id);
  const sources = allowance.inTurn();
  const voices = opening === null ? Math.min(2, sources.length) : 1;
  const heard: { readonly escrow: ToldEscrow; readonly by: string }[] = [];
  let absences = 0;
  for (const source of sources) {
    if (!allowance.take(source)) continue;
    const reply = await ask(context, source, inquiry, pinned);
    if (reply.outcome !== "told") continue;
    const escrow = reply.value;
    if (escrow === null && isGuess) return { kind: "missing" };
    if (escrow === null) absences += 1;
    else if (opening !== null && !fits(escrow, opening)) {
      const reason = `escrow ${escrow_id} contradicts the event that opened it`;
      context.notebook.rejected(source.name, inquiry.question, reason, JSON.stringify(escrow, bigintAsText));
    } else {
      heard.push({ escrow, by: source.name });
      if (heard.filter((one) => isDeepStrictEqual(one.escrow, escrow)).length >= voices)
        return { kind: "told", row: { ...escrow, source: source.name } };
    }
  }
  if (heard.length > 1)
    context.log.warn({ escrow: String(escrow_id), by: heard.map(({ by }) => by) }, "the sources differ on an escrow");
  return { kind: sources.length > 0 && absences === sources.length ? "missing" : "unknown" };
}

/** The same, and stores what was told. */
export async function tell(
  context: CollectContext,
  writer: ObservationWriter,
  allowance: Allowance,
  wanted: Wanted,
): Promise<Outcome["kind"]> {
  const outcome = await askEscrow(context, allowance, wanted);
  if (outcome.kind === "told") await writer.write(ESCROWS, [outcome.row]);
  return outcome.kind;
}

const fits = (escrow: ToldEscrow, { creator, amount, epoch, model_id }: Opening) =>
  escrow.creator === creator && escrow.amount === amount && escrow.epoch === epoch && escrow.model_id === model_id;

const bigintAsText = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
