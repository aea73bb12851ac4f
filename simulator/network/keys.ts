import { createECDH, createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { toBech32 } from "@cosmjs/encoding";

/** A secp256k1 key pair. */
export interface Keys {
  readonly privateKey: Uint8Array;
  /** Compressed, 33 bytes. */
  readonly publicKey: Uint8Array;
  /** ripemd160(sha256(publicKey)): the account address before bech32. */
  readonly addressBytes: Uint8Array;
}

/** 32 bytes of a hash are a valid key but for a chance of 2^-128. */
export function secp256k1Keys(privateKey: Uint8Array): Keys {
  const ecdh = createECDH("secp256k1");
  ecdh.setPrivateKey(privateKey);
  const publicKey = ecdh.getPublicKey(null, "compressed");
  const addressBytes = createHash("ripemd160").update(createHash("sha256").update(publicKey).digest()).digest();
  return { privateKey, publicKey, addressBytes };
}

const PKCS8_ED25519 = Buffer.from("302e020100300506032b657004220420", "hex");

/** The 32 bytes of an ed25519 public key from its seed. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_ED25519, seed]), format: "der", type: "pkcs8" });
  return createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
}

/** First 20 bytes of sha256 of the ed25519 key, as CometBFT names a validator. */
export const consensusAddressOf = (key: Uint8Array) => createHash("sha256").update(key).digest().subarray(0, 20);

export const accountAddress = (bytes: Uint8Array) => toBech32("gonka", bytes);
export const operatorAddress = (bytes: Uint8Array) => toBech32("gonkavaloper", bytes);
export const consensusBech32 = (bytes: Uint8Array) => toBech32("gonkavalcons", bytes);
