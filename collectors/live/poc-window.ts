import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { AT, at, NOW, queryRows } from "../../storage/read/query.ts";
import { AnswerLog } from "../../storage/write/answer-log.ts";
import type { CollectContext } from "../context.ts";
import type { HeadWatch } from "./head-watch.ts";
import { atMoment, type LiveOutcome, NOTHING_MORE } from "./moment.ts";
import { collectPinned, type Pin } from "./pinned.ts";
import { pocDelegations } from "./questions/poc-delegations.ts";
import { pocSnapshot } from "./questions/poc-snapshot.ts";

/** Members whose delegation is asked, the heaviest first: one request each. */
const MOST_MEMBERS = 100;
const TOPICS = ["poc_snapshot", "poc_delegations"] as const;

/**
 * Collects the voting powers of the PoC that forms an epoch. They are filled at validationStart and deleted at setNewValidators: inside
 * that window they are asked at the newest height, after it at its last block, which nodes keep for hours.
 */
export function collectPocWindow(context: CollectContext, chainId: string, watch: HeadWatch): Promise<LiveOutcome> {
  return atMoment(context, chainId, watch, async ({ sources, latest, height }) => {
    const { validationStart, setNewValidators, pocStart } = latest.stages;
    if (height <= validationStart) return NOTHING_MORE;
    const pin: Pin = { epoch: latest.epoch, height: Math.min(height, setNewValidators - 1) };
    const log = await AnswerLog.open(context.client, chainId, [pin.epoch]);
    // What the snapshot holds is fixed once it is filled.
    const isTold = sources.every(({ name }) =>
      TOPICS.every((topic) => log.last({ topic, epoch: pin.epoch, subject: "" }, name)?.final === true),
    );
    if (isTold) return NOTHING_MORE;
    const members = await heaviest(context.client, chainId, pin.epoch);
    await collectPinned(context, log, sources, pin, true, [pocSnapshot(pin.epoch, pocStart), pocDelegations(members)]);
    await log.flush();
    return { ...log.count, problems: [] };
  });
}

const member = z.object({ address: z.string() });

/** Members of the epoch before: who may vote on the PoC that forms the next. */
async function heaviest(client: ClickHouseClient, chainId: string, epoch: number): Promise<string[]> {
  const rows = await queryRows(
    client,
    member,
    `SELECT address FROM agreed_members(${AT})
     WHERE epoch = {epoch:UInt32} ORDER BY weight DESC, address LIMIT {most:UInt32}`,
    { ...at(chainId, NOW), epoch: epoch - 1, most: MOST_MEMBERS },
  );
  return rows.map(({ address }) => address);
}
