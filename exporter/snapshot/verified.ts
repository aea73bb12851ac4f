import { z } from "zod";
import type { Method } from "../../indicators/method.ts";
import { verifiedEpochs } from "../../storage/read/proofs.ts";
import { queryRows } from "../../storage/read/query.ts";
import type { Store } from "../store.ts";
import { remembered } from "./remembered.ts";

/** Epochs whose members, as the sources agree on them, are proven against a block that validators signed. */
export type VerifiedEpochs = ReadonlySet<number>;

/** Reads them again only where a proof or a membership was stored since: hashing every epoch's members takes its time. */
export type VerifiedReader = (store: Store, asOf: string) => Promise<VerifiedEpochs>;

const CHANGE = `SELECT
  concat(ifNull(toString((SELECT max(recorded_at) FROM membership_proofs WHERE chain_id = {chain:String})), ''), ' ',
    ifNull(toString((SELECT max(observed_at) FROM answers WHERE chain_id = {chain:String} AND topic = 'epoch_group')), '')) AS change`;

export function createVerifiedReader(): VerifiedReader {
  const lastRead = remembered<VerifiedEpochs>();
  return async ({ client, chain }, asOf) => {
    const [row] = await queryRows(client, z.object({ change: z.string() }), CHANGE, { chain });
    return await lastRead(`${chain} ${row?.change ?? ""}`, async () => {
      const proofs = await verifiedEpochs(client, chain, asOf);
      return new Set(proofs.filter(({ agrees }) => agrees).map(({ epoch }) => epoch));
    });
  };
}

/** Whether a value rests on a verified membership; null where its method reads no membership. */
export const membersVerified = (verified: VerifiedEpochs, method: Method | undefined, epoch: number | null): boolean | null =>
  method?.needs.includes("members") ? epoch !== null && verified.has(epoch) : null;
