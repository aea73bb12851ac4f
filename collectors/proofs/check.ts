import type { Decoded } from "../decode/decoded.ts";
import { type ActiveParticipants, decodeActiveParticipants, membersHash, membershipKey, STORE } from "./active-participants.ts";
import type { ParticipantsAnswer } from "./answer.ts";
import type { Signed } from "./commit.ts";
import { type BlockHeader, headerHash } from "./header.ts";
import { NotProven, provenAppHash } from "./ics23.ts";
import { sameBytes } from "./merkle.ts";

/** A block that the sources tell of, beside what the host does. */
export interface KnownBlock {
  readonly header: BlockHeader;
  /** Of {@link checkCommit}, with this header. */
  readonly signed: Signed;
}

/**
 * What a host's proof of an epoch's membership is worth.
 *
 * `proofOk`: the bytes are the value of the epoch's key in the state that this block's header names by its app hash. Whose header it is:
 * `height`'s as the sources tell it where they do, and the host's own is the same then; else the host's word, and a host that makes up a whole
 * state can prove what it likes. `verified`: proofOk, the sources tell the header, and validators with more than 2/3 of the power signed it.
 */
export interface MembershipVerdict {
  readonly height: number | null;
  readonly proofOk: boolean;
  readonly verified: boolean;
  /** Why not; empty where verified. */
  readonly reason: string;
  /** Null where nothing is proven. */
  readonly proven: (ActiveParticipants & { readonly hash: string }) | null;
}

/** The height of the block whose header covers the membership, by its own word; null where the bytes can't be read. */
export function headerHeightOf({ bytes }: ParticipantsAnswer): number | null {
  const told = decodeActiveParticipants(bytes);
  return told.ok ? told.value.createdAtHeight + 1 : null;
}

/** Judges an answer to `/v1/epochs/{epoch}/participants`. @param known the block of {@link headerHeightOf}; a string says why it isn't known. */
export function checkMembership(
  chainId: string,
  epoch: number,
  answer: Decoded<ParticipantsAnswer>,
  known: KnownBlock | string,
): MembershipVerdict {
  if (!answer.ok) return refused(null, answer.reason);
  const told = decodeActiveParticipants(answer.value.bytes);
  if (!told.ok) return refused(null, told.reason);
  const height = told.value.createdAtHeight + 1;
  if (told.value.epoch !== epoch) return refused(height, `the members are those of epoch ${told.value.epoch}`);
  const header = headerFor(chainId, height, answer.value, known);
  if (typeof header === "string") return refused(height, header);
  const appHash = appHashOf(epoch, answer.value);
  if (typeof appHash === "string") return refused(height, appHash);
  if (!sameBytes(appHash, header.appHash)) return refused(height, "the proof doesn't lead to the header's app hash");
  const proven = { ...told.value, hash: membersHash(told.value.members) };
  if (typeof known !== "string" && known.signed.ok) return { height, proofOk: true, verified: true, reason: "", proven };
  const reason = typeof known === "string" ? unsigned(answer.value, known) : known.signed.ok ? "" : known.signed.reason;
  return { height, proofOk: true, verified: false, reason, proven };
}

const refused = (height: number | null, reason: string): MembershipVerdict => ({
  ...{ height, proofOk: false, verified: false, reason, proven: null },
});

const unsigned = ({ commitHeight, header }: ParticipantsAnswer, why: string) =>
  `signatures_not_available: ${why}; the commit in the answer is of block ${commitHeight ?? "?"}, not of ${header?.height ?? "?"}, and the header is the host's word`;

/** The header to prove against, or why there is none. */
function headerFor(
  chainId: string,
  height: number,
  { header, headerUnread }: ParticipantsAnswer,
  known: KnownBlock | string,
): BlockHeader | string {
  if (header !== null && header.height !== height)
    return `the members were written in block ${height - 1}, the header is of block ${header.height}`;
  const used = typeof known === "string" ? header : known.header;
  if (used === null) return headerUnread;
  if (used.height !== height) return `the known header is of block ${used.height}, not of ${height}`;
  if (used.chainId !== chainId) return `the header is of chain ${used.chainId}`;
  if (header !== null && !sameBytes(headerHash(header), headerHash(used)))
    return `the host's header isn't block ${height} as the sources tell it`;
  return used;
}

function appHashOf(epoch: number, { ops, bytes }: ParticipantsAnswer): Uint8Array | string {
  try {
    return provenAppHash(ops, STORE, membershipKey(epoch), bytes);
  } catch (error) {
    if (error instanceof NotProven) return error.message;
    throw error;
  }
}
