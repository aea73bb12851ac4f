import { toBech32 } from "@cosmjs/encoding";
import { GenericAuthorization } from "cosmjs-types/cosmos/authz/v1beta1/authz";
import { QueryGranterGrantsRequest, QueryGranterGrantsResponse } from "cosmjs-types/cosmos/authz/v1beta1/query";
import { AllowedMsgAllowance, BasicAllowance, PeriodicAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import { QueryAllowancesByGranterResponse } from "cosmjs-types/cosmos/feegrant/v1beta1/query";
import { StakeAuthorization } from "cosmjs-types/cosmos/staking/v1beta1/authz";
import type { Any } from "cosmjs-types/google/protobuf/any";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { CollectContext } from "../../context.ts";
import { hasRecordings, readJson, recordedTitle } from "../../decode/testing/recordings.ts";
import { grants } from "./grants.ts";
import { questionContext } from "./testing/context.ts";
import { type Behaviour, type RestAnswer, startNode, type TestNode } from "./testing/node.ts";

const PIN = { epoch: 8, height: 847 };
const AUTHZ = "/cosmos.authz.v1beta1.Query/GranterGrants";
const FEEGRANT = "/cosmos.feegrant.v1beta1.Query/AllowancesByGranter";
const account = (index: number) => toBech32("gonka", new Uint8Array(20).fill(index));
const [granter, grantee, other] = [account(1), account(2), account(3)];
const at = (seconds: bigint) => ({ seconds, nanos: 215_000_000 });
const IN_A_YEAR = 1_826_894_206n;
const IN_A_YEAR_TEXT = "2027-11-22T14:36:46.215Z";

let context: CollectContext;
let close: () => Promise<void>;
let nodes: TestNode[] = [];
beforeEach(() => {
  ({ context, close } = questionContext());
});
afterEach(async () => {
  await close();
  await Promise.all(nodes.map((node) => node.close()));
  nodes = [];
});

async function ask(behaviour: Behaviour, granters: readonly string[]) {
  const node = await startNode(behaviour);
  nodes.push(node);
  const reply = await grants(granters).ask(context, node.source, PIN);
  if (reply.outcome !== "told") return reply;
  const [told] = reply.value;
  return new Map(told?.rows.map(({ table, rows }) => [table.name, rows]));
}

const generic = (msg: string): Any => ({
  typeUrl: "/cosmos.authz.v1beta1.GenericAuthorization",
  value: GenericAuthorization.encode({ msg }).finish(),
});
const stake: Any = {
  typeUrl: "/cosmos.staking.v1beta1.StakeAuthorization",
  value: StakeAuthorization.encode(StakeAuthorization.fromPartial({})).finish(),
};
const basic: Any = {
  typeUrl: "/cosmos.feegrant.v1beta1.BasicAllowance",
  value: BasicAllowance.encode({ spendLimit: [], expiration: at(IN_A_YEAR) }).finish(),
};
const periodic: Any = {
  typeUrl: "/cosmos.feegrant.v1beta1.PeriodicAllowance",
  value: PeriodicAllowance.encode(PeriodicAllowance.fromPartial({ basic: { expiration: at(IN_A_YEAR) } })).finish(),
};
const allowedMsg = (allowance: Any): Any => ({
  typeUrl: "/cosmos.feegrant.v1beta1.AllowedMsgAllowance",
  value: AllowedMsgAllowance.encode({ allowance, allowedMessages: ["/x"] }).finish(),
});

type Given = readonly (readonly [grantee: string, grant: Any, expiration?: bigint])[];
const authzOf = (from: string, given: Given) =>
  QueryGranterGrantsResponse.encode(
    QueryGranterGrantsResponse.fromPartial({
      grants: given.map(([to, authorization, expiration]) => ({
        granter: from,
        grantee: to,
        authorization,
        ...(expiration === undefined ? {} : { expiration: at(expiration) }),
      })),
    }),
  ).finish();
const feesOf = (from: string, given: Given) =>
  QueryAllowancesByGranterResponse.encode(
    QueryAllowancesByGranterResponse.fromPartial({
      allowances: given.map(([to, allowance]) => ({ granter: from, grantee: to, allowance })),
    }),
  ).finish();

test("authz grants and fee allowances of a granter, with what they allow and when they end", async () => {
  const tables = await ask(
    {
      abci: {
        [AUTHZ]: ({ data }) => {
          expect(QueryGranterGrantsRequest.decode(data).granter).toBe(granter);
          const claim = generic("/inference.inference.MsgClaimRewards");
          return authzOf(granter, [
            [grantee, claim, IN_A_YEAR],
            [other, claim],
            [grantee, stake, 5n],
            [grantee, stake, IN_A_YEAR],
            [grantee, stake, 7n],
          ]);
        },
        [FEEGRANT]: () =>
          feesOf(granter, [
            [grantee, basic],
            [other, allowedMsg(periodic)],
          ]),
      },
    },
    [granter, granter],
  );
  const row = (kind: string, to: string, authorization: string, expires_at: string | null) => ({
    epoch: 8,
    kind,
    granter,
    grantee: to,
    authorization,
    expires_at,
  });
  expect(tables).toEqual(
    new Map<string, object[]>([
      ["granters", [{ epoch: 8, address: granter, answered: true }]],
      [
        "grants",
        [
          row("authz", grantee, "/inference.inference.MsgClaimRewards", IN_A_YEAR_TEXT),
          row("authz", other, "/inference.inference.MsgClaimRewards", null),
          row("authz", grantee, "/cosmos.staking.v1beta1.StakeAuthorization", IN_A_YEAR_TEXT),
          row("feegrant", grantee, "/cosmos.feegrant.v1beta1.BasicAllowance", IN_A_YEAR_TEXT),
          row("feegrant", other, "/cosmos.feegrant.v1beta1.AllowedMsgAllowance", IN_A_YEAR_TEXT),
        ],
      ],
    ]),
  );
});

test("who did not answer whole is said, and none of its grants are told; where nobody did, nothing is", async () => {
  const behaviour: Behaviour = {
    abci: {
      [AUTHZ]: ({ data }) => authzOf(QueryGranterGrantsRequest.decode(data).granter, [[grantee, generic("/x")]]),
      [FEEGRANT]: ({ data }) => {
        const { granter: asked } = QueryGranterGrantsRequest.decode(data);
        return asked === other ? { code: 2, log: "no" } : feesOf(asked, []);
      },
    },
  };
  const tables = await ask(behaviour, [granter, other]);
  expect(tables).toMatchObject(
    new Map<string, object[]>([
      [
        "granters",
        [
          { address: granter, answered: true },
          { address: other, answered: false },
        ],
      ],
      ["grants", [{ granter }]],
    ]),
  );
  expect(await ask(behaviour, [other])).toMatchObject({ outcome: "unknown" });
  expect(await ask(behaviour, [])).toEqual(
    new Map([
      ["granters", []],
      ["grants", []],
    ]),
  );
});

test.each<[string, Any]>([
  ["of a kind that nobody knows", { typeUrl: "/new.Allowance", value: new Uint8Array() }],
  ["wrapped without end", allowedMsg(allowedMsg(allowedMsg(allowedMsg(allowedMsg(basic)))))],
])("an allowance %s: when it ends can't be told, so rejected, not never", async (_, allowance) => {
  const abci = { [AUTHZ]: () => authzOf(granter, []), [FEEGRANT]: () => feesOf(granter, [[grantee, allowance]]) };
  expect(await ask({ abci }, [granter])).toMatchObject({ outcome: "unknown" });
  expect(context.notebook.rejections).toBe(1);
});

test("grants of somebody else than was asked for are no answer", async () => {
  const abci = { [AUTHZ]: () => authzOf(other, [[grantee, generic("/x")]]), [FEEGRANT]: () => feesOf(granter, []) };
  expect(await ask({ abci }, [granter])).toMatchObject({ outcome: "unknown" });
});

const ok = (body: unknown): RestAnswer => ({ status: 200, body: JSON.stringify(body), height: PIN.height });
const last = { next_key: null, total: "0" };

test("fee allowances by REST give the same rows", async () => {
  const json = (allowance: object) => ({ granter, grantee, allowance });
  const plain = { "@type": "/cosmos.feegrant.v1beta1.BasicAllowance", spend_limit: [], expiration: "2027-11-22T14:36:46.215Z" };
  const never = {
    "@type": "/cosmos.feegrant.v1beta1.PeriodicAllowance",
    basic: { spend_limit: [], expiration: null },
    period: "60s",
  };
  const wrapped = { "@type": "/cosmos.feegrant.v1beta1.AllowedMsgAllowance", allowance: plain, allowed_messages: ["/x"] };
  const tables = await ask(
    {
      rest: (path) =>
        path.startsWith("/cosmos/feegrant/v1beta1/issued/")
          ? ok({ allowances: [json(plain), json(never), json(wrapped)], pagination: last })
          : ok({ grants: [], pagination: last }),
    },
    [granter],
  );
  const expected = [
    ["/cosmos.feegrant.v1beta1.BasicAllowance", IN_A_YEAR_TEXT],
    ["/cosmos.feegrant.v1beta1.PeriodicAllowance", null],
    ["/cosmos.feegrant.v1beta1.AllowedMsgAllowance", IN_A_YEAR_TEXT],
  ].map(([authorization, expires_at]) => ({ epoch: 8, kind: "feegrant", granter, grantee, authorization, expires_at }));
  expect(tables).toMatchObject(
    new Map<string, object[]>([
      ["granters", [{ answered: true }]],
      ["grants", expected],
    ]),
  );
});

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  test("the grants of a real host to its warm key, by REST", async () => {
    const real = "gonka1p38ygyljdfnfayc65vh9k6ajj396havtqxmeeh";
    const file = `localnet/rest/cosmos__authz__v1beta1__grants__granter__${real}@pagination.limit=3&pagination.count_total=true.json`;
    const recorded = z
      .object({ grants: z.array(z.unknown()), pagination: z.object({ next_key: z.string() }) })
      .parse(readJson(file));
    const empty = readJson(`localnet/rest/cosmos__feegrant__v1beta1__allowances__${real}.json`);
    const tables = await ask(
      {
        rest: (path) => {
          if (path.includes("feegrant")) return ok(empty);
          const key = new URL(path, "http://node").searchParams.get("pagination.key");
          if (key === null) return ok(recorded);
          return key === recorded.pagination.next_key ? ok({ grants: [], pagination: last }) : null;
        },
      },
      [real],
    );
    const types = ["RequestThresholdSignature", "RespondDealerComplaints", "SubmitDealerPart"];
    const expected = types.map((type) => ({
      epoch: 8,
      kind: "authz",
      granter: real,
      grantee: "gonka15xpyxdm7srraxte5rsgfnv3z48jtuw4es4xnwr",
      authorization: `/inference.bls.Msg${type}`,
      expires_at: "2027-11-22T14:36:46.006Z",
    }));
    expect(tables).toEqual(
      new Map<string, object[]>([
        ["granters", [{ epoch: 8, address: real, answered: true }]],
        ["grants", expected],
      ]),
    );
    expect(context.notebook.rejections).toBe(0);
  });
});
