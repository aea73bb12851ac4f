import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, NOW, queryRows } from "../../storage/read/query.ts";
import { AnswerLog } from "../../storage/write/answer-log.ts";
import type { CollectContext } from "../context.ts";
import type { Source } from "../http/source.ts";
import type { HeadWatch } from "./head-watch.ts";
import { atMoment, type LiveOutcome } from "./moment.ts";
import { collectPinned, type Pin } from "./pinned.ts";
import { REGISTRY_QUESTIONS } from "./questions/index.ts";
import { grants } from "./standard/grants.ts";

/** Granters that are asked for their grants: two requests each, which would be a third of a node's limit if they were made every hour. */
const MOST_GRANTERS = 200;
/** They are asked so seldom, six hours of mainnet's blocks; and once more of each epoch, as it closed. */
const GRANTS_EVERY_BLOCKS = 4_000;

/** Collects what changes by governance or seldom: models, proposals, the upgrade plan, grants. */
export function collectRegistry(context: CollectContext, chainId: string, watch: HeadWatch): Promise<LiveOutcome> {
  return atMoment(context, chainId, watch, async ({ sources, window, latest, height }, epochless) => {
    await collectPinned(context, epochless, sources, { epoch: latest.epoch, height }, false, REGISTRY_QUESTIONS);
    await epochless.flush();
    const log = await AnswerLog.open(context.client, chainId, [latest.epoch - 1, latest.epoch]);
    const everybodys = [grants(await readGranters(context.client, chainId))];
    const { closing, running } = window;
    if (closing) await collectPinned(context, log, sources, closing, true, everybodys);
    if (running && areGrantsDue(log, sources, running)) await collectPinned(context, log, sources, running, false, everybodys);
    await log.flush();
    return { ...log.count, problems: [] };
  });
}

/** Whether some source has told no grants for a while: of the epoch, or of the one before as it closed. */
const areGrantsDue = (log: AnswerLog, sources: readonly Source[], { epoch, height }: Pin) =>
  sources.some(({ name }) => {
    const told = [epoch - 1, epoch].map((of) => log.last({ topic: "grants", epoch: of, subject: "" }, name)?.height ?? null);
    return told.every((at) => at === null || height - at >= GRANTS_EVERY_BLOCKS);
  });

const granter = z.object({ address: z.string() });

/**
 * Whose grants are asked: accounts that granted something, or in whose name others acted, as transactions tell (the chain has no list of all
 * grants), and the heaviest hosts, whose grants name the operational keys that sign for them.
 */
async function readGranters(client: ClickHouseClient, chainId: string): Promise<string[]> {
  const rows = await queryRows(
    client,
    granter,
    `SELECT address FROM (
       SELECT DISTINCT arrayJoin(arrayConcat(
         if(hasAny(message_types, ['/cosmos.authz.v1beta1.MsgGrant', '/cosmos.feegrant.v1beta1.MsgGrantAllowance']), signers, []),
         on_behalf_of, if(fee_granter IS NULL, [], [assumeNotNull(fee_granter)]))) AS address, toInt64(9223372036854775807) AS weight
       FROM transactions FINAL WHERE chain_id = {chain:String}
       UNION ALL
       SELECT address, weight FROM agreed_members(${AT})
       WHERE epoch = (SELECT max(epoch) FROM agreed_epochs(${AT}) WHERE effective_height > 0)
     )
     GROUP BY address ORDER BY max(weight) DESC, address LIMIT {most:UInt32}`,
    { ...at(chainId, NOW), most: MOST_GRANTERS },
  );
  return rows.map(({ address }) => address);
}
