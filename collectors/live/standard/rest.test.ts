import { createHash } from "node:crypto";
import { toBech32 } from "@cosmjs/encoding";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CollectContext } from "../../context.ts";
import { startServer, type TestServer } from "../../http/testing/server.ts";
import { hasLocalnet, localnetTitle, startLocalnet } from "../../transactions/testing/localnet.ts";
import { STANDARD_QUESTIONS } from "./index.ts";
import { questionContext } from "./testing/context.ts";
import { type Behaviour, type RestAnswer, startNode, type TestNode } from "./testing/node.ts";

const PIN = { epoch: 8, height: 847 };
let context: CollectContext;
let close: () => Promise<void>;
let cleanups: (() => Promise<void> | void)[] = [];
beforeEach(() => {
  ({ context, close } = questionContext());
});
afterEach(async () => {
  await close();
  for (const cleanup of cleanups) await cleanup();
  cleanups = [];
});

async function node(behaviour: Behaviour): Promise<TestNode> {
  const started = await startNode(behaviour);
  cleanups.push(started.close);
  return started;
}

async function askOne({ source }: TestServer, topic: string) {
  const question = STANDARD_QUESTIONS.find((one) => one.questions(PIN)[0]?.topic === topic);
  if (question === undefined) throw new Error(`no question ${topic}`);
  const reply = await question.ask(context, source, PIN);
  return reply.outcome === "told" ? reply.value.flatMap(({ rows }) => rows.flatMap((each) => each.rows)) : reply;
}

const ok = (body: object): RestAnswer => ({ status: 200, body: JSON.stringify(body), height: PIN.height });
const pool = (amount: unknown) => ok({ pool: [{ denom: "ngonka", amount }] });
const pagination = (next_key: string | null) => ({ next_key, total: "0" });
const operator = (index: number) => toBech32("gonkavaloper", new Uint8Array(20).fill(index));
const validator = (index: number) => ({
  operator_address: operator(index),
  consensus_pubkey: { "@type": "/cosmos.crypto.ed25519.PubKey", key: Buffer.alloc(32, index).toString("base64") },
  jailed: false,
  status: "BOND_STATUS_BONDED",
  tokens: String(index),
  description: { moniker: `host${index}`, identity: "", website: "", security_contact: "", details: "" },
  new_in_a_fork: "1",
});

describe("where abci_query is not offered, REST is asked, for the pinned height", () => {
  test.each<[string, Behaviour]>([
    ["no /chain-rpc", {}],
    ["abci_query refused by the application", { abci: {} }],
    ["abci_query refused by the node", { rpcError: { code: -32601, message: "Method not found" } }],
  ])("%s", async (_, behaviour) => {
    const heights: (string | undefined)[] = [];
    const rest = (_path: string, height: string | undefined) => {
      heights.push(height);
      return pool("400040.000000000021561960");
    };
    const rows = await askOne(await node({ ...behaviour, rest }), "community_pool");
    expect(rows).toEqual([{ epoch: 8, denom: "ngonka", amount_e18: 400_040_000_000_000_021_561_960n }]);
    expect(heights).toEqual(["847"]);
  });

  test("page after page, the key as it was given", async () => {
    const key = "FKGC+gM/TzQ=";
    const first = "/cosmos/staking/v1beta1/validators?pagination.limit=100";
    const whole = await node({
      rest: (path) => {
        if (path === first) return ok({ validators: [validator(1), validator(2)], pagination: pagination(key) });
        const asked = new URL(path, "http://node").searchParams.get("pagination.key");
        return asked === key ? ok({ validators: [validator(3)], pagination: pagination(null) }) : null;
      },
    });
    expect(await askOne(whole, "validators")).toEqual(
      [1, 2, 3].map((index) => ({
        epoch: 8,
        operator_address: operator(index),
        consensus_address: createHash("sha256").update(Buffer.alloc(32, index)).digest("hex").slice(0, 40).toUpperCase(),
        jailed: false,
        status: "BOND_STATUS_BONDED",
        tokens: BigInt(index),
        moniker: `host${index}`,
      })),
    );
  });

  test.each<[string, string, RestAnswer]>([
    ["of another height", "community_pool", { ...pool("1.0"), height: 848 }],
    ["not found", "community_pool", { status: 404, body: '{"code":5, "message":"not found", "details":[]}' }],
    ["a failure", "community_pool", { status: 500, body: '{"code":2,"message":"version does not exist"}' }],
    ["an amount that is a number", "community_pool", pool(1)],
    ["an amount in powers", "community_pool", pool("1e3")],
    ["an amount of 19 places", "community_pool", pool("1.0000000000000000001")],
    ["a list left out", "community_pool", ok({})],
    ["another denom", "supply", ok({ amount: { denom: "uatom", amount: "1" } })],
    ["a supply left out", "supply", ok({ amount: { denom: "ngonka" } })],
    [
      "a key of another kind",
      "validators",
      ok({ validators: [{ ...validator(1), consensus_pubkey: { "@type": "/x", key: "" } }], pagination: pagination(null) }),
    ],
    ["a validator twice", "validators", ok({ validators: [validator(1), validator(1)], pagination: pagination(null) })],
    ["no pagination", "validators", ok({ validators: [validator(1)] })],
    [
      "a jail of half seconds",
      "slashing_params",
      ok({
        params: {
          signed_blocks_window: "100",
          min_signed_per_window: "0.5",
          downtime_jail_duration: "600.5s",
          slash_fraction_downtime: "0.01",
          slash_fraction_double_sign: "0.05",
        },
      }),
    ],
  ])("an answer %s is can't tell", async (_, topic, answer) => {
    expect(await askOne(await node({ rest: () => answer }), topic)).toMatchObject({ outcome: "unknown" });
  });
});

describe.skipIf(!hasLocalnet)(localnetTitle, () => {
  /** The replay knows pinned answers of few heights; its others are those of the moment that was recorded. */
  async function unpinned(scene?: string): Promise<TestServer> {
    const localnet = await startLocalnet(scene);
    cleanups.push(localnet.stop);
    const server = await startServer(async (request, response) => {
      const asked = request.url ?? "";
      const url = scene === undefined ? asked.replace("/validators?pagination.limit=100", "/validators") : asked;
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(Buffer.from(chunk));
      const init = request.method === "POST" ? { method: "POST", body: Buffer.concat(chunks) } : {};
      const answer = await fetch(new URL(url, localnet.sources[0]?.baseUrl), init);
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" }).end(await answer.text());
    });
    cleanups.push(server.close);
    return server;
  }

  test("a real node's answers, where its abci_query says nothing", async () => {
    const real = await unpinned();
    const host = (operator_address: string, tokens: bigint, moniker: string) => ({
      operator_address,
      tokens,
      moniker,
      jailed: false,
    });
    expect(await askOne(real, "validators")).toMatchObject([
      host("gonkavaloper1p38ygyljdfnfayc65vh9k6ajj396havtux27w6", 174n, "host1"),
      host("gonkavaloper18hg4gmjhx4za0tpl8ttemsddphs2z8lyun0pch", 90n, "host2"),
      host("gonkavaloper1fhkc2g9s2xljr3jxlnutvut007wrkdgvlhy8x2", 171n, "host3"),
    ]);
    expect(await askOne(real, "slashing_params")).toEqual([
      {
        epoch: 0,
        signed_blocks_window: 100n,
        min_signed_per_window_e18: 5n * 10n ** 17n,
        downtime_jail_seconds: 600n,
        slash_fraction_downtime_e18: 10n ** 16n,
      },
    ]);
    expect(await askOne(real, "community_pool")).toEqual([
      { epoch: 8, denom: "ngonka", amount_e18: 400_040_000_000_000_021_561_960n },
    ]);
    expect(await askOne(real, "supply")).toMatchObject([{ denom: "ngonka" }]);
    expect(context.notebook.rejections).toBe(0);
  });

  test("signing infos and validators name the same keys", async () => {
    const real = await unpinned();
    const names = async (topic: string) => {
      const rows = await askOne(real, topic);
      if (!Array.isArray(rows)) throw new Error(JSON.stringify(rows));
      return rows.map((row) => ("consensus_address" in row ? row.consensus_address : null)).toSorted();
    };
    expect(await names("signing_infos")).toEqual(await names("validators"));
  });

  test.each([394, 426, 460])("validators while the epoch changes, at %i", async (height) => {
    const rows = await askOne(await unpinned(`epoch4-h${height}`), "validators");
    expect(rows).toHaveLength(3);
    expect(context.notebook.rejections).toBe(0);
  });
});
