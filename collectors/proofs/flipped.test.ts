import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasRecordings, recordedTitle } from "../decode/testing/recordings.ts";
import type { ParticipantsAnswer } from "./answer.ts";
import { checkMembership } from "./check.ts";
import { type BlockCommit, checkCommit } from "./commit.ts";
import type { BlockHeader } from "./header.ts";
import { epoch56, localnetAnswer, recordedBlocks } from "./testing/recorded.ts";

const UNKNOWN = "no source told the block";

/** Every byte of the proof, by where it stands; each returns the answer with one bit of it the other way round. */
type Flip = (bytes: Uint8Array) => Uint8Array;
const REGIONS: readonly [
  string,
  (answer: ParticipantsAnswer) => Uint8Array,
  (answer: ParticipantsAnswer, flip: Flip) => ParticipantsAnswer,
][] = [
  ["value", ({ bytes }) => bytes, (answer, flip) => ({ ...answer, bytes: flip(answer.bytes) })],
  ...[0, 1].flatMap((step): (typeof REGIONS)[number][] => [
    [`key of step ${step}`, ({ ops }) => ops[step]?.key ?? NONE, (answer, flip) => inStep(answer, step, "key", flip)],
    [`data of step ${step}`, ({ ops }) => ops[step]?.data ?? NONE, (answer, flip) => inStep(answer, step, "data", flip)],
  ]),
  [
    "app hash",
    ({ header }) => header?.appHash ?? NONE,
    (answer, flip) => withHeader(answer, (of) => ({ appHash: flip(of.appHash) })),
  ],
];
const NONE = new Uint8Array();

function inStep(answer: ParticipantsAnswer, step: number, part: "key" | "data", flip: Flip): ParticipantsAnswer {
  return { ...answer, ops: answer.ops.map((op, index) => (index === step ? { ...op, [part]: flip(op[part]) } : op)) };
}

function withHeader(answer: ParticipantsAnswer, change: (header: BlockHeader) => Partial<BlockHeader>): ParticipantsAnswer {
  return answer.header === null ? answer : { ...answer, header: { ...answer.header, ...change(answer.header) } };
}

const flipped = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

const proofOk = (epoch: number, chain: string, answer: ParticipantsAnswer) =>
  checkMembership(chain, epoch, { ok: true, value: answer, unknowns: [] }, UNKNOWN).proofOk;

describe.skipIf(!hasRecordings)(`one flipped bit: ${recordedTitle}`, () => {
  const [mainnet, localnet] = hasRecordings ? [epoch56(), localnetAnswer(7)] : [];

  it.each(REGIONS)(
    "%s: never passes",
    (_, bytesOf, change) => {
      if (mainnet === undefined || localnet === undefined) throw new Error("not recorded");
      for (const [epoch, chain, answer] of [
        [56, "gonka-mainnet", mainnet],
        [7, "gonka-localnet-1", localnet],
      ] as const) {
        expect(proofOk(epoch, chain, answer)).toBe(true);
        const bits = bytesOf(answer).length * 8;
        expect(bits).toBeGreaterThan(0);
        const passes = (bit: number) =>
          proofOk(
            epoch,
            chain,
            change(answer, (bytes) => flipped(bytes, bit)),
          );
        // All of them where they are few.
        if (bits <= 4096) expect(Array.from({ length: bits }, (_, bit) => bit).filter(passes)).toEqual([]);
        else
          fc.assert(
            fc.property(fc.nat(bits - 1), (bit) => !passes(bit)),
            { numRuns: 1500 },
          );
      }
    },
    60_000,
  );

  it("any field of the header: not the block that the sources tell of", () => {
    if (localnet === undefined) throw new Error("not recorded");
    const known = recordedBlocks().get(723)?.header;
    if (known === undefined) throw new Error("block 723 isn't recorded");
    const passes = (answer: ParticipantsAnswer) =>
      checkMembership("gonka-localnet-1", 7, { ok: true, value: answer, unknowns: [] }, { header: known, signed: { ok: true } })
        .proofOk;
    expect(passes(localnet)).toBe(true);
    const others = headerFlips(known).map((header) => passes({ ...localnet, header }));
    expect(others.length).toBeGreaterThan(2500);
    expect(others.filter((ok) => ok)).toEqual([]);
  });

  it("a header, a vote or the set: the commit is worth nothing", async () => {
    const blocks = recordedBlocks();
    const [header, commit] = [blocks.get(723)?.header, blocks.get(724)?.lastCommit];
    const validators = localnet?.validators ?? [];
    if (header === undefined || commit === undefined) throw new Error("block 723 isn't recorded");
    expect(await checkCommit(header, commit, validators)).toEqual({ ok: true });
    // Two of the three carry more than 2/3, and no one does alone.
    const [first, second] = commit.votes;
    if (first === undefined || second === undefined) throw new Error("nobody voted");
    expect(await checkCommit(header, { ...commit, votes: [first, second] }, validators)).toEqual({ ok: true });
    await fc.assert(
      fc.asyncProperty(fc.nat(first.signature.length * 8 - 1), async (bit) => {
        const votes = [{ ...first, signature: flipped(first.signature, bit) }, second];
        return !(await checkCommit(header, { ...commit, votes }, validators)).ok;
      }),
      { numRuns: 60 },
    );
    for (const changed of headerFlips(header).filter((_, index) => index % 37 === 0))
      expect((await checkCommit(changed, commit, validators)).ok).toBe(false);
    const wrong: [BlockHeader, BlockCommit, typeof validators][] = [
      [header, { ...commit, votes: [first, first, first] }, validators],
      [header, { ...commit, votes: [{ ...first, time: "2026-11-22T14:52:46Z" }, second] }, validators],
      [header, { ...commit, round: commit.round + 1 }, validators],
      [header, { ...commit, height: commit.height + 1 }, validators],
      [header, { ...commit, blockId: { ...commit.blockId, partsHash: flipped(commit.blockId.partsHash, 3) } }, validators],
      [header, commit, validators.map((one, index) => (index === 0 ? { ...one, power: one.power + 1n } : one))],
      [header, commit, [...validators].reverse()],
      [header, commit, validators.slice(1)],
      [header, commit, []],
      [header, { ...commit, votes: [second] }, validators],
    ];
    for (const [of, changed, set] of wrong) expect((await checkCommit(of, changed, set)).ok).toBe(false);
  });
});

/** The header with each single bit of each hash, and each number and text, another. */
function headerFlips(header: BlockHeader): BlockHeader[] {
  const hashes = [
    ...["lastCommitHash", "dataHash", "validatorsHash", "nextValidatorsHash", "consensusHash"],
    ...["appHash", "lastResultsHash", "evidenceHash", "proposerAddress"],
  ];
  const inHashes = Object.entries(header).flatMap(([name, value]) =>
    hashes.includes(name) && value instanceof Uint8Array
      ? Array.from({ length: value.length * 8 }, (_, bit) => ({ ...header, [name]: flipped(value, bit) }))
      : [],
  );
  const { lastBlockId: id } = header;
  return [
    ...inHashes,
    ...Array.from({ length: 256 }, (_, bit) => ({ ...header, lastBlockId: { ...id, hash: flipped(id.hash, bit) } })),
    ...Array.from({ length: 256 }, (_, bit) => ({ ...header, lastBlockId: { ...id, partsHash: flipped(id.partsHash, bit) } })),
    { ...header, lastBlockId: { ...id, partsTotal: id.partsTotal + 1 } },
    { ...header, versionBlock: header.versionBlock ^ 1 },
    { ...header, versionApp: header.versionApp ^ 1 },
    { ...header, height: header.height ^ 1 },
    { ...header, time: header.time.replace(/\d(?=Z$)/, (digit) => String(Number(digit) ^ 1)) },
    { ...header, chainId: header.chainId.replace("g", "f") },
  ];
}
