import { gunzipSync } from "node:zlib";
import { ripemd160, Secp256k1, sha256 } from "@cosmjs/crypto";
import { toBase64, toBech32, toUtf8 } from "@cosmjs/encoding";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { GrantRow } from "../../storage/facts/live-rows.ts";
import { hasRecordings, readBytes, readJson, recordedTitle } from "../decode/testing/recordings.ts";
import { judgeIdentity } from "./identity.ts";
import { warmKeysOf } from "./warm-keys.ts";

interface Key {
  readonly address: string;
  sign(text: string): string;
}

/** Signs as the host service does; done here with the library, not with the code under test. */
const keyOf = (seed: number): Key => {
  const secret = sha256(toUtf8(`key ${seed}`));
  const { pubkey } = Secp256k1.makeKeypair(secret);
  const address = toBech32("gonka", ripemd160(sha256(Secp256k1.compressPubkey(pubkey))));
  const sign = (text: string) => {
    const signature = Secp256k1.createSignature(sha256(toUtf8(text)), secret);
    return toBase64(new Uint8Array([...signature.r(32), ...signature.s(32)]));
  };
  return { address, sign };
};
const [host, warm, stranger] = [keyOf(1), keyOf(2), keyOf(3)];

const statement = (key: Key, address: string) => {
  const data = { address, block: 849, timestamp: "2026-11-22T14:55:36Z" };
  return { data, signature: key.sign(`{"address":"${address}","block":849,"timestamp":"2026-11-22T14:55:36Z"}`) };
};
const known = new Set([warm.address]);

describe("judgeIdentity", () => {
  it("believes the account's key and its operational keys", () => {
    expect(judgeIdentity(statement(host, host.address), host.address, known)).toBe("verified");
    expect(judgeIdentity(statement(warm, host.address), host.address, known)).toBe("verified");
    expect(judgeIdentity(statement(host, host.address), host.address, null)).toBe("verified");
  });

  it("believes a signature whose numbers begin with zeros", () => {
    const signed = Array.from({ length: 1000 }, (_, block) => `{"address":"${host.address}","block":${block}}`)
      .map((text) => ({ data: JSON.parse(text), signature: host.sign(text) }))
      .filter(({ signature }) => [0, 32].some((at) => Buffer.from(signature, "base64")[at] === 0));
    expect(signed.length).toBeGreaterThan(1);
    for (const answer of signed) expect(judgeIdentity(answer, host.address, known)).toBe("verified");
  });

  it("says wrong of another address, another key, or a statement that was changed", () => {
    expect(judgeIdentity(statement(warm, stranger.address), host.address, known)).toBe("wrong");
    expect(judgeIdentity(statement(stranger, host.address), host.address, known)).toBe("wrong");
    const { data, signature } = statement(warm, host.address);
    expect(judgeIdentity({ data: { ...data, block: 850 }, signature }, host.address, known)).toBe("wrong");
    const none = toBase64(new Uint8Array(64));
    expect(judgeIdentity({ data, signature: none }, host.address, null)).toBe("wrong");
    expect(judgeIdentity({ data, signature: toBase64(new Uint8Array(64).fill(255)) }, host.address, known)).toBe("wrong");
  });

  it("can't tell of an unknown key while the host's keys are not known", () => {
    expect(judgeIdentity(statement(warm, host.address), host.address, null)).toBe("not_told");
    expect(judgeIdentity(statement(warm, stranger.address), host.address, null)).toBe("wrong");
  });

  it.each([
    undefined,
    null,
    [],
    {},
    { error: "x" },
    { data: {}, signature: "" },
    { data: { address: "gonka1x" }, signature: "AA==" },
  ])("takes %j for nothing told", (answer) => {
    expect(judgeIdentity(answer, host.address, known)).toBe("not_told");
  });

  it("never verifies what no known key signed, and never throws", () => {
    const { data, signature } = statement(warm, host.address);
    const changed = fc.oneof(
      fc.uint8Array({ minLength: 64, maxLength: 64 }).map((bytes) => ({ data, signature: toBase64(bytes) })),
      fc
        .dictionary(fc.string(), fc.jsonValue())
        .map((more) => ({ data: { ...more, address: host.address, more: 1 }, signature })),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(changed, fc.string(), (answer, address) => {
        expect(judgeIdentity(answer, host.address, known)).not.toBe("verified");
        expect(judgeIdentity(answer, address, known)).not.toBe("verified");
      }),
      { numRuns: 200 },
    );
  });
});

const grant = (over: Partial<GrantRow>): GrantRow => ({
  epoch: 1,
  kind: "authz",
  granter: "gonka1host",
  grantee: "gonka1warm",
  authorization: "/inference.inference.MsgSubmitSeed",
  expires_at: null,
  ...over,
});

it("takes for operational keys only those that may send a host's messages now", () => {
  const grants = [
    grant({}),
    grant({ grantee: "gonka1old", expires_at: "2026-11-22T11:59:59Z" }),
    grant({ grantee: "gonka1new", expires_at: "2026-11-22T12:00:01Z" }),
    grant({ grantee: "gonka1bank", authorization: "/cosmos.bank.v1beta1.MsgSend" }),
    grant({ grantee: "gonka1fee", kind: "feegrant" }),
    grant({ granter: "gonka1silent" }),
  ];
  const granters = [
    { epoch: 1, address: "gonka1host", answered: true },
    { epoch: 1, address: "gonka1none", answered: true },
    { epoch: 1, address: "gonka1silent", answered: false },
  ];
  const keys = warmKeysOf(grants, granters, new Date("2026-11-22T12:00:00Z"));
  expect([...keys].map(([address, found]) => [address, [...found]])).toEqual([
    ["gonka1host", ["gonka1warm", "gonka1new"]],
    ["gonka1none", []],
  ]);
});

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  const line = z.object({ url: z.string(), body: z.string() });
  const message = z.object({
    granter: z.string(),
    grantee: z.string(),
    grant: z.object({ authorization: z.object({ msg: z.string() }) }),
  });
  const txs = z.object({
    txs: z.array(z.object({ body: z.object({ messages: z.array(z.looseObject({ "@type": z.string() })) }) })),
  });

  /** Every grant that a recorded block made. */
  const recordedGrants = (): GrantRow[] =>
    gunzipSync(readBytes("localnet/blocks.ndjson.gz"))
      .toString("utf8")
      .split("\n")
      .filter((text) => text.includes("MsgGrant") && text.includes("/txs/block/"))
      .flatMap((text) => txs.parse(JSON.parse(line.parse(JSON.parse(text)).body)).txs)
      .flatMap((tx) => tx.body.messages.filter((sent) => sent["@type"] === "/cosmos.authz.v1beta1.MsgGrant"))
      .flatMap((sent) => {
        const read = message.safeParse(sent);
        return read.success ? [grant({ ...read.data, authorization: read.data.grant.authorization.msg })] : [];
      })
      .map(({ epoch, kind, granter, grantee, authorization, expires_at }) => ({
        epoch,
        kind,
        granter,
        grantee,
        authorization,
        expires_at,
      }));

  it("of three hosts are signed by the operational keys they granted their messages to", () => {
    const grants = recordedGrants();
    const granters = [...new Set(grants.map(({ granter }) => granter))].map((address) => ({ epoch: 1, address, answered: true }));
    const keys = warmKeysOf(grants, granters, new Date("2026-11-22T14:55:36Z"));
    const answers = ["v1__identity.json", "v1__identity~host2.json", "v1__identity~host3.json"].map((file) =>
      z.looseObject({ data: z.looseObject({ address: z.string() }) }).parse(readJson(`localnet/v1/${file}`)),
    );
    const addresses = answers.map(({ data }) => data.address);
    expect(new Set(addresses).size).toBe(3);
    for (const answer of answers) {
      const verdicts = addresses.map((address) => judgeIdentity(answer, address, keys.get(address) ?? null));
      expect(verdicts).toEqual(addresses.map((address) => (address === answer.data.address ? "verified" : "wrong")));
      expect(judgeIdentity(answer, answer.data.address, new Set([stranger.address]))).toBe("wrong");
    }
  });
});
