import { BinaryReader, WireType } from "cosmjs-types/binary";
import { MsgExec } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { isAccount } from "./accounts.ts";

const EXEC = "/cosmos.authz.v1beta1.MsgExec";
/** A MsgExec inside a MsgExec is allowed; a stranger could wrap for ever. */
const DEEPEST = 8;

/** What a transaction's messages are, those inside MsgExec too, in the order met; and who the inner ones act for. */
export interface Unwrapped {
  readonly types: ReadonlySet<string>;
  readonly accounts: ReadonlySet<string>;
}

/**
 * Unwraps messages. An inner message acts for the account in its field 1, where Gonka's messages and most of the SDK's have their creator
 * or sender; one that has something else there acts for nobody that is known.
 */
export function unwrap(messages: readonly Any[]): Unwrapped {
  const types = new Set<string>();
  const accounts = new Set<string>();
  for (const { typeUrl, value, depth } of eachMessage(messages, 0)) {
    types.add(typeUrl);
    const account = depth > 0 ? firstText(value) : null;
    if (account !== null && isAccount(account)) accounts.add(account);
  }
  return { types, accounts };
}

/** Each message and those inside MsgExec, in the order met; `depth` is 0 for the transaction's own. @throws where a MsgExec can't be read. */
export function* eachMessage(
  messages: readonly Any[],
  depth: number,
): Generator<{ readonly typeUrl: string; readonly value: Uint8Array; readonly depth: number }> {
  for (const { typeUrl, value } of messages) {
    yield { typeUrl, value, depth };
    if (typeUrl === EXEC && depth < DEEPEST) yield* eachMessage(MsgExec.decode(value).msgs, depth + 1);
  }
}

/** Field 1 of any message where it holds bytes, as text. A message that can't be read has none. */
function firstText(message: Uint8Array): string | null {
  try {
    const reader = new BinaryReader(message);
    let found: string | null = null;
    while (reader.pos < reader.len) {
      const [field, wire] = reader.tag();
      // The last one counts where a field comes twice.
      if (field === 1 && wire === WireType.Bytes) found = reader.string();
      else reader.skipType(wire);
    }
    return found;
  } catch {
    return null;
  }
}
