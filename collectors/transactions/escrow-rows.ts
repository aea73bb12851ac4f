import type { comet38 } from "@cosmjs/tendermint-rpc";
import { TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { EscrowOpeningRow, SettlementRow, SettlementSlotRow } from "../../storage/facts/inference-rows.ts";
import { ESCROW_OPENINGS, SETTLEMENT_SLOTS, SETTLEMENTS } from "../../storage/facts/tables.ts";
import { type Decoded, decodedOrRejected } from "../decode/decoded.ts";
import { checkedRow, reject } from "../decode/reader.ts";
import { type EscrowCreated, type EscrowSettled, escrowEventsIn } from "./escrow-events.ts";
import {
  CREATE_ESCROW,
  type CreateEscrow,
  decodeCreateEscrow,
  decodeSettleEscrow,
  SETTLE_ESCROW,
  type SettleEscrow,
} from "./escrow-messages.ts";
import { eachMessage } from "./messages.ts";
import { decodedMessage } from "./wire-fields.ts";

/** What transactions did to escrows. */
export interface EscrowRows {
  readonly openings: readonly EscrowOpeningRow[];
  readonly settlements: readonly SettlementRow[];
  readonly slots: readonly SettlementSlotRow[];
}

/** Where a transaction stands. `time` is the block's. */
export type TxPlace = Pick<SettlementRow, "height" | "time" | "tx_index" | "hash" | "source">;

interface Found {
  readonly rows: EscrowRows;
  /** What in it doesn't fit, in words; none of that has a row. */
  readonly faults: readonly string[];
}

/**
 * The escrows that a transaction which succeeded opened and settled. Message and event have to say the same: the event alone has the
 * id of a new escrow and the payout, the message alone has the costs of the slots.
 *
 * @param types the transaction's message types, so that others needn't be read again.
 */
export function escrowRowsIn(tx: Uint8Array, types: readonly string[], events: readonly comet38.Event[], place: TxPlace): Found {
  const faults: string[] = [];
  const keep = <T>(decoded: Decoded<T>): T[] => {
    if (decoded.ok) return [decoded.value];
    faults.push(decoded.reason);
    return [];
  };
  const told = escrowEventsIn(events).flatMap(keep);
  const messages = types.includes(CREATE_ESCROW) || types.includes(SETTLE_ESCROW) ? keep(messagesIn(tx)).flat() : [];
  const creates = messages
    .filter(({ typeUrl }) => typeUrl === CREATE_ESCROW)
    .flatMap(({ value }) => keep(decodeCreateEscrow(value)));
  const settles = messages
    .filter(({ typeUrl }) => typeUrl === SETTLE_ESCROW)
    .flatMap(({ value }) => keep(decodeSettleEscrow(value)));
  const opened = openingsOf(
    creates,
    told.filter((event) => event.kind === "created"),
    place,
  );
  const settled = settlementsOf(
    settles,
    told.filter((event) => event.kind === "settled"),
    place,
  );
  const openings = opened.flatMap(keep);
  const whole = settled.flatMap(keep);
  return {
    rows: { openings, settlements: whole.map(({ settlement }) => settlement), slots: whole.flatMap(({ slots }) => slots) },
    faults,
  };
}

function messagesIn(tx: Uint8Array) {
  return decodedMessage("transaction", () => [...eachMessage(TxBody.decode(TxRaw.decode(tx).bodyBytes).messages, 0)]);
}

/** A row for each event whose creator, amount and model are those of a message that no other event took. */
function openingsOf(
  creates: readonly CreateEscrow[],
  events: readonly EscrowCreated[],
  { height, time, source }: TxPlace,
): Decoded<EscrowOpeningRow>[] {
  const left = [...creates];
  const rows = events.map(({ kind, ...event }) =>
    decodedOrRejected(() => {
      const at = left.findIndex(
        ({ creator, amount, model_id }) => creator === event.creator && amount === event.amount && model_id === event.model_id,
      );
      if (at < 0) reject(`escrow ${event.escrow_id}`, "a message that creates it", "none of its creator, amount and model");
      left.splice(at, 1);
      return { value: checkedRow(ESCROW_OPENINGS.row, { ...event, height, time, source }, kind), unknowns: [] };
    }),
  );
  return [...rows, ...left.map(({ creator }) => unanswered(`creation by ${creator}`))];
}

/** A row for each message with the one event of its escrow. */
function settlementsOf(
  settles: readonly SettleEscrow[],
  events: readonly EscrowSettled[],
  place: TxPlace,
): Decoded<{ settlement: SettlementRow; slots: SettlementSlotRow[] }>[] {
  const ids = new Set([...settles, ...events].map(({ escrow_id }) => escrow_id));
  return [...ids].map((escrow_id) =>
    decodedOrRejected(() => {
      const [message, another] = settles.filter((one) => one.escrow_id === escrow_id);
      const [event, again] = events.filter((one) => one.escrow_id === escrow_id);
      const what = `settlement of escrow ${escrow_id}`;
      if (message === undefined) return reject(what, "a message that settles it", "an event alone");
      if (event === undefined) return reject(what, "its event", "a message alone");
      if (another !== undefined || again !== undefined) reject(what, "one message and one event", "more");
      refuseOther(`${what}: fees`, message.fees, event.fees);
      refuseOther(`${what}: settler`, message.settler, event.settler);
      refuseOther(`${what}: version`, message.protocol_version, event.protocol_version);
      const { slots, ...said } = message;
      const { total_payout, remainder } = event;
      const settlement = checkedRow(SETTLEMENTS.row, { ...place, ...said, total_payout, remainder }, what);
      const rows = slots.map((slot) => checkedRow(SETTLEMENT_SLOTS.row, { escrow_id, ...slot }, what));
      return { value: { settlement, slots: rows }, unknowns: [] };
    }),
  );
}

/** What the event of an older version leaves out contradicts nothing. */
function refuseOther<T extends bigint | string>(path: string, said: T, told: T | null): void {
  if (told !== null && told !== said) reject(path, `${said} as in the message`, String(told).slice(0, 128));
}

const unanswered = (what: string): Decoded<never> => ({
  ok: false,
  reason: `${what.slice(0, 200)}: expected its event, got a message alone`,
});
