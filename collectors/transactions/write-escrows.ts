import { ESCROW_OPENINGS, SETTLEMENT_SLOTS, SETTLEMENTS } from "../../storage/facts/tables.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { EscrowRows } from "./escrow-rows.ts";

/** Writes what transactions did to escrows. A settlement comes after its slots: a run that is killed in between leaves it to be found again. */
export async function writeEscrowRows(writer: ObservationWriter, escrows: readonly EscrowRows[]): Promise<void> {
  await writer.write(
    SETTLEMENT_SLOTS,
    escrows.flatMap(({ slots }) => slots),
  );
  await writer.write(
    SETTLEMENTS,
    escrows.flatMap(({ settlements }) => settlements),
  );
  await writer.write(
    ESCROW_OPENINGS,
    escrows.flatMap(({ openings }) => openings),
  );
}
