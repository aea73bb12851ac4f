import { z } from "zod";
import type { SessionDetailRow } from "../../storage/facts/inference-rows.ts";
import { epochIndex, uint64 } from "../../storage/facts/integers.ts";

/** An unsigned 64-bit integer: hosts write numbers, which come as text where a double can't hold them. */
const integer = z
  .union([z.int().min(0), z.string().regex(/^\d{1,20}$/)])
  .transform((value) => BigInt(value))
  .pipe(uint64);

const totals = z.object({ required_validations: integer, completed_validations: integer });
const hostStats = z.object({ missed: z.int().min(0), invalid: z.int().min(0), cost: integer });

/** More than any epoch has (`max_escrows_per_epoch` is 500): a host can list anything. */
const MOST_LISTED = 5000;

const listing = z.object({ shards: z.array(z.object({ escrow_id: integer, epoch_id: epochIndex })).max(MOST_LISTED) });

const details = z.object({
  escrow_id: integer,
  epoch_id: epochIndex,
  nonce: integer,
  host_stats: z.record(z.string(), hostStats),
  validation_observability: z.object({ totals }),
});

/** A session in a host's list. */
export interface Listed {
  readonly escrowId: bigint;
  readonly epoch: number;
}

/** Reads `stats/shards` (data-sources 3.7); null where it is not such an answer. */
export function listingOf(body: unknown): readonly Listed[] | null {
  const told = listing.safeParse(body);
  return told.success ? told.data.shards.map(({ escrow_id, epoch_id }) => ({ escrowId: escrow_id, epoch: epoch_id })) : null;
}

/** What a host tells of one session; costs in ngonka. */
export type Details = Omit<SessionDetailRow, "host" | "version" | "observed_at">;

/** Reads `stats/shards/{id}` (data-sources 3.7), sums over its slots; null where it is not such an answer, or of another session. */
export function detailsOf(body: unknown, escrowId: bigint): Details | null {
  const told = details.safeParse(body);
  if (!told.success || told.data.escrow_id !== escrowId) return null;
  const { epoch_id: epoch, nonce, host_stats, validation_observability } = told.data;
  const slots = Object.values(host_stats);
  const sums = {
    cost: slots.reduce((sum, { cost }) => sum + cost, 0n),
    missed: slots.reduce((sum, { missed }) => sum + missed, 0),
    invalid: slots.reduce((sum, { invalid }) => sum + invalid, 0),
  };
  if (!uint64.safeParse(sums.cost).success || sums.missed > 4_294_967_295 || sums.invalid > 4_294_967_295) return null;
  return { escrow_id: escrowId, epoch, nonce, ...sums, ...validation_observability.totals };
}
