import { createHash } from "node:crypto";
import { Secp256k1 } from "@cosmjs/crypto";
import { timestamp } from "../comet/blocks.ts";
import type { Network } from "../network/network.ts";
import type { Host } from "../network/types.ts";

/** The real service signs anew every five minutes. */
const CACHED_MS = 300_000;

interface Signed {
  readonly slot: number;
  readonly body: string;
}

/**
 * `/v1/identity`: who answers here. The signature is over the SHA-256 of the bytes of `data` as they stand in the answer, made with
 * the host's warm key (not the key of the address in it), r and s as 64 bytes in base64. Both were checked on the recorded
 * answers of real hosts: the key is that of the account that the address has granted its messages to.
 */
export class Identities {
  readonly #network: Network;
  readonly #signed = new Map<string, Signed>();

  constructor(network: Network) {
    this.#network = network;
  }

  of(host: Host): string {
    const slot = Math.floor(this.#network.clock.now() / CACHED_MS);
    const known = this.#signed.get(host.address);
    if (known?.slot === slot) return known.body;
    const body = this.#sign(host, slot * CACHED_MS);
    this.#signed.set(host.address, { slot, body });
    return body;
  }

  #sign(host: Host, ms: number): string {
    const block = this.#network.clock.heightAt(ms);
    const data = JSON.stringify({ address: host.address, block, timestamp: timestamp(ms) });
    const hash = createHash("sha256").update(data).digest();
    const signature = Secp256k1.createSignature(hash, host.warm.keys.privateKey);
    const fixed = Buffer.concat([signature.r(32), signature.s(32)]).toString("base64");
    return `{"data":${data},"signature":"${fixed}"}`;
  }
}
