import { SUPPLY } from "../../../storage/facts/tables.ts";
import { type AnswerFormat, decodeAnswer } from "../../decode/answer.ts";
import { probe } from "../../decode/dialect.ts";
import { leaves } from "../../decode/known.ts";
import { reject } from "../../decode/reader.ts";
import { due, text } from "../../decode/wire.ts";
import { standardQuestion } from "./question.ts";
import { digits } from "./values.ts";

/** The chain's base unit: 10^-9 GNK. */
const DENOM = "ngonka";

const FORMAT: AnswerFormat = { shape: { amount: leaves("denom amount") }, probes: [probe("amount.amount")] };

/**
 * Supply in ngonka at a height: `cosmos.bank.v1beta1.Query/SupplyOf`, or `/cosmos/bank/v1beta1/supply/by_denom`. The chain says 0 for a
 * denom that doesn't exist.
 */
export const supply = standardQuestion({
  topic: "supply",
  table: SUPPLY,
  keyOf: (row) => row.denom,
  query: async ({ bank }, epoch) => {
    const { denom, amount } = await bank.supplyOf(DENOM);
    if (denom !== DENOM) reject("amount.denom", DENOM, denom.slice(0, 64));
    return [{ epoch, denom, amount: digits(amount, "amount.amount") }];
  },
  route: "cosmos/bank/v1beta1/supply/by_denom",
  path: `/cosmos/bank/v1beta1/supply/by_denom?denom=${DENOM}`,
  decode: (body, epoch) =>
    decodeAnswer(body, FORMAT, (root) => {
      const coin = root.message("amount");
      coin.verify("denom", text, DENOM);
      return { rows: [{ epoch, denom: DENOM, amount: digits(coin.read("amount", due(text)), "amount.amount") }], nextKey: null };
    }),
});
