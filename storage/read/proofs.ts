import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, clickhouseTime, count, queryRows } from "./query.ts";

/**
 * The hash of an epoch's members as the sources agree on them, as of `{as_of}`: lower-case hex of the SHA-256 over the lines `address:weight`, sorted as
 * bytes and joined by a newline. `collectors/proofs/active-participants.ts` computes the same of proven members.
 */
const agreedHashes = (epochs: string) => `SELECT epoch, count() AS members,
    lower(hex(SHA256(arrayStringConcat(arraySort(groupArray(concat(address, ':', toString(weight)))), '\\n')))) AS members_hash
  FROM agreed_members(${AT}) WHERE epoch IN (${epochs}) GROUP BY epoch`;

/** Of those epochs alone: hashing the members of all takes its time. */
const PROVEN = "SELECT epoch FROM membership_proofs WHERE chain_id = {chain:String} AND verified";

/**
 * Epochs whose members, as the sources agree on them, are those of a verified proof: columns `epoch`, `height`. For methods' SQL: parameters
 * `{chain:String}` and `{as_of:DateTime64(6)}`.
 */
export const VERIFIED_EPOCHS = `SELECT proof.epoch AS epoch, min(proof.height) AS height
  FROM membership_proofs AS proof FINAL
  INNER JOIN (${agreedHashes(PROVEN)}) AS agreed ON agreed.epoch = proof.epoch AND agreed.members_hash = proof.members_hash
  WHERE proof.chain_id = {chain:String} AND proof.verified AND proof.recorded_at <= {as_of:DateTime64(6)}
  GROUP BY proof.epoch`;

const proof = z.object({
  epoch: z.int(),
  /** The block whose app hash and signatures prove the members. */
  height: count,
  members: count,
  /** Of the proven addresses and weights. */
  members_hash: z.string(),
  /** Hosts whose answers were verified, in order. */
  hosts: z.array(z.string()),
  /** Whether the sources agree on just these members and weights; null where they agree on none. */
  agrees: z.boolean().nullable(),
});
/** A membership that is proven against a block which validators with more than 2/3 of the voting power signed. */
export type VerifiedEpoch = z.infer<typeof proof>;

/**
 * Which epochs have a verified membership, as of a moment, oldest first. A value built on the members of an epoch may say that they are verified where
 * `agrees` is true. Two rows of one epoch mean two different memberships with valid signatures: then the chain itself is in question.
 */
export function verifiedEpochs(client: ClickHouseClient, chain: string, asOf: string): Promise<VerifiedEpoch[]> {
  return queryRows(
    client,
    proof,
    `SELECT proof.epoch AS epoch, min(proof.height) AS height, min(proof.members) AS members, proof.members_hash AS members_hash,
       arraySort(groupUniqArray(proof.host)) AS hosts,
       if(any(agreed.members_hash) IS NULL, NULL, toBool(any(agreed.members_hash) = proof.members_hash)) AS agrees
     FROM membership_proofs AS proof FINAL
     LEFT JOIN (${agreedHashes(PROVEN)}) AS agreed ON agreed.epoch = proof.epoch
     WHERE proof.chain_id = {chain:String} AND proof.verified AND proof.recorded_at <= {as_of:DateTime64(6)}
     GROUP BY proof.epoch, proof.members_hash ORDER BY proof.epoch, members_hash`,
    at(chain, asOf),
  );
}

const NEWEST = `SELECT epoch, poc_start_height, effective_height FROM agreed_epochs(${AT})
  WHERE effective_height > 0 ORDER BY epoch DESC LIMIT {most:UInt32}`;

const due = z.object({
  epoch: z.int(),
  poc_start_height: count,
  effective_height: count,
  agreed_hash: z.string().nullable(),
  asked: z.array(z.string()),
});
/** An epoch without a verified membership; `asked` are the hosts whose answer was judged since `since`. */
export interface ProofDue {
  readonly epoch: number;
  /** It was formed in the blocks between these two. */
  readonly pocStartHeight: number;
  readonly effectiveHeight: number;
  /** Of what the sources agree on; null where they agree on nothing. */
  readonly agreedHash: string | null;
  readonly asked: ReadonlySet<string>;
}

/** The newest `most` effective epochs, those of them without a verified membership, newest first. */
export async function proofsDue(
  client: ClickHouseClient,
  chain: string,
  asOf: string,
  since: Date,
  most: number,
): Promise<ProofDue[]> {
  const rows = await queryRows(
    client,
    due,
    `SELECT epoch.epoch AS epoch, any(epoch.poc_start_height) AS poc_start_height, any(epoch.effective_height) AS effective_height,
       any(agreed.members_hash) AS agreed_hash,
       groupUniqArrayIf(ifNull(proof.host, ''), proof.observed_at >= {since:DateTime64(3)}) AS asked
     FROM (${NEWEST}) AS epoch
     LEFT JOIN (${agreedHashes(`SELECT epoch FROM (${NEWEST})`)}) AS agreed ON agreed.epoch = epoch.epoch
     LEFT JOIN (
       SELECT epoch, host, observed_at, verified FROM membership_proofs FINAL WHERE chain_id = {chain:String}
     ) AS proof ON proof.epoch = epoch.epoch
     GROUP BY epoch.epoch HAVING countIf(proof.verified) = 0 ORDER BY epoch.epoch DESC`,
    { ...at(chain, asOf), since: clickhouseTime(since), most },
  );
  return rows.map((row) => ({
    epoch: row.epoch,
    pocStartHeight: row.poc_start_height,
    effectiveHeight: row.effective_height,
    agreedHash: row.agreed_hash,
    asked: new Set(row.asked),
  }));
}

const host = z.object({ address: z.string(), url: z.string() });

/** The members with weight of the newest agreed and effective epoch with the URLs they registered, by address. */
export function proofHosts(client: ClickHouseClient, chain: string, asOf: string): Promise<z.infer<typeof host>[]> {
  return queryRows(
    client,
    host,
    `SELECT member.address AS address, participant.inference_url AS url
     FROM agreed_members(${AT}) AS member
     INNER JOIN (
       SELECT address, inference_url FROM agreed_participants(${AT})
       WHERE epoch = (SELECT max(epoch) FROM agreed_participants(${AT}))
     ) AS participant ON participant.address = member.address
     WHERE member.weight > 0 AND participant.inference_url != ''
       AND member.epoch = (SELECT max(epoch) FROM agreed_epochs(${AT}) WHERE effective_height > 0)
     ORDER BY address`,
    at(chain, asOf),
  );
}
