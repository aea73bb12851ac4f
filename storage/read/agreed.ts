import type { ClickHouseClient } from "@clickhouse/client";
import { z } from "zod";
import { TOPICS, type Topic } from "../facts/topics.ts";
import { AT, at, NOW, queryRows } from "./query.ts";

const agreed = z.object({ topic: z.enum(TOPICS), epoch: z.int(), content_hash: z.string() });
/** Which content the sources agree on. */
export type AgreedContent = z.infer<typeof agreed>;

/**
 * What the sources agree on of these topics, newest epoch first: one vote for several topics, whose rows are then read by their content's
 * hash. Cheaper than the `agreed_…` views where more than one of them is needed.
 */
export function readAgreed(client: ClickHouseClient, chain: string, topics: readonly Topic[]): Promise<AgreedContent[]> {
  return queryRows(
    client,
    agreed,
    `SELECT topic, epoch, content_hash FROM agreed(${AT})
     WHERE topic IN {topics:Array(String)} ORDER BY epoch DESC`,
    { ...at(chain, NOW), topics: [...topics] },
  );
}
