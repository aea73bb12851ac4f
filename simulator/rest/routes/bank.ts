import { coin, legacyDec, ngonka } from "../json.ts";
import { type Question, type Route, text } from "../route.ts";

function supplyByDenom({ network, height, query }: Question) {
  const denom = query.get("denom") ?? "";
  return { amount: denom === "ngonka" ? ngonka(network.supply(height)) : { denom, amount: "0" } };
}

const NO_MORE = { next_key: null, total: "1" };

/** Every account that isn't known has nothing: 200, not 404. */
function balances(question: Question) {
  const amount = question.network.balanceOf(text(question, 0), question.height);
  if (amount === 0n) return { balances: [], pagination: { next_key: null, total: "0" } };
  return { balances: [ngonka(amount)], pagination: NO_MORE };
}

function balanceByDenom(question: Question) {
  const denom = question.query.get("denom") ?? "";
  const amount = denom === "ngonka" ? question.network.balanceOf(text(question, 0), question.height) : 0n;
  return { balance: coin({ denom, amount }) };
}

export const BANK: readonly Route[] = [
  { path: "cosmos/bank/v1beta1/supply/by_denom", answer: supplyByDenom },
  {
    path: "cosmos/bank/v1beta1/supply",
    answer: ({ network, height }) => ({ supply: [ngonka(network.supply(height))], pagination: NO_MORE }),
  },
  { path: "cosmos/bank/v1beta1/balances/{}", answer: balances },
  { path: "cosmos/bank/v1beta1/balances/{}/by_denom", answer: balanceByDenom },
  {
    path: "cosmos/distribution/v1beta1/community_pool",
    answer: ({ network, height }) => ({ pool: [{ denom: "ngonka", amount: legacyDec(network.communityPool(height)) }] }),
  },
  { path: "cosmos/mint/v1beta1/inflation", answer: () => ({ inflation: legacyDec(0n) }) },
  { path: "cosmos/mint/v1beta1/annual_provisions", answer: () => ({ annual_provisions: legacyDec(0n) }) },
];
