import { z } from "zod";
import { AT, at, count, queryRows } from "../../../storage/read/query.ts";
import { groupBy } from "../../group-by.ts";
import { pageUrl, route } from "../route.ts";
import { MAX_EPOCH, nothing } from "../schemas/common.ts";
import { epochsAnswer, epochsQuery } from "../schemas/network.ts";
import { questionOf } from "./question.ts";

const membersRow = z.object({ epoch: z.int(), members: count, total_weight: z.string() });

export const epochs = route({
  path: "/epochs",
  summary: "Every epoch asked for so far and the gaps between, newest first: heights, times, and what the sources agree on.",
  params: nothing,
  query: epochsQuery,
  answer: epochsAnswer,
  handle: async ({ store, snapshot }, _, { from = 0, to = MAX_EPOCH, limit }) => {
    const wanted = snapshot.epochBuckets.filter((epoch) => epoch >= from && epoch <= to).reverse();
    const page = wanted.slice(0, limit);
    const [newest, oldest] = [page[0], page.at(-1)];
    const sums =
      newest === undefined || oldest === undefined
        ? []
        : await queryRows(
            store.client,
            membersRow,
            `SELECT epoch, count() AS members, toString(sum(toInt128(weight))) AS total_weight
             FROM agreed_members(${AT})
             WHERE epoch BETWEEN {from:UInt32} AND {to:UInt32} GROUP BY epoch`,
            { ...at(snapshot.chain, snapshot.asOf), from: oldest, to: newest },
          );
    const members = new Map(sums.map((row) => [row.epoch, row]));
    const known = new Map(snapshot.epochs.map((epoch) => [epoch.epoch, epoch]));
    const questions = groupBy(snapshot.questions, ({ epoch }) => epoch);
    return {
      chain_id: snapshot.chain,
      epochs: page.map((epoch) => {
        const facts = known.get(epoch);
        const running = facts ? facts.last_height === 0 : null;
        return {
          epoch,
          known: facts !== undefined,
          running,
          poc_start_height: facts?.poc_start_height ?? null,
          effective_height: facts?.effective_height ?? null,
          last_height: facts && !running ? facts.last_height : null,
          starts_at: facts?.starts_at ?? null,
          ends_at: facts?.ends_at ?? null,
          members: members.get(epoch)?.members ?? null,
          total_weight: members.get(epoch)?.total_weight ?? null,
          models: facts?.models ?? [],
          questions: (questions.get(epoch) ?? []).map(questionOf),
        };
      }),
      next: wanted.length > page.length && oldest !== undefined ? pageUrl("/epochs", { from, to: oldest - 1, limit }) : null,
    };
  },
});
