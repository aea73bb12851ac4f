import { createHash } from "node:crypto";
import { ExtendedSecp256k1Signature, Secp256k1, Secp256k1Signature } from "@cosmjs/crypto";
import { fromBase64 } from "@cosmjs/encoding";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { STILL, stillNode } from "../comet/testing/serve.ts";
import { hasRecordings, recordedTitle, recordings } from "../http/testing/recorded.ts";
import { accountAddress } from "../network/keys.ts";
import { Identities } from "./identity.ts";

const answerSchema = z.object({ data: z.object({ address: z.string() }), signature: z.string() });

/** What the signature was made over: the bytes of `data` in the answer itself. */
function signedHash(body: string): Uint8Array {
  const data = /^\{"data":(\{.*?\}),"signature"/.exec(body)?.[1];
  if (data === undefined) throw new Error("no data in the answer");
  return createHash("sha256").update(data).digest();
}

/** Addresses of the two keys that can have made the signature. */
function signers(body: string): string[] {
  const { signature } = answerSchema.parse(JSON.parse(body));
  const fixed = fromBase64(signature);
  return [0, 1].map((recovery) => {
    const extended = new ExtendedSecp256k1Signature(fixed.slice(0, 32), fixed.slice(32), recovery);
    const key = Secp256k1.compressPubkey(Secp256k1.recoverPubkey(extended, signedHash(body)));
    const hash = createHash("ripemd160").update(createHash("sha256").update(key).digest()).digest();
    return accountAddress(hash);
  });
}

const grantsSchema = z.object({ grants: z.array(z.object({ granter: z.string(), grantee: z.string() })) });

describe("a host's identity", () => {
  const { network } = stillNode(STILL);
  const identities = new Identities(network);
  const [host] = network.hosts(network.clock.height());

  it("is signed with the warm key over the bytes of data", () => {
    if (host === undefined) throw new Error("no host");
    const body = identities.of(host);
    const { data, signature } = answerSchema.parse(JSON.parse(body));
    expect(data.address).toBe(host.address);
    const fixed = Secp256k1Signature.fromFixedLength(fromBase64(signature));
    expect(Secp256k1.verifySignature(fixed, signedHash(body), host.warm.keys.publicKey)).toBe(true);
    expect(Secp256k1.verifySignature(fixed, signedHash(body), host.keys.publicKey)).toBe(false);
    expect(signers(body)).toContain(host.warm.address);
  });

  it("is signed by a grantee of the address in it", () => {
    if (host === undefined) throw new Error("no host");
    const grantees = network.grantsGivenBy(host.address, network.clock.height()).map(({ grantee }) => grantee);
    expect(grantees).toContain(host.warm.address);
  });

  it("is made anew every five minutes", () => {
    if (host === undefined) throw new Error("no host");
    const before = identities.of(host);
    expect(identities.of(host)).toBe(before);
    network.clock.advance(300_000);
    expect(identities.of(host)).not.toBe(before);
  });
});

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  it("are signed by the same rule: the signer is a grantee of the address", () => {
    const granted = recordings("rest")
      .filter(({ url, status }) => status === 200 && url.startsWith("/cosmos/authz/v1beta1/grants/granter/"))
      .flatMap(({ body }) => grantsSchema.parse(JSON.parse(body)).grants);
    const checked = recordings("v1")
      .filter(({ url }) => url === "/v1/identity")
      .map(({ body }) => ({ signers: signers(body), address: answerSchema.parse(JSON.parse(body)).data.address }))
      .map(({ signers, address }) => granted.some(({ granter, grantee }) => granter === address && signers.includes(grantee)));
    // Grants were recorded of one of the three hosts.
    expect(checked.filter((verified) => verified)).toHaveLength(1);
  });
});
