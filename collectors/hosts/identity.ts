import { ExtendedSecp256k1Signature, ripemd160, Secp256k1, Secp256k1Signature, sha256 } from "@cosmjs/crypto";
import { fromBase64, fromBech32, toBech32, toUtf8 } from "@cosmjs/encoding";
import { z } from "zod";
import type { HostReportRow } from "../../storage/facts/observed-rows.ts";
import { isObject } from "../decode/json.ts";

const SIGNATURE_BYTES = 64;
const MAX_ADDRESS = 128;

/** `/v1/identity` of the host service: who it says it is, and a signature of it. `data` stays as it came, its order of fields too. */
const identityAnswer = z.object({
  data: z.custom<Readonly<Record<string, unknown>>>(isObject),
  signature: z
    .string()
    .max(128)
    .regex(/^[A-Za-z0-9+/]{86}==$/),
});

/**
 * Judges an answer of `/v1/identity` (parsed, untrusted) for the host with this address.
 *
 * Signed is the SHA-256 of `data` as compact JSON with its fields in the order they came; the signature is r and s of secp256k1, base64.
 * The key is the operational ("warm") key that the host runs its service with, not the key of its account: in all three recorded answers
 * it is an account that the host granted its message types by authz. The account's own key is accepted too.
 *
 * "verified": signed by the account or one of its operational keys. "wrong": it names another address, or none of those keys signed it.
 * "not_told": not an identity, or the signer can't be judged because the host's operational keys are not known.
 * The age of the statement is not looked at: it proves the key was there once, not that this answer is new.
 * @param warmKeys addresses of the host's operational keys; null when they could not be asked.
 */
export function judgeIdentity(answer: unknown, address: string, warmKeys: ReadonlySet<string> | null): HostReportRow["identity"] {
  const parsed = identityAnswer.safeParse(answer);
  if (!parsed.success) return "not_told";
  const { data, signature } = parsed.data;
  if (typeof data["address"] !== "string") return "not_told";
  if (data["address"] !== address) return "wrong";
  const signers = signersOf(toUtf8(JSON.stringify(data)), fromBase64(signature), prefixOf(address));
  if (signers.some((signer) => signer === address || warmKeys?.has(signer))) return "verified";
  // Any 64 bytes are the signature of some key, so without the list of keys nothing is shown to be wrong.
  return warmKeys === null && signers.length > 0 ? "not_told" : "wrong";
}

/** The accounts whose key may have made the signature: up to two, since it doesn't say which of two points it belongs to. */
export function signersOf(signed: Uint8Array, signature: Uint8Array, prefix: string | null): string[] {
  if (prefix === null || signature.length !== SIGNATURE_BYTES) return [];
  const hash = sha256(signed);
  return [0, 1].flatMap((recovery) => {
    try {
      // Trims leading zeros, which the constructor of the other refuses: one signature in 128 has some.
      const fixed = Secp256k1Signature.fromFixedLength(signature);
      const point = new ExtendedSecp256k1Signature(fixed.r(), fixed.s(), recovery);
      const key = Secp256k1.compressPubkey(Secp256k1.recoverPubkey(point, hash));
      return [toBech32(prefix, ripemd160(sha256(key)))];
    } catch {
      // r and s outside the curve's range: no key made this.
      return [];
    }
  });
}

function prefixOf(address: string): string | null {
  try {
    // Its default limit, infinity, is refused by the library below it.
    return fromBech32(address, MAX_ADDRESS).prefix;
  } catch {
    return null;
  }
}
