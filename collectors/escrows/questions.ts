import type { Question } from "../../storage/facts/topics.ts";
import { INFERENCE } from "../inquiry.ts";
import { decodeEscrow } from "./decode-escrow.ts";
import { decodeHostStats } from "./decode-host-stats.ts";

/** What a rejected answer is filed under, as a block's is: nobody votes on escrows. */
const filedAs = (subject: string): Question => ({ topic: "header", epoch: 0, subject });

/** An escrow: `devshard_escrow/{id}`. */
export const escrowInquiry = (escrow_id: bigint) => ({
  question: filedAs(`escrow ${escrow_id}`),
  route: "devshard_escrow/{id}",
  path: `${INFERENCE}/devshard_escrow/${escrow_id}`,
  decode: (body: unknown) => decodeEscrow(body, { escrow_id }),
  rows: () => [],
});

/** A host's sums over the settled escrows of an epoch: `devshard_host_epoch_stats/{epoch}/{address}`. */
export const hostStatsInquiry = (epoch: number, address: string) => ({
  question: filedAs(`devshard_host_epoch_stats ${epoch} ${address}`),
  route: "devshard_host_epoch_stats/{epoch}/{address}",
  path: `${INFERENCE}/devshard_host_epoch_stats/${epoch}/${encodeURIComponent(address)}`,
  decode: (body: unknown) => decodeHostStats(body, { epoch, address }),
  rows: () => [],
});
