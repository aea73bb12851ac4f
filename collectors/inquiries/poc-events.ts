import type { PocEventRow } from "../../storage/facts/rows.ts";
import { POC_EVENTS } from "../../storage/facts/tables.ts";
import { decodePocEvents } from "../decode/poc-events.ts";
import { INFERENCE } from "../inquiry.ts";

/** Confirmation PoC events of an epoch: `confirmation_poc_events/{epoch}`. */
export const pocEvents = (epoch: number) => ({
  question: { topic: "poc_events" as const, epoch, subject: "" },
  route: "confirmation_poc_events/{epoch}",
  path: `${INFERENCE}/confirmation_poc_events/${epoch}`,
  decode: (body: unknown) => decodePocEvents(body, { epoch }),
  rows: (rows: readonly PocEventRow[]) => [{ table: POC_EVENTS, rows }],
});
