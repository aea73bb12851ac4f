import { createHash } from "node:crypto";

/** Hashes and signatures of a session: made up, but the same each time. */

/** 32 bytes. */
export const madeUpHash = (what: string): Buffer => createHash("sha256").update(what).digest();

/** 65 bytes, as secp256k1 signatures that can be recovered have. */
export function madeUpSignature(what: string): Buffer {
  const signature = Buffer.alloc(65);
  createHash("sha512").update(what).digest().copy(signature);
  signature[64] = (signature[0] ?? 0) % 2;
  return signature;
}
