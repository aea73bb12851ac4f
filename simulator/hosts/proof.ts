import { createHash } from "node:crypto";
import { BinaryWriter } from "cosmjs-types/binary";
import { CommitmentProof, HashOp, LengthOp } from "cosmjs-types/cosmos/ics23/v1/proofs";
import { Bounded } from "../network/bounded.ts";
import type { Network } from "../network/network.ts";
import { activeParticipants, participantsBytes } from "./proof-members.ts";

interface Step {
  readonly prefix: Buffer;
  readonly suffix: Buffer;
}

export interface MembershipProof {
  readonly bytes: Uint8Array;
  /** Of the store, then of the multistore. */
  readonly ops: readonly { readonly type: string; readonly key: string; readonly data: string }[];
  /** What the header of the block after the one that wrote the membership carries. */
  readonly appHash: Buffer;
}

const sha256 = (...parts: readonly Uint8Array[]) => createHash("sha256").update(Buffer.concat(parts)).digest();

/** Proofs are asked for of the newest epochs; each is some hundred kilobytes at a thousand hosts. */
const EPOCHS_KEPT = 8;
const proofs = new WeakMap<Network, Bounded<number, MembershipProof | null>>();

/**
 * The proof that an epoch's membership stands in the state. Of that state nothing else is real: the other branches of the trees are made up.
 * Null where the epoch has no members.
 */
export function membershipProof(network: Network, epoch: number): MembershipProof | null {
  const known = proofs.get(network) ?? new Bounded(EPOCHS_KEPT);
  proofs.set(network, known);
  return known.get(epoch, () => proofOf(network, epoch));
}

/** The epoch whose membership is first covered by the header of this height; null for every other height. */
export function proofEpochAt(network: Network, height: number): number | null {
  const { latest } = network.epochsAt(height);
  return latest > 0 && height === network.stagesOf(latest).validationEnd + 1 ? latest : null;
}

/** The app hash of the header that covers a membership; null for every other height. */
export function membershipAppHash(network: Network, height: number): Buffer | null {
  const epoch = proofEpochAt(network, height);
  return epoch === null ? null : (membershipProof(network, epoch)?.appHash ?? null);
}

function proofOf(network: Network, epoch: number): MembershipProof | null {
  const members = activeParticipants(network, epoch);
  if (members === null) return null;
  const bytes = participantsBytes(members);
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(epoch));
  const key = Buffer.concat([Buffer.from("ActiveParticipants/value/"), number, Buffer.from("/")]);
  const made = (what: string) => sha256(Buffer.from(`${network.options.seed}/${network.chainId}/state/${epoch}/${what}`));
  const version = members.created_at_block_height;
  const store = treeOf("ics23:iavl", key, bytes, iavlNode(0, 1, version), iavlPath(version, made));
  const whole = treeOf("ics23:simple", Buffer.from("inference"), store.root, Buffer.of(0), simplePath(made));
  return { bytes, ops: [store.op, whole.op], appHash: whole.root };
}

function treeOf(type: string, key: Buffer, value: Uint8Array, leaf: Buffer, path: readonly Step[]) {
  const hashed = sha256(value);
  let root = sha256(leaf, Buffer.of(key.length), key, Buffer.of(hashed.length), hashed);
  for (const { prefix, suffix } of path) root = sha256(prefix, root, suffix);
  const { SHA256: hash, NO_HASH: prehashKey } = HashOp;
  const proof = CommitmentProof.fromPartial({
    exist: {
      ...{ key, value },
      leaf: { ...{ hash, prehashKey, prefix: leaf }, prehashValue: hash, length: LengthOp.VAR_PROTO },
      path: path.map((step) => ({ hash, ...step })),
    },
  });
  const data = Buffer.from(CommitmentProof.encode(proof).finish()).toString("base64");
  return { root, op: { type, key: key.toString("base64"), data } };
}

/** Height, number of leaves, version: Go's varints. */
const iavlNode = (height: number, size: number, version: number): Buffer =>
  Buffer.concat([height, size, version].map((value) => new BinaryWriter().uint32(value * 2).finish()));

const CHILD = Buffer.of(32);

/** About as high as the tree of a store with some ten thousand keys. */
function iavlPath(version: number, made: (what: string) => Buffer): Step[] {
  return Array.from({ length: 14 }, (_, level) => {
    const [node, other] = [iavlNode(level + 1, 2 ** (level + 1), version), made(`iavl/${level}`)];
    const isLeft = (other[0] ?? 0) % 2 === 0;
    return isLeft
      ? { prefix: Buffer.concat([node, CHILD]), suffix: Buffer.concat([CHILD, other]) }
      : { prefix: Buffer.concat([node, CHILD, other, CHILD]), suffix: Buffer.of() };
  });
}

/** About as high as the tree over a chain's stores. */
function simplePath(made: (what: string) => Buffer): Step[] {
  return Array.from({ length: 5 }, (_, level) => {
    const other = made(`store/${level}`);
    const isLeft = (other[0] ?? 0) % 2 === 0;
    return isLeft
      ? { prefix: Buffer.of(1), suffix: other }
      : { prefix: Buffer.concat([Buffer.of(1), other]), suffix: Buffer.of() };
  });
}
