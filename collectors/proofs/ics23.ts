import { toUtf8 } from "@cosmjs/encoding";
import { BinaryWriter } from "cosmjs-types/binary";
import {
  CommitmentProof,
  type ExistenceProof,
  HashOp,
  type InnerOp,
  type LeafOp,
  LengthOp,
} from "cosmjs-types/cosmos/ics23/v1/proofs";
import { sameBytes, sha256Of } from "./merkle.ts";

/** One step of a store proof as a node's answer has it. */
export interface ProofOp {
  readonly type: string;
  readonly key: Uint8Array;
  /** A CommitmentProof in protobuf. */
  readonly data: Uint8Array;
}

/** Why a proof proves nothing, in words. */
export class NotProven extends Error {
  override readonly name = "NotProven";
}

/** What the nodes of one kind of tree look like; anything else could pass a leaf off as an inner node, or another key's value. */
interface Tree {
  readonly type: string;
  readonly checkLeaf: (prefix: Uint8Array) => void;
  readonly checkInner: (op: InnerOp, level: number) => void;
  readonly maxDepth: number;
}

/**
 * The app hash that a proof of one key's value leads to: ICS23 over the store's IAVL tree, whose root is a value in the multistore's own tree
 * (Cosmos SDK `store/rootmulti`). The two specs are those of ics23 (`IavlSpec`, `TendermintSpec`) with the checks on prefixes that its later
 * versions have. A proof has exactly one spelling here: unknown fields and fields in another order prove nothing.
 * @throws NotProven
 */
export function provenAppHash(ops: readonly ProofOp[], store: string, key: Uint8Array, value: Uint8Array): Uint8Array {
  const [inStore, inMultistore] = ops;
  if (inStore === undefined || inMultistore === undefined || ops.length !== 2)
    throw new NotProven(`two steps of proof were due, ${ops.length} came`);
  const root = rootOf(inStore, IAVL, key, value);
  return rootOf(inMultistore, MULTISTORE, toUtf8(store), root);
}

function rootOf(op: ProofOp, tree: Tree, key: Uint8Array, value: Uint8Array): Uint8Array {
  if (op.type !== tree.type) throw new NotProven(`a step of ${tree.type} was due, ${JSON.stringify(op.type.slice(0, 32))} came`);
  const { leaf, path, ...proven } = decoded(op);
  if (!sameBytes(op.key, key) || !sameBytes(proven.key, key)) throw new NotProven(`${tree.type}: the proof is of another key`);
  if (!sameBytes(proven.value, value)) throw new NotProven(`${tree.type}: the proof is of another value`);
  if (key.length === 0 || value.length === 0) throw new NotProven(`${tree.type}: an empty key or value can't be proven`);
  if (leaf === undefined || !isLeafOfSpec(leaf))
    throw new NotProven(`${tree.type}: the leaf isn't hashed as the tree's leaves are`);
  if (path.length > tree.maxDepth) throw new NotProven(`${tree.type}: the proof is deeper than any tree`);
  tree.checkLeaf(leaf.prefix);
  let hash = sha256Of(leaf.prefix, lengthOf(key), key, lengthOf(sha256Of(value)), sha256Of(value));
  for (const [level, inner] of path.entries()) {
    if (inner.hash !== HashOp.SHA256) throw new NotProven(`${tree.type}: an inner node isn't hashed with SHA-256`);
    tree.checkInner(inner, level);
    hash = sha256Of(inner.prefix, hash, inner.suffix);
  }
  return hash;
}

function decoded({ type, data }: ProofOp): ExistenceProof {
  let proof: CommitmentProof;
  try {
    proof = CommitmentProof.decode(data);
  } catch {
    throw new NotProven(`${type}: not a proof in protobuf`);
  }
  if (proof.exist === undefined) throw new NotProven(`${type}: not a proof that something exists`);
  const plain = CommitmentProof.fromPartial({ exist: proof.exist });
  if (!sameBytes(CommitmentProof.encode(plain).finish(), data))
    throw new NotProven(`${type}: the proof has more in it than a proof has`);
  return proof.exist;
}

/** Both trees hash their leaves the same way: the value's hash, each with its length before it. */
const isLeafOfSpec = ({ hash, prehashKey, prehashValue, length }: LeafOp) =>
  hash === HashOp.SHA256 && prehashKey === HashOp.NO_HASH && prehashValue === HashOp.SHA256 && length === LengthOp.VAR_PROTO;

const lengthOf = (bytes: Uint8Array) => new BinaryWriter().uint32(bytes.length).finish();

const CHILD = 32;

/** Height, size and version in zigzag varints; then the children, each with its length of 32 before it. */
const IAVL: Tree = {
  type: "ics23:iavl",
  maxDepth: 128,
  checkLeaf: (prefix) => {
    const { height, size, rest } = iavlNode(prefix);
    if (height !== 0n || size !== 1n || rest.length !== 0) throw new NotProven("ics23:iavl: not a leaf of such a tree");
  },
  checkInner: ({ prefix, suffix }, level) => {
    const { height, rest } = iavlNode(prefix);
    // A node is higher than those below it; its own child is on the left or on the right of the other.
    const isLeft = rest.length === 1 && rest[0] === CHILD && suffix.length === 1 + CHILD && suffix[0] === CHILD;
    const isRight = rest.length === 2 + CHILD && rest[0] === CHILD && rest[1 + CHILD] === CHILD && suffix.length === 0;
    if (height <= BigInt(level) || !(isLeft || isRight)) throw new NotProven("ics23:iavl: not an inner node of such a tree");
  },
};

const MULTISTORE: Tree = {
  type: "ics23:simple",
  maxDepth: 32,
  checkLeaf: (prefix) => {
    if (prefix.length !== 1 || prefix[0] !== 0) throw new NotProven("ics23:simple: not a leaf of such a tree");
  },
  checkInner: ({ prefix, suffix }) => {
    const isLeft = prefix.length === 1 && suffix.length === CHILD;
    const isRight = prefix.length === 1 + CHILD && suffix.length === 0;
    if (prefix[0] !== 1 || !(isLeft || isRight)) throw new NotProven("ics23:simple: not an inner node of such a tree");
  },
};

function iavlNode(prefix: Uint8Array) {
  const height = zigzag(prefix, 0);
  const size = zigzag(prefix, height.end);
  const version = zigzag(prefix, size.end);
  if (height.value < 0n || size.value < 0n || version.value < 0n)
    throw new NotProven("ics23:iavl: a node with a number below zero");
  return { height: height.value, size: size.value, rest: prefix.subarray(version.end) };
}

const MAX_VARINT_BYTES = 10;

/** Go's `binary.Varint`. */
function zigzag(bytes: Uint8Array, start: number): { value: bigint; end: number } {
  let raw = 0n;
  for (let at = start; at < Math.min(bytes.length, start + MAX_VARINT_BYTES); at++) {
    const byte = bytes[at] ?? 0;
    raw |= BigInt(byte & 0x7f) << BigInt(7 * (at - start));
    if (byte < 0x80) return { value: (raw & 1n) === 0n ? raw >> 1n : -((raw + 1n) >> 1n), end: at + 1 };
  }
  throw new NotProven("ics23:iavl: a node whose numbers don't end");
}
