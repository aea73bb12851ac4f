import { createHash } from "node:crypto";
import { fromBech32, toBech32 } from "@cosmjs/encoding";
import { PubKey } from "cosmjs-types/cosmos/crypto/secp256k1/keys";
import type { Any } from "cosmjs-types/google/protobuf/any";

/** Addresses of accounts on Gonka's chain. */
const PREFIX = "gonka";
const SECP256K1 = "/cosmos.crypto.secp256k1.PubKey";
const KEY_BYTES = 33;
/** CosmJS's own default is no limit, which the bech32 library that it is installed with refuses as a limit. */
const MOST_ADDRESS = 128;

/** The account of a single secp256k1 key; null for a key of several people, of another kind, or none: its account can't be told from it. */
export function accountOf(key: Any | undefined): string | null {
  if (key?.typeUrl !== SECP256K1) return null;
  const bytes = PubKey.decode(key.value).key;
  if (bytes.length !== KEY_BYTES) return null;
  return toBech32(PREFIX, createHash("ripemd160").update(createHash("sha256").update(bytes).digest()).digest());
}

/** Whether a text is the address of an account of the chain, checksum and all. */
export function isAccount(text: string): boolean {
  if (!text.startsWith(`${PREFIX}1`)) return false;
  try {
    return fromBech32(text, MOST_ADDRESS).prefix === PREFIX;
  } catch {
    return false;
  }
}
