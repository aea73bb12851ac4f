import type { FeeAllowance, Grant } from "../../network/types.ts";
import { coin, timestamp } from "../json.ts";
import { page } from "../paging.ts";
import { notFound, type Question, type Route, text } from "../route.ts";

const grantJson = ({ granter, grantee, message, expirationMs }: Grant) => ({
  granter,
  grantee,
  authorization: { "@type": "/cosmos.authz.v1beta1.GenericAuthorization", msg: message },
  expiration: expirationMs === null ? null : timestamp(expirationMs),
});

const grantKey = ({ granter, grantee, message }: Grant) => `${granter}/${grantee}/${message}`;

function grants(question: Question, found: readonly Grant[]) {
  const { items, pagination } = page(found, question.query, grantKey);
  return { grants: items.map(grantJson), pagination };
}

const allowanceJson = ({ granter, grantee, expirationMs, spendLimit }: FeeAllowance) => ({
  granter,
  grantee,
  allowance: {
    "@type": "/cosmos.feegrant.v1beta1.BasicAllowance",
    spend_limit: spendLimit.map(coin),
    expiration: expirationMs === null ? null : timestamp(expirationMs),
  },
});

function allowances(question: Question, found: readonly FeeAllowance[]) {
  const { items, pagination } = page(found, question.query, ({ granter, grantee }) => `${granter}/${grantee}`);
  return { allowances: items.map(allowanceJson), pagination };
}

function accountOf(question: Question) {
  const { network, height } = question;
  const address = text(question, 0);
  const host = network.host(address);
  const known = host !== null && host.joinHeight <= height ? host : network.accounts().find((one) => one.address === address);
  if (known === undefined) throw notFound(`account ${address} not found`);
  const number = host === null ? 100_000 + network.accounts().findIndex((one) => one.address === address) : host.index;
  return {
    account: {
      "@type": "/cosmos.auth.v1beta1.BaseAccount",
      address,
      pub_key: { "@type": "/cosmos.crypto.secp256k1.PubKey", key: Buffer.from(known.keys.publicKey).toString("base64") },
      account_number: String(number),
      sequence: String(host === null ? 1 : 2),
    },
  };
}

export const AUTHZ: readonly Route[] = [
  {
    path: "cosmos/authz/v1beta1/grants/granter/{}",
    answer: (question) => grants(question, question.network.grantsGivenBy(text(question, 0), question.height)),
  },
  {
    path: "cosmos/authz/v1beta1/grants/grantee/{}",
    answer: (question) =>
      grants(
        question,
        question.network.grants(question.height).filter(({ grantee }) => grantee === text(question, 0)),
      ),
  },
  {
    path: "cosmos/feegrant/v1beta1/allowances/{}",
    answer: (question) =>
      allowances(
        question,
        question.network.feeAllowances(question.height).filter(({ grantee }) => grantee === text(question, 0)),
      ),
  },
  {
    path: "cosmos/feegrant/v1beta1/issued/{}",
    answer: (question) => allowances(question, question.network.feeAllowancesGivenBy(text(question, 0), question.height)),
  },
  { path: "cosmos/auth/v1beta1/accounts/{}", answer: accountOf },
];
