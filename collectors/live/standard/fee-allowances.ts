import { createPagination, createProtobufRpcClient } from "@cosmjs/stargate";
import {
  AllowedMsgAllowance,
  BasicAllowance,
  type Grant,
  PeriodicAllowance,
} from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import { QueryClientImpl } from "cosmjs-types/cosmos/feegrant/v1beta1/query";
import type { Any } from "cosmjs-types/google/protobuf/any";
import type { GrantRow } from "../../../storage/facts/live-rows.ts";
import { type AnswerFormat, decodeAnswer } from "../../decode/answer.ts";
import { probe } from "../../decode/dialect.ts";
import { leaves } from "../../decode/known.ts";
import { type ObjectReader, reject } from "../../decode/reader.ts";
import { due, text } from "../../decode/wire.ts";
import { type GrantsOf, nullableTime, typeUrl } from "./grant-list.ts";
import { allPages, nextKeyOf, PAGINATION } from "./pages.ts";
import { bech32, momentOf, momentOfText } from "./values.ts";

const BASIC = "/cosmos.feegrant.v1beta1.BasicAllowance";
const PERIODIC = "/cosmos.feegrant.v1beta1.PeriodicAllowance";
const ALLOWED_MSG = "/cosmos.feegrant.v1beta1.AllowedMsgAllowance";
/** An allowance wraps another once; a node could wrap for ever. */
const DEEPEST = 4;

const FORMAT: AnswerFormat = {
  shape: { allowances: leaves("granter grantee allowance"), pagination: PAGINATION },
  probes: [probe("pagination.total")],
};

/**
 * Whose fees an account pays, at a height: `cosmos.feegrant.v1beta1.Query/AllowancesByGranter` (CosmJS's module asks by grantee only), or
 * `/cosmos/feegrant/v1beta1/issued/{address}`.
 */
export const feeAllowances: GrantsOf = {
  query: async (modules, granter, epoch) => {
    const service = new QueryClientImpl(createProtobufRpcClient(modules));
    const pages = await allPages((key) => service.AllowancesByGranter({ granter, pagination: createPagination(key) }));
    const grants = pages.flatMap((page) => page.allowances);
    return grants.map((grant, index) => ofMessage(grant, granter, epoch, `allowances[${index}]`));
  },
  route: "cosmos/feegrant/v1beta1/issued/{address}",
  path: (granter) => `/cosmos/feegrant/v1beta1/issued/${encodeURIComponent(granter)}?pagination.limit=100`,
  decode: (body, granter, epoch) =>
    decodeAnswer(body, FORMAT, (root) => ({
      rows: root.messages("allowances").map((grant) => ofJson(grant, granter, epoch)),
      nextKey: nextKeyOf(root),
    })),
};

function ofMessage(grant: Grant, granter: string, epoch: number, path: string): GrantRow {
  if (grant.granter !== granter) reject(`${path}.granter`, granter, grant.granter.slice(0, 128));
  const { allowance } = grant;
  if (allowance === undefined) reject(`${path}.allowance`, "an allowance", "nothing");
  return {
    epoch,
    kind: "feegrant",
    granter,
    grantee: bech32(grant.grantee, `${path}.grantee`),
    authorization: typeUrl(allowance.typeUrl, path),
    expires_at: expiryOfMessage(allowance, `${path}.allowance`, DEEPEST),
  };
}

function expiryOfMessage({ typeUrl: type, value }: Any, path: string, deepest: number): string | null {
  if (type === BASIC) return momentOf(BasicAllowance.decode(value).expiration);
  if (type === PERIODIC) return momentOf(PeriodicAllowance.decode(value).basic.expiration);
  const inner = type === ALLOWED_MSG && deepest > 0 ? AllowedMsgAllowance.decode(value).allowance : undefined;
  return inner === undefined ? unknownKind(path, type) : expiryOfMessage(inner, `${path}.allowance`, deepest - 1);
}

function ofJson(grant: ObjectReader, granter: string, epoch: number): GrantRow {
  grant.verify("granter", text, granter);
  const allowance = grant.message("allowance");
  return {
    epoch,
    kind: "feegrant",
    granter,
    grantee: bech32(grant.read("grantee", due(text)), `${grant.path}.grantee`),
    authorization: typeUrl(allowance.read("@type", due(text)), grant.path),
    expires_at: expiryOfJson(allowance, DEEPEST),
  };
}

function expiryOfJson(allowance: ObjectReader, deepest: number): string | null {
  const type = allowance.read("@type", due(text));
  if (type === BASIC) return momentOfText(allowance.read("expiration", nullableTime));
  if (type === PERIODIC) return momentOfText(allowance.message("basic").read("expiration", nullableTime));
  if (type === ALLOWED_MSG && deepest > 0) return expiryOfJson(allowance.message("allowance"), deepest - 1);
  return unknownKind(allowance.path, type);
}

/** When an allowance of a kind nobody knows ends can't be told, and null would say never. */
const unknownKind = (path: string, type: string): never => reject(path, "a known kind of allowance", type.slice(0, 128));
