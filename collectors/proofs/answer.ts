import { fromBech32 } from "@cosmjs/encoding";
import { z } from "zod";
import { type Decoded, decodedOrRejected } from "../decode/decoded.ts";
import { reject } from "../decode/reader.ts";
import type { BlockHeader } from "./header.ts";
import type { ProofOp } from "./ics23.ts";

/** A validator and its voting power, in the order of the set. */
export interface Validator {
  readonly pubkey: Uint8Array;
  readonly power: bigint;
}

/** `/v1/epochs/{N}/participants`, as far as it is needed for the proof. */
export interface ParticipantsAnswer {
  readonly bytes: Uint8Array;
  readonly ops: readonly ProofOp[];
  /** The header that the host gives with the proof; null with the reason where it can't be read. */
  readonly header: BlockHeader | null;
  readonly headerUnread: string;
  /** The set that the host gives; empty where it can't be read. Whether it is the header's set is told by its hash. */
  readonly validators: readonly Validator[];
  /** The height that the commit in the answer signs: that of the block before the header's. */
  readonly commitHeight: number | null;
}

/** A number, or text in the versions that write protobuf's JSON. */
const whole = z
  .union([z.int().min(0), z.string().regex(/^(0|[1-9]\d{0,15})$/)])
  .transform(Number)
  .pipe(z.int());
const power = z.union([z.int().min(1), z.string().regex(/^[1-9]\d{0,18}$/)]).transform(BigInt);

/** One spelling for the same bytes: padded base64 with nothing in its last bits. */
const base64 = z
  .base64()
  .refine((text) => Buffer.from(text, "base64").toString("base64") === text)
  .transform((text): Uint8Array => Buffer.from(text, "base64"));
const lowerHex = z
  .string()
  .regex(/^([0-9a-f]{2})+$/)
  .transform((text): Uint8Array => Buffer.from(text, "hex"));

/** A hash: upper-case hex in CometBFT's JSON, base64 in the SDK's; empty where the block has none. */
const hash = z.union([
  z
    .string()
    .regex(/^([0-9A-F]{64})?$/)
    .transform((text): Uint8Array => Buffer.from(text, "hex")),
  base64.refine((bytes) => bytes.length === 32),
]);

const MAX_ADDRESS = 128;

/** A consensus address: as a hash, or in bech32 in the SDK's JSON. */
const proposer = z.string().transform((text, context): Uint8Array => {
  if (/^[0-9A-F]{40}$/.test(text)) return Buffer.from(text, "hex");
  try {
    return text.includes("1") && /^[a-z]/.test(text) ? fromBech32(text, MAX_ADDRESS).data : base64.parse(text);
  } catch {
    context.addIssue("not a consensus address");
    return z.NEVER;
  }
});

const parts = z.object({ total: whole, hash });
/** `parts` in CometBFT's JSON, `part_set_header` in the SDK's. */
const blockId = z
  .union([
    z.object({ hash, parts }),
    z.object({ hash, part_set_header: parts }).transform((id) => ({ hash: id.hash, parts: id.part_set_header })),
  ])
  .transform((id) => ({ hash: id.hash, partsTotal: id.parts.total, partsHash: id.parts.hash }));

const header = z
  .object({
    version: z.object({ block: whole.optional(), app: whole.optional() }),
    chain_id: z.string().regex(/^[\x21-\x7e]{1,64}$/),
    height: whole,
    time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/),
    last_block_id: blockId,
    last_commit_hash: hash,
    data_hash: hash,
    validators_hash: hash,
    next_validators_hash: hash,
    consensus_hash: hash,
    app_hash: hash,
    last_results_hash: hash,
    evidence_hash: hash,
    proposer_address: proposer,
  })
  .refine(({ time }) => !Number.isNaN(Date.parse(time)))
  .transform(
    (of): BlockHeader => ({
      // The service leaves zeros out.
      versionBlock: of.version.block ?? 0,
      versionApp: of.version.app ?? 0,
      chainId: of.chain_id,
      height: of.height,
      time: of.time,
      lastBlockId: of.last_block_id,
      lastCommitHash: of.last_commit_hash,
      dataHash: of.data_hash,
      validatorsHash: of.validators_hash,
      nextValidatorsHash: of.next_validators_hash,
      consensusHash: of.consensus_hash,
      appHash: of.app_hash,
      lastResultsHash: of.last_results_hash,
      evidenceHash: of.evidence_hash,
      proposerAddress: of.proposer_address,
    }),
  );

const MAX_VALIDATORS = 10_000;
const key = base64.refine((bytes) => bytes.length === 32);
const validators = z
  .array(
    z.object({
      pub_key: z.union([
        key,
        z.object({ key }).transform((typed) => typed.key),
        z.object({ value: key }).transform((typed) => typed.value),
      ]),
      voting_power: power,
    }),
  )
  .max(MAX_VALIDATORS)
  .transform((set) => set.map(({ pub_key, voting_power }): Validator => ({ pubkey: pub_key, power: voting_power })));

const answer = z.object({
  active_participants_bytes: lowerHex,
  proof_ops: z.object({ ops: z.array(z.object({ type: z.string().max(64), key: base64, data: base64 })).max(8) }),
  validators: z.unknown().optional(),
  block: z.object({ header: z.unknown().optional(), last_commit: z.unknown().optional() }).optional(),
});
const commitHeight = z.object({ height: whole });

/**
 * Decodes a parsed, untrusted answer of `/v1/epochs/{N}/participants`, in the spelling of the service up to v0.2.14 (numbers, upper-case hex)
 * and in that of v0.2.15 (text, base64, the SDK's block). The bytes and the proof are due; the header and the validators can be had from
 * elsewhere, so that one which can't be read is left out. The members in JSON aren't looked at: only the bytes are proven.
 */
export function decodeParticipantsAnswer(json: unknown): Decoded<ParticipantsAnswer> {
  return decodedOrRejected(() => {
    const parsed = answer.safeParse(json);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return reject(issue?.path.join(".") ?? "", "an answer with a proof", issue?.message ?? "something else");
    }
    const { active_participants_bytes, proof_ops, block, ...given } = parsed.data;
    const read = header.safeParse(block?.header);
    const value: ParticipantsAnswer = {
      bytes: active_participants_bytes,
      ops: proof_ops.ops,
      header: read.success ? read.data : null,
      headerUnread: read.success ? "" : `the host's header can't be read: ${read.error.issues[0]?.path.join(".") ?? ""}`,
      validators: validators.safeParse(given.validators).data ?? [],
      commitHeight: commitHeight.safeParse(block?.last_commit).data?.height ?? null,
    };
    return { value, unknowns: [] };
  });
}
