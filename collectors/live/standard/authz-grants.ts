import { GenericAuthorization, type GrantAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import type { GrantRow } from "../../../storage/facts/live-rows.ts";
import { type AnswerFormat, decodeAnswer } from "../../decode/answer.ts";
import { probe } from "../../decode/dialect.ts";
import { leaves } from "../../decode/known.ts";
import { type ObjectReader, reject } from "../../decode/reader.ts";
import { due, text } from "../../decode/wire.ts";
import { type GrantsOf, nullableTime, typeUrl } from "./grant-list.ts";
import { allPages, nextKeyOf, PAGINATION } from "./pages.ts";
import { bech32, momentOf, momentOfText } from "./values.ts";

const GENERIC = "/cosmos.authz.v1beta1.GenericAuthorization";

const FORMAT: AnswerFormat = {
  shape: { grants: leaves("granter grantee authorization expiration"), pagination: PAGINATION },
  probes: [probe("pagination.total")],
};

/**
 * What an account allowed others to do in its name, at a height: `cosmos.authz.v1beta1.Query/GranterGrants`, or
 * `/cosmos/authz/v1beta1/grants/granter/{address}`.
 */
export const authzGrants: GrantsOf = {
  query: async ({ authz }, granter, epoch) => {
    const pages = await allPages((key) => authz.granterGrants(granter, key));
    const grants = pages.flatMap((page) => page.grants);
    return grants.map((grant, index) => ofMessage(grant, granter, epoch, `grants[${index}]`));
  },
  route: "cosmos/authz/v1beta1/grants/granter/{address}",
  path: (granter) => `/cosmos/authz/v1beta1/grants/granter/${encodeURIComponent(granter)}?pagination.limit=100`,
  decode: (body, granter, epoch) =>
    decodeAnswer(body, FORMAT, (root) => ({
      rows: root.messages("grants").map((grant) => ofJson(grant, granter, epoch)),
      nextKey: nextKeyOf(root),
    })),
};

function ofMessage(grant: GrantAuthorization, granter: string, epoch: number, path: string): GrantRow {
  if (grant.granter !== granter) reject(`${path}.granter`, granter, grant.granter.slice(0, 128));
  const { authorization } = grant;
  if (authorization === undefined) reject(`${path}.authorization`, "an authorization", "nothing");
  const isGeneric = authorization.typeUrl === GENERIC;
  return {
    epoch,
    kind: "authz",
    granter,
    grantee: bech32(grant.grantee, `${path}.grantee`),
    authorization: typeUrl(isGeneric ? GenericAuthorization.decode(authorization.value).msg : authorization.typeUrl, path),
    expires_at: momentOf(grant.expiration),
  };
}

function ofJson(grant: ObjectReader, granter: string, epoch: number): GrantRow {
  grant.verify("granter", text, granter);
  const authorization = grant.message("authorization");
  const type = authorization.read("@type", due(text));
  return {
    epoch,
    kind: "authz",
    granter,
    grantee: bech32(grant.read("grantee", due(text)), `${grant.path}.grantee`),
    authorization: typeUrl(type === GENERIC ? authorization.read("msg", due(text)) : type, grant.path),
    expires_at: momentOfText(grant.read("expiration", nullableTime)),
  };
}
