import { createHash } from "node:crypto";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { NotProven, provenAppHash } from "./ics23.ts";

/** Field numbers of `cosmos/ics23/v1/proofs.proto`, with one that nobody knows. */
const { root } = protobuf.parse(`syntax = "proto3";
  message LeafOp { int32 hash = 1; int32 prehash_key = 2; int32 prehash_value = 3; int32 length = 4; bytes prefix = 5; }
  message InnerOp { int32 hash = 1; bytes prefix = 2; bytes suffix = 3; }
  message ExistenceProof { bytes key = 1; bytes value = 2; LeafOp leaf = 3; repeated InnerOp path = 4; bytes unknown = 9; }
  message CommitmentProof { ExistenceProof exist = 1; ExistenceProof nonexist = 2; }`);

interface Inner {
  readonly hash?: number;
  readonly prefix: Uint8Array;
  readonly suffix: Uint8Array;
}
interface Forged {
  readonly key: Buffer;
  readonly value: Buffer;
  readonly leaf: {
    readonly hash: number;
    readonly prehashKey: number;
    readonly prehashValue: number;
    readonly length: number;
    readonly prefix: Buffer;
  };
  readonly path: readonly Inner[];
  readonly unknown?: Buffer;
}

const sha256 = (...parts: readonly Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();
const sibling = sha256(Buffer.from("sibling"));
const CHILD = Buffer.of(32);
const leaf = (prefix: Buffer) => ({ hash: 1, prehashKey: 0, prehashValue: 1, length: 1, prefix });

/** Height 1 (zigzag 2), two leaves, version 5. */
const left = (height = 2): Inner => ({ prefix: Buffer.of(height, 4, 10, 32), suffix: Buffer.concat([CHILD, sibling]) });
const right = (height = 2): Inner => ({
  prefix: Buffer.concat([Buffer.of(height, 4, 10, 32), sibling, CHILD]),
  suffix: Buffer.of(),
});

const KEY = Buffer.from("a key");
const VALUE = Buffer.from("a value");
const IAVL: Forged = { key: KEY, value: VALUE, leaf: leaf(Buffer.of(0, 2, 10)), path: [left(), right(4)] };

const rootOf = ({ key, value, leaf: { prefix }, path }: Forged) =>
  path.reduce(
    (hash, step) => sha256(step.prefix, hash, step.suffix),
    sha256(prefix, Buffer.of(key.length), key, CHILD, sha256(value)),
  );
const simple = (of: Forged): Forged => ({
  key: Buffer.from("store"),
  value: rootOf(of),
  leaf: leaf(Buffer.of(0)),
  path: [
    { prefix: Buffer.of(1), suffix: sibling },
    { prefix: Buffer.concat([Buffer.of(1), sibling]), suffix: Buffer.of() },
  ],
});
function op(type: string, { unknown, ...exist }: Forged, field = "exist") {
  const path = exist.path.map((step) => ({ hash: 1, ...step }));
  const message = root.lookupType("CommitmentProof");
  const proof = message.fromObject({ [field]: { ...exist, path, ...(unknown === undefined ? {} : { unknown }) } });
  return { type, key: exist.key, data: message.encode(proof).finish() };
}
/** Every proof is whole: its hashes lead to some root. What makes it worth nothing is its form. */
const proven = (inStore: Forged, inMultistore = simple(inStore)) =>
  Buffer.from(provenAppHash([op("ics23:iavl", inStore), op("ics23:simple", inMultistore)], "store", KEY, VALUE));

describe("a proof of two trees", () => {
  it("leads to their root", () => {
    expect(proven(IAVL)).toEqual(rootOf(simple(IAVL)));
  });

  const store = (change: Partial<Forged>): [Forged] => [{ ...IAVL, ...change }];
  const whole = (change: Partial<Forged>): [Forged, Forged] => [IAVL, { ...simple(IAVL), ...change }];
  const inner = (step: Inner) => store({ path: [step, right(4)] });
  it.each<[string, [Forged, Forged?]]>([
    [
      "a leaf with more before its key, so that another key's bytes can be moved over",
      store({ leaf: leaf(Buffer.of(0, 2, 10, 7)) }),
    ],
    ["a leaf that says it has a height", store({ leaf: leaf(Buffer.of(2, 2, 10)) })],
    ["a leaf of two leaves", store({ leaf: leaf(Buffer.of(0, 4, 10)) })],
    ["a leaf whose numbers don't end", store({ leaf: leaf(Buffer.of(0, 2, 0x80)) })],
    ["a leaf with a version below zero", store({ leaf: leaf(Buffer.of(0, 2, 9)) })],
    ["a value that isn't hashed first", store({ leaf: { ...IAVL.leaf, prehashValue: 0 } })],
    ["a key that is hashed first", store({ leaf: { ...IAVL.leaf, prehashKey: 1 } })],
    ["a leaf without lengths", store({ leaf: { ...IAVL.leaf, length: 0 } })],
    ["a leaf hashed with SHA-512", store({ leaf: { ...IAVL.leaf, hash: 2 } })],
    ["an inner node hashed with SHA-512", inner({ ...left(), hash: 2 })],
    ["an inner node as low as a leaf", inner(left(0))],
    ["an inner node no higher than the one below it", store({ path: [left(4), left(2)] })],
    ["an inner node with one child", inner({ prefix: Buffer.of(2, 4, 10, 32), suffix: Buffer.of() })],
    ["an inner node with three children", inner({ prefix: right().prefix, suffix: left().suffix })],
    ["an inner node with a longer child", inner({ ...left(), suffix: Buffer.concat([Buffer.of(33), sibling, Buffer.of(0)]) })],
    ["an inner node with bytes over", inner({ ...left(), prefix: Buffer.concat([left().prefix, Buffer.of(1)]) })],
    ["an inner node without its child's length", inner({ ...left(), prefix: Buffer.of(2, 4, 10) })],
    [
      "more levels than any tree",
      store({ path: Array.from({ length: 129 }, (_, level) => left(level < 60 ? 2 * (level + 1) : 126)) }),
    ],
    ["another key", store({ key: Buffer.from("b key") })],
    ["another value", store({ value: Buffer.from("b value") })],
    ["a field nobody knows", store({ unknown: Buffer.of(1) })],
    ["another store", whole({ key: Buffer.from("stare") })],
    ["another root of the store", whole({ value: sibling })],
    ["a leaf of the multistore with more before its key", whole({ leaf: leaf(Buffer.of(0, 0)) })],
    ["an inner node of the multistore that begins as a leaf", whole({ path: [{ prefix: Buffer.of(0), suffix: sibling }] })],
    [
      "an inner node of the multistore with a short child",
      whole({ path: [{ prefix: Buffer.of(1), suffix: sibling.subarray(1) }] }),
    ],
    [
      "an inner node of the multistore with two others",
      whole({ path: [{ prefix: Buffer.concat([Buffer.of(1), sibling]), suffix: sibling }] }),
    ],
  ])("is refused with %s", (_, [inStore, inMultistore]) => {
    expect(() => proven(inStore, inMultistore)).toThrow(NotProven);
  });

  it("is refused with its steps the other way round, one of them, three, or of another kind", () => {
    const [first, second] = [op("ics23:iavl", IAVL), op("ics23:simple", simple(IAVL))];
    const of =
      (...ops: (typeof first)[]) =>
      () =>
        provenAppHash(ops, "store", KEY, VALUE);
    expect(of(first, second)).not.toThrow();
    for (const wrong of [
      of(second, first),
      of(first),
      of(first, second, second),
      of({ ...first, type: "ics23:simple" }, second),
      of(),
    ])
      expect(wrong).toThrow(NotProven);
    expect(of({ ...first, key: Buffer.from("b key") }, second)).toThrow("another key");
    expect(of(op("ics23:iavl", IAVL, "nonexist"), second)).toThrow(NotProven);
  });
});
