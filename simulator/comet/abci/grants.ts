import { GenericAuthorization, GrantAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import {
  QueryGranteeGrantsRequest,
  QueryGranteeGrantsResponse,
  QueryGranterGrantsRequest,
  QueryGranterGrantsResponse,
} from "cosmjs-types/cosmos/authz/v1beta1/query";
import { BasicAllowance, type Grant as FeeGrant } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import {
  QueryAllowancesByGranterRequest,
  QueryAllowancesByGranterResponse,
  QueryAllowancesRequest,
  QueryAllowancesResponse,
} from "cosmjs-types/cosmos/feegrant/v1beta1/query";
import type { FeeAllowance, Grant } from "../../network/types.ts";
import { paginate, type Query } from "./query.ts";
import { timestampOf } from "./timestamp.ts";

const ends = (ms: number | null) => (ms === null ? {} : { expiration: timestampOf(ms) });

function grantAuthorization({ granter, grantee, message, expirationMs }: Grant): GrantAuthorization {
  const value = GenericAuthorization.encode({ msg: message }).finish();
  return GrantAuthorization.fromPartial({
    granter,
    grantee,
    authorization: { typeUrl: "/cosmos.authz.v1beta1.GenericAuthorization", value },
    ...ends(expirationMs),
  });
}

function feeGrant({ granter, grantee, spendLimit, expirationMs }: FeeAllowance): FeeGrant {
  const limits = spendLimit.map(({ denom, amount }) => ({ denom, amount: String(amount) }));
  const allowance = BasicAllowance.fromPartial({ spendLimit: limits, ...ends(expirationMs) });
  const value = BasicAllowance.encode(allowance).finish();
  return { granter, grantee, allowance: { typeUrl: "/cosmos.feegrant.v1beta1.BasicAllowance", value } };
}

export const grantQueries: readonly (readonly [string, Query])[] = [
  [
    "/cosmos.authz.v1beta1.Query/GranterGrants",
    (network, height, request) => {
      const { granter, pagination: asked } = QueryGranterGrantsRequest.decode(request);
      const all = network.grantsGivenBy(granter, height);
      const { page, pagination } = paginate(all, asked);
      return QueryGranterGrantsResponse.encode({ grants: page.map(grantAuthorization), pagination }).finish();
    },
  ],
  [
    "/cosmos.authz.v1beta1.Query/GranteeGrants",
    (network, height, request) => {
      const { grantee, pagination: asked } = QueryGranteeGrantsRequest.decode(request);
      const all = network.grants(height).filter((grant) => grant.grantee === grantee);
      const { page, pagination } = paginate(all, asked);
      return QueryGranteeGrantsResponse.encode({ grants: page.map(grantAuthorization), pagination }).finish();
    },
  ],
  [
    "/cosmos.feegrant.v1beta1.Query/Allowances",
    (network, height, request) => {
      const { grantee, pagination: asked } = QueryAllowancesRequest.decode(request);
      const all = network.feeAllowances(height).filter((allowance) => allowance.grantee === grantee);
      const { page, pagination } = paginate(all, asked);
      return QueryAllowancesResponse.encode({ allowances: page.map(feeGrant), pagination }).finish();
    },
  ],
  [
    "/cosmos.feegrant.v1beta1.Query/AllowancesByGranter",
    (network, height, request) => {
      const { granter, pagination: asked } = QueryAllowancesByGranterRequest.decode(request);
      const all = network.feeAllowancesGivenBy(granter, height);
      const { page, pagination } = paginate(all, asked);
      return QueryAllowancesByGranterResponse.encode({ allowances: page.map(feeGrant), pagination }).finish();
    },
  ],
];
