import { AuthInfo, TxBody, TxRaw } from "cosmjs-types/cosmos/tx/v1beta1/tx";
import type { TransactionRow } from "../../storage/facts/observed-rows.ts";
import { type Decoded, decodedOrRejected, Rejected } from "../decode/decoded.ts";
import { accountOf, isAccount } from "./accounts.ts";
import { unwrap } from "./messages.ts";

/** What a transaction's bytes say of who did what. */
export type TxContent = Pick<TransactionRow, "signers" | "on_behalf_of" | "fee_granter" | "message_types">;

/** A transaction that can't be read was there all the same. */
export const UNREAD: TxContent = { signers: [], on_behalf_of: [], fee_granter: null, message_types: [] };

/** What a row holds at most. Anybody can write a transaction with more; what is beyond is left out. */
const MOST = { signers: 64, accounts: 256, types: 1024, typeLength: 256 };

/**
 * Decodes `cosmos.tx.v1beta1.TxRaw` without knowing the messages' own types. A signer is known by its public key; one that gave none
 * (the chain has it already) or signs with several keys is left out. Each message type is named once.
 */
export function decodeTx(bytes: Uint8Array): Decoded<TxContent> {
  return decodedOrRejected(() => {
    try {
      return { value: contentOf(bytes), unknowns: [] };
    } catch (error) {
      throw new Rejected(`not a transaction: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

function contentOf(bytes: Uint8Array): TxContent {
  const raw = TxRaw.decode(bytes);
  const { signerInfos, fee } = AuthInfo.decode(raw.authInfoBytes);
  const { types, accounts } = unwrap(TxBody.decode(raw.bodyBytes).messages);
  const signers = new Set(signerInfos.flatMap(({ publicKey }) => accountOf(publicKey) ?? []));
  const granter = fee?.granter ?? "";
  return {
    signers: [...signers].slice(0, MOST.signers),
    on_behalf_of: [...accounts].filter((account) => !signers.has(account)).slice(0, MOST.accounts),
    fee_granter: isAccount(granter) ? granter : null,
    // Through a buffer, since half of a surrogate pair can't be stored.
    message_types: [...types].slice(0, MOST.types).map((type) => Buffer.from(type.slice(0, MOST.typeLength)).toString()),
  };
}
