import type { Agent } from "./accounts.ts";
import { type EscrowAction, openingOf, refusedOpening, settlingOf } from "./escrow-messages.ts";
import type { PlannedEscrow } from "./escrows.ts";
import { exec } from "./messages.ts";
import type { Account, ChainEvent, Message } from "./types.ts";

/** A transaction before it is put in bytes. */
export interface Content {
  readonly signer: Account;
  readonly sequence: bigint;
  readonly feeGranter: string;
  readonly messages: readonly Message[];
  readonly code: number;
  /** Events of what the messages did. */
  readonly done: readonly ChainEvent[];
}

/** A session's payer opens it, settles it, or tries in vain to open one; `agent` sends it in the payer's name where it is not null. */
export interface PaidTx {
  readonly kind: "open" | "settle" | "refused";
  readonly escrow: PlannedEscrow;
  readonly agent: Agent | null;
}

/** Gateways send unordered transactions, with sequence 0, as recorded. */
export function paid({ kind, escrow, agent }: PaidTx): Content {
  const { message, events } = actionOf(kind, escrow);
  // What the authz module adds to the events of a message inside MsgExec stands before the rest.
  const places = [...(agent === null ? [] : ["authz_msg_index"]), "msg_index"].map((key) => ({ key, value: "0" }));
  return {
    signer: agent?.account ?? escrow.payer.account,
    sequence: 0n,
    feeGranter: "",
    messages: [agent === null ? message : exec(agent.account.address, [message])],
    code: kind === "refused" ? 1 : 0,
    done: events.map(({ type, attributes }) => ({ type, attributes: [...attributes, ...places] })),
  };
}

function actionOf(kind: PaidTx["kind"], escrow: PlannedEscrow): EscrowAction {
  if (kind === "open") return openingOf(escrow);
  if (kind === "refused") return refusedOpening(escrow.creator, escrow.modelId);
  if (escrow.settlement === null) throw new RangeError(`escrow ${escrow.id} is never settled`);
  return settlingOf(escrow, escrow.settlement);
}
