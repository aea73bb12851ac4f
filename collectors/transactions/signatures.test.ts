import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { readJson } from "../decode/testing/recordings.ts";
import { startServer, type TestServer } from "../http/testing/server.ts";
import { collectSignatures } from "./signatures.ts";
import { type ChainNode, startChainNode, type TestBlock } from "./testing/chain-node.ts";
import { hasLocalnet, localnetTitle } from "./testing/localnet.ts";
import { openTestStore, type TestStore } from "./testing/store.ts";

let store: TestStore;
let nodes: TestServer[] = [];
beforeAll(async () => {
  store = await openTestStore();
});
afterAll(() => store?.close());
beforeEach(() => store.empty());
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  nodes = [];
});

async function node(...parameters: Parameters<typeof startChainNode>): Promise<ChainNode> {
  const started = await startChainNode(...parameters);
  nodes.push(started);
  return started;
}

const stored = z.object({ height: z.coerce.number(), consensus_address: z.string(), flag: z.enum(["absent", "commit", "nil"]) });
async function collect(from: readonly TestServer[], heights: readonly number[]) {
  const writer = store.writer();
  const context = store.contextOf();
  const told = await collectSignatures(
    context,
    writer,
    from.map(({ source }) => source),
    heights,
  );
  await writer.flush();
  const sql = "SELECT height, consensus_address, flag FROM block_signatures FINAL ORDER BY height, consensus_address";
  return { ...told, rows: await store.rows(stored, sql), context };
}

const addressOf = (index: number) => createHash("sha256").update(`validator ${index}`).digest("hex").slice(0, 40).toUpperCase();
const validatorsTo = (count: number) => Array.from({ length: count }, (_, index) => addressOf(index));
const allSigned = (validators: readonly string[]) => validators.map((address) => [2, address] as const);

test("commit, nil and absent, by the validators of the height", async () => {
  const validators = validatorsTo(4);
  const [a, b, c, d] = [addressOf(0), addressOf(1), addressOf(2), addressOf(3)];
  const block: TestBlock = {
    validators,
    signatures: [
      [2, a],
      [3, b],
      [1, ""],
      [2, d],
    ],
  };
  const { done, failed, rows } = await collect([await node(() => block)], [10]);
  expect([done, failed]).toEqual([[10], []]);
  expect(new Map(rows.map(({ consensus_address, flag }) => [consensus_address, flag]))).toEqual(
    new Map([
      [a, "commit"],
      [b, "nil"],
      [c, "absent"],
      [d, "commit"],
    ]),
  );
});

test("a set is asked for once while it is the same, and whole: page by page", async () => {
  const [early, late] = [validatorsTo(230), validatorsTo(231)];
  const one = await node((height) => {
    const validators = height < 20 ? early : late;
    return { validators, signatures: allSigned(validators) };
  });
  const { done, rows } = await collect([one], [1, 5, 9, 20, 30]);
  expect(done.length).toBe(5);
  expect(rows.length).toBe(3 * 230 + 2 * 231);
  const pages = () => one.asked.filter(({ method }) => method === "validators").length;
  expect(pages()).toBe(6);
  expect((await collect([one], [11, 31])).done.length).toBe(2);
  expect(pages()).toBe(6);
});

test("a set that did not go with its block is asked for again", async () => {
  const validators = validatorsTo(3);
  let shown: readonly string[] = validatorsTo(2);
  // The header names the same set all the time.
  const one = await node(() => ({ validators: shown, validatorsName: "the set", signatures: allSigned(validators) }));
  expect((await collect([one], [4])).failed).toEqual([4]);
  shown = validators;
  expect((await collect([one], [4])).done).toEqual([4]);
});

test.each<[string, TestBlock]>([
  ["a commit that isn't settled", { validators: validatorsTo(2), signatures: allSigned(validatorsTo(2)), canonical: false }],
  ["fewer signatures than validators", { validators: validatorsTo(3), signatures: allSigned(validatorsTo(2)) }],
  [
    "a signature of a stranger",
    {
      validators: validatorsTo(2),
      signatures: [
        [2, addressOf(0)],
        [2, addressOf(9)],
      ],
    },
  ],
  [
    "one validator's signature twice",
    {
      validators: validatorsTo(2),
      signatures: [
        [2, addressOf(0)],
        [3, addressOf(0)],
      ],
    },
  ],
  ["a flag that nobody knows", { validators: validatorsTo(1), signatures: [[7, addressOf(0)]] }],
])("%s tells nothing, and the next source is asked", async (_, odd) => {
  const whole = await node(() => ({ validators: validatorsTo(2), signatures: allSigned(validatorsTo(2)) }));
  const alone = await collect([await node(() => odd)], [3]);
  expect([alone.done, alone.failed, alone.rows]).toEqual([[], [3], []]);
  const { done, rows } = await collect([await node(() => odd), whole], [3]);
  expect(done).toEqual([3]);
  expect(rows.map(({ flag }) => flag)).toEqual(["commit", "commit"]);
});

describe.skipIf(!hasLocalnet)(localnetTitle, () => {
  test("a real commit with its real validators", async () => {
    const pages = z.object({ result: z.looseObject({ validators: z.array(z.object({ address: z.string() }).loose()) }) });
    const commit = z
      .object({ result: z.looseObject({ signed_header: z.looseObject({}) }) })
      .parse(readJson("localnet/rpc/commit@height=846.json"));
    const all = [1, 2].map(
      (page) => pages.parse(readJson(`localnet/rpc/validators@height=846&page=${page}&per_page=2.json`)).result,
    );
    const validators = all.flatMap((page) => page.validators);
    const answers: Record<string, object> = {
      commit: commit.result,
      validators: { block_height: "846", validators, count: String(validators.length), total: String(validators.length) },
    };
    const server = await startServer(async (request, response) => {
      let text = "";
      for await (const chunk of request) text += chunk;
      const { id, method } = JSON.parse(text);
      response.end(JSON.stringify({ jsonrpc: "2.0", id, result: answers[method] }));
    });
    nodes.push(server);
    const { done, rows } = await collect([server], [846]);
    expect(done).toEqual([846]);
    expect(rows.map((row) => row.consensus_address)).toEqual(validators.map(({ address }) => address).toSorted());
    const signed = JSON.stringify(commit.result.signed_header);
    for (const { consensus_address, flag } of rows)
      expect(flag === "commit").toBe(signed.includes(`"validator_address":"${consensus_address}"`));
    expect(rows.some(({ flag }) => flag === "commit")).toBe(true);
  });
});
