import type { ClickHouseClient } from "@clickhouse/client";
import pMap from "p-map";
import { z } from "zod";
import { queryRows } from "../../storage/read/query.ts";
import type { ObservationWriter } from "../../storage/write/observations.ts";
import type { CollectContext } from "../context.ts";
import type { Source } from "../http/source.ts";
import { type LiveOutcome, NOTHING_MORE } from "../live/moment.ts";
import { Allowance } from "./allowance.ts";
import { effectiveEpochs, KEPT_EPOCHS, newestOf } from "./epochs.ts";
import { collectExpiries } from "./expiries.ts";
import { tell } from "./told-escrow.ts";

const AT_ONCE = 4;
const NOW = { opening: null, isGuess: false, pinned: null };

const id = z.string().transform(BigInt);
const opening = z.object({ escrow_id: id, creator: z.string(), amount: id, epoch: z.int(), model_id: z.string() });
const named = z.object({ escrow_id: id });
const mark = z.object({ newest: id.nullable() });

/**
 * Learns what the chain says of escrows (slots, prices) while it has them: of those that blocks opened, of those that settlements and
 * hosts name, and of those above the highest that is known. Then notes which have expired. Each is asked of one source, and of the next
 * where that one doesn't tell.
 *
 * @param observedAt the injected clock.
 * @param most requests to one source in this run.
 * @param missing ids that every source said not to have since the service began; added to. Anybody can name an id.
 */
export async function collectEscrows(
  context: CollectContext,
  writer: ObservationWriter,
  chainId: string,
  sources: readonly Source[],
  observedAt: Date,
  most: number,
  missing: Set<bigint>,
): Promise<LiveOutcome> {
  const allowance = new Allowance(sources, most);
  const epochs = await effectiveEpochs(context.client, chainId);
  const oldest = Math.max(0, (newestOf(epochs) ?? 0) - KEPT_EPOCHS + 1);
  const untold = await tellOpened(context, writer, chainId, allowance, oldest);
  await tellNamed(context, writer, chainId, allowance, oldest, missing);
  await walkUp(context, writer, chainId, allowance);
  await writer.flush();
  await collectExpiries(context, writer, chainId, allowance, epochs, observedAt);
  await writer.flush();
  const problems = untold > 0 ? [`${untold} escrows that were opened: no source could tell them`] : [];
  return { ...NOTHING_MORE, written: writer.written, problems };
}

/** Escrows that blocks opened, those first that are dropped next. @returns how many no source could tell. */
async function tellOpened(
  context: CollectContext,
  writer: ObservationWriter,
  chain: string,
  allowance: Allowance,
  oldest: number,
): Promise<number> {
  const wanted = await queryRows(
    context.client,
    opening,
    `SELECT toString(escrow_id) AS escrow_id, creator, toString(amount) AS amount, epoch, model_id FROM escrow_openings AS opening FINAL
     WHERE chain_id = {chain:String} AND epoch >= {oldest:UInt32}
       AND (opening.escrow_id, creator, opening.amount, epoch, model_id) NOT IN (
         SELECT escrow_id, creator, amount, epoch, model_id FROM escrows FINAL WHERE chain_id = {chain:String})
     ORDER BY epoch, opening.escrow_id LIMIT {most:UInt32}`,
    { chain, oldest, most: allowance.left },
  );
  const kinds = await pMap(
    wanted,
    (one) => tell(context, writer, allowance, { ...NOW, escrow_id: one.escrow_id, opening: one }),
    {
      concurrency: AT_ONCE,
    },
  );
  return kinds.filter((kind) => kind !== "told").length;
}

/** Escrows that were settled or are listed by hosts, and whose opening lies before the first block that is stored. */
async function tellNamed(
  context: CollectContext,
  writer: ObservationWriter,
  chain: string,
  allowance: Allowance,
  oldest: number,
  missing: Set<bigint>,
): Promise<void> {
  if (allowance.left === 0) return;
  const found = await queryRows(
    context.client,
    named,
    `SELECT DISTINCT toString(escrow_id) AS escrow_id FROM (
       SELECT escrow_id FROM settlements WHERE chain_id = {chain:String}
       UNION ALL SELECT escrow_id FROM session_listings WHERE chain_id = {chain:String} AND epoch >= {oldest:UInt32}
     ) AS named
     WHERE named.escrow_id NOT IN (SELECT escrow_id FROM escrow_openings WHERE chain_id = {chain:String})
       AND named.escrow_id NOT IN (SELECT escrow_id FROM escrows WHERE chain_id = {chain:String})
     ORDER BY named.escrow_id DESC LIMIT {most:UInt32}`,
    { chain, oldest, most: allowance.left + missing.size },
  );
  const wanted = found.filter(({ escrow_id }) => !missing.has(escrow_id)).slice(0, allowance.left);
  await pMap(
    wanted,
    async ({ escrow_id }) => {
      const kind = await tell(context, writer, allowance, { ...NOW, escrow_id });
      if (kind === "missing") missing.add(escrow_id);
    },
    { concurrency: AT_ONCE },
  );
}

/** Ids are sequential: above the highest known, or from the first on, until one is not there. */
async function walkUp(context: CollectContext, writer: ObservationWriter, chain: string, allowance: Allowance): Promise<void> {
  let next = (await highestKnown(context.client, chain)) + 1n;
  while (allowance.left > 0 && (await tell(context, writer, allowance, { ...NOW, escrow_id: next, isGuess: true })) === "told")
    next += 1n;
}

async function highestKnown(client: ClickHouseClient, chain: string): Promise<bigint> {
  const [row] = await queryRows(
    client,
    mark,
    `SELECT toString(maxOrNull(escrow_id)) AS newest FROM (
       SELECT escrow_id FROM escrow_openings WHERE chain_id = {chain:String}
       UNION ALL SELECT escrow_id FROM escrows WHERE chain_id = {chain:String})`,
    { chain },
  );
  return row?.newest ?? 0n;
}
