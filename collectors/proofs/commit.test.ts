import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type BlockVote, checkCommit, validatorsHash, voteSignBytes } from "./commit.ts";
import { type BlockHeader, headerHash } from "./header.ts";

const keys = Array.from({ length: 5 }, () => generateKeyPairSync("ed25519"));
const raw = (key: KeyObject): Uint8Array => key.export({ format: "der", type: "spki" }).subarray(-32);
const TIME = "2026-11-22T12:00:00.5Z";

const hash = (name: string): Uint8Array => createHash("sha256").update(name).digest();
const EMPTY = { hash: new Uint8Array(), partsTotal: 0, partsHash: new Uint8Array() };

/** A block whose validators have these powers, committed by those who `sign`. */
function committed(powers: readonly bigint[], signers: readonly boolean[]) {
  const validators = powers.map((power, index) => ({ pubkey: raw(keyOf(index).publicKey), power }));
  const header: BlockHeader = {
    ...{ versionBlock: 11, versionApp: 0, chainId: "test-1", height: 7, time: "2026-11-22T12:00:00Z", lastBlockId: EMPTY },
    ...{ lastCommitHash: hash("a"), dataHash: hash("b"), validatorsHash: validatorsHash(validators) },
    ...{ nextValidatorsHash: hash("c"), consensusHash: hash("d"), appHash: hash("e"), lastResultsHash: hash("f") },
    ...{ evidenceHash: hash("g"), proposerAddress: hash("h").subarray(0, 20) },
  };
  const of = { height: 7, round: 2, blockId: { hash: headerHash(header), partsTotal: 1, partsHash: hash("parts") } };
  const votes = validators.flatMap(({ pubkey }, index): BlockVote[] => {
    if (signers[index] !== true) return [];
    const address = createHash("sha256").update(pubkey).digest().subarray(0, 20);
    return [{ address, time: TIME, signature: sign(null, voteSignBytes("test-1", of, TIME), keyOf(index).privateKey) }];
  });
  return { header, validators, commit: { ...of, votes } };
}
function keyOf(index: number) {
  const key = keys[index];
  if (key === undefined) throw new Error("no key");
  return key;
}

it("is signed exactly where more than 2/3 of the power signed", async () => {
  const power = fc.bigInt({ min: 1n, max: 9n });
  const set = fc.array(fc.tuple(power, fc.boolean()), { minLength: 1, maxLength: keys.length });
  await fc.assert(
    fc.asyncProperty(set, async (members) => {
      const { header, commit, validators } = committed(
        members.map(([of]) => of),
        members.map(([, signs]) => signs),
      );
      const total = members.reduce((sum, [of]) => sum + of, 0n);
      const signed = members.reduce((sum, [of, signs]) => (signs ? sum + of : sum), 0n);
      const { ok } = await checkCommit(header, commit, validators);
      expect(ok).toBe(Number(signed) / Number(total) > 2 / 3 + 1e-9);
    }),
    {
      numRuns: 60,
      examples: [
        [
          [
            [1n, true],
            [1n, true],
            [1n, false],
          ],
        ],
        [
          [
            [2n, true],
            [1n, false],
          ],
        ],
        [
          [
            [3n, true],
            [1n, false],
          ],
        ],
      ],
    },
  );
});

it("counts no signature twice, none of a stranger, and none over other bytes", async () => {
  const { header, commit, validators } = committed([1n, 1n, 1n], [true, true, false]);
  const [first, second] = commit.votes;
  if (first === undefined || second === undefined) throw new Error("no votes");
  const ok = async (votes: readonly BlockVote[]) => (await checkCommit(header, { ...commit, votes }, validators)).ok;
  const stranger = committed([1n, 1n, 1n, 1n], [false, false, false, true]).commit.votes;
  const third = committed([1n, 1n, 1n], [false, false, true]).commit.votes;
  expect(await ok([first, second, ...third])).toBe(true);
  for (const votes of [
    [first, second],
    [first, first, first],
    [first, second, ...stranger],
    [first, second, ...third.map((vote) => ({ ...vote, time: "2026-11-22T12:00:00.6Z" }))],
    [first, second, ...third.map((vote) => ({ ...vote, signature: first.signature }))],
    [first, second, ...third.map((vote) => ({ ...vote, signature: vote.signature.subarray(1) }))],
    [first, second, ...third.map((vote) => ({ ...vote, address: first.address }))],
  ])
    expect(await ok(votes)).toBe(false);
});
