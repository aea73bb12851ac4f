import { z } from "zod";
import type { Method } from "../../indicators/method.ts";
import { verifiedEpochs } from "../../storage/read/proofs.ts";
import { queryRows } from "../../storage/read/query.ts";
import type { Store } from "../store.ts";

/** Epochs whose members, as the sources agree on them, are proven against a block that validators signed. */
export type VerifiedEpochs = ReadonlySet<number>;

/** Reads them again only where a proof or a membership was stored since: hashing every epoch's members takes its time. */
export type VerifiedReader = (store: Store, asOf: string) => Promise<VerifiedEpochs>;

const CHANGE = `SELECT
  concat(ifNull(toString((SELECT max(recorded_at) FROM membership_proofs WHERE chain_id = {chain:String})), ''), ' ',
    ifNull(toString((SELECT max(observed_at) FROM answers WHERE chain_id = {chain:String} AND topic = 'epoch_group')), '')) AS change`;

export function createVerifiedReader(): VerifiedReader {
  let seen = "";
  let known: VerifiedEpochs = new Set();
  return async ({ client, chain }, asOf) => {
    const [row] = await queryRows(client, z.object({ change: z.string() }), CHANGE, { chain });
    const change = `${chain} ${row?.change ?? ""}`;
    if (change === seen) return known;
    const proofs = await verifiedEpochs(client, chain, asOf);
    known = new Set(proofs.filter(({ agrees }) => agrees).map(({ epoch }) => epoch));
    seen = change;
    return known;
  };
}

/** Whether a value rests on a verified membership; null where its method reads no membership. */
export const membersVerified = (verified: VerifiedEpochs, method: Method | undefined, epoch: number | null): boolean | null =>
  method?.needs.includes("members") ? epoch !== null && verified.has(epoch) : null;
