import { z } from "zod";
import { readFeedSummaries } from "../../../storage/read/feeds.ts";
import { FEEDS } from "../../feeds/definitions.ts";
import { route } from "../route.ts";
import { nothing } from "../schemas/common.ts";
import { feedsAnswer } from "../schemas/feeds.ts";

export const feeds = route({
  path: "/feeds",
  summary: "What only partners know: the feeds, the shape of their entries, and how much was handed in.",
  params: nothing,
  query: nothing,
  answer: feedsAnswer,
  handle: async ({ store: { client, chain } }) => {
    const held = new Map((await readFeedSummaries(client, chain)).map((summary) => [summary.feed, summary]));
    return {
      chain_id: chain,
      feeds: FEEDS.map(({ id, summary, indicators, key, entry }) => {
        const { partners = 0, entries = 0, newest_at = null } = held.get(id) ?? {};
        return { id, summary, indicators, key, entry_schema: { ...z.toJSONSchema(entry) }, partners, entries, newest_at };
      }),
    };
  },
});
