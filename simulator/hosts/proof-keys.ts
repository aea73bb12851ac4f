import { createHash, createPrivateKey, sign } from "node:crypto";

const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The 32 bytes from which a host's validator key is made. */
export const validatorSeed = (address: string): Buffer => createHash("sha256").update(`validator of ${address}`).digest();

/** The ed25519 signature of a host's validator. */
export function validatorSignature(address: string, bytes: Uint8Array): Buffer {
  const der = Buffer.concat([PKCS8_ED25519, validatorSeed(address)]);
  return sign(null, bytes, createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
}
