import { COMMUNITY_POOL } from "../../../storage/facts/tables.ts";
import { type AnswerFormat, decodeAnswer } from "../../decode/answer.ts";
import { probe } from "../../decode/dialect.ts";
import { leaves } from "../../decode/known.ts";
import { due, text } from "../../decode/wire.ts";
import { standardQuestion } from "./question.ts";
import { atomics, decimal18, nameOf } from "./values.ts";

const FORMAT: AnswerFormat = { shape: { pool: leaves("denom amount") }, probes: [probe("pool.amount")] };

/**
 * The community pool at a height, with the 18 places that its module keeps: `cosmos.distribution.v1beta1.Query/CommunityPool`, or
 * `/cosmos/distribution/v1beta1/community_pool`. A denom that it has nothing of is not in it.
 */
export const communityPool = standardQuestion({
  topic: "community_pool",
  table: COMMUNITY_POOL,
  keyOf: (row) => row.denom,
  query: async ({ distribution }, epoch) => {
    const { pool } = await distribution.communityPool();
    return pool.map(({ denom, amount }, index) => ({
      epoch,
      denom: nameOf(denom),
      amount_e18: atomics(amount, `pool[${index}].amount`),
    }));
  },
  route: "cosmos/distribution/v1beta1/community_pool",
  path: "/cosmos/distribution/v1beta1/community_pool",
  decode: (body, epoch) =>
    decodeAnswer(body, FORMAT, (root) => ({
      rows: root.messages("pool").map((coin) => ({
        epoch,
        denom: nameOf(coin.read("denom", due(text))),
        amount_e18: coin.read("amount", decimal18),
      })),
      nextKey: null,
    })),
});
