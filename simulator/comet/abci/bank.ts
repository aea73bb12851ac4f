import {
  QueryAllBalancesRequest,
  QueryAllBalancesResponse,
  QueryBalanceRequest,
  QueryBalanceResponse,
  QuerySupplyOfRequest,
  QuerySupplyOfResponse,
  QueryTotalSupplyRequest,
  QueryTotalSupplyResponse,
} from "cosmjs-types/cosmos/bank/v1beta1/query";
import { paginate, type Query } from "./query.ts";

const DENOM = "ngonka";

const coin = (denom: string, amount: bigint) => ({ denom, amount: String(amount) });
const coins = (amount: bigint) => (amount === 0n ? [] : [coin(DENOM, amount)]);

export const bankQueries: readonly (readonly [string, Query])[] = [
  [
    "/cosmos.bank.v1beta1.Query/SupplyOf",
    (network, height, request) => {
      const { denom } = QuerySupplyOfRequest.decode(request);
      const amount = coin(denom, denom === DENOM ? network.supply(height) : 0n);
      return QuerySupplyOfResponse.encode({ amount }).finish();
    },
  ],
  [
    "/cosmos.bank.v1beta1.Query/TotalSupply",
    (network, height, request) => {
      const { page, pagination } = paginate(coins(network.supply(height)), QueryTotalSupplyRequest.decode(request).pagination);
      return QueryTotalSupplyResponse.encode({ supply: [...page], pagination }).finish();
    },
  ],
  [
    "/cosmos.bank.v1beta1.Query/Balance",
    (network, height, request) => {
      const { address, denom } = QueryBalanceRequest.decode(request);
      const balance = coin(denom, denom === DENOM ? network.balanceOf(address, height) : 0n);
      return QueryBalanceResponse.encode({ balance }).finish();
    },
  ],
  [
    "/cosmos.bank.v1beta1.Query/AllBalances",
    (network, height, request) => {
      const { address, pagination: asked } = QueryAllBalancesRequest.decode(request);
      const { page, pagination } = paginate(coins(network.balanceOf(address, height)), asked);
      return QueryAllBalancesResponse.encode({ balances: [...page], pagination }).finish();
    },
  ],
];
