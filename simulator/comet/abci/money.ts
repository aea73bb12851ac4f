import { QueryCommunityPoolResponse } from "cosmjs-types/cosmos/distribution/v1beta1/query";
import { QueryInflationResponse } from "cosmjs-types/cosmos/mint/v1beta1/query";
import { QueryCurrentPlanResponse } from "cosmjs-types/cosmos/upgrade/v1beta1/query";
import { Plan } from "cosmjs-types/cosmos/upgrade/v1beta1/upgrade";
import type { Query } from "./query.ts";

export const moneyQueries: readonly (readonly [string, Query])[] = [
  [
    "/cosmos.distribution.v1beta1.Query/CommunityPool",
    (network, height) => {
      const amount = network.communityPool(height);
      // DecCoin: 18 places.
      const pool = amount === 0n ? [] : [{ denom: "ngonka", amount: `${amount}000000000000000000` }];
      return QueryCommunityPoolResponse.encode({ pool }).finish();
    },
  ],
  [
    "/cosmos.mint.v1beta1.Query/Inflation",
    // Zero since v0.2.14.
    () => QueryInflationResponse.encode({ inflation: new TextEncoder().encode("0") }).finish(),
  ],
  [
    "/cosmos.upgrade.v1beta1.Query/CurrentPlan",
    (network, height) => {
      const plan = network.upgradePlan(height);
      if (plan === null) return QueryCurrentPlanResponse.encode(QueryCurrentPlanResponse.fromPartial({})).finish();
      const { name, info } = plan;
      const encoded = Plan.fromPartial({ name, info, height: BigInt(plan.height) });
      return QueryCurrentPlanResponse.encode({ plan: encoded }).finish();
    },
  ],
];
