import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasRecordings, recordedTitle, recordings } from "../http/testing/recorded.ts";
import { differences, shapeOf } from "../http/testing/shape.ts";
import { STILL, serveComet, stillNode } from "./testing/serve.ts";

/** Differences that are meant, each with its reason. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  // On the recorded network every validator signed every block; Go writes the empty signature of an absent one as null.
  block: ["$.result.block.last_commit.signatures[].signature: null, recorded string"],
  commit: ["$.result.signed_header.commit.signatures[].signature: null, recorded string"],
  // A peer's connection has counters of the wire, which no collector reads.
  net_info: [
    "$.result.peers[].connection_status.SendMonitor: recorded only",
    "$.result.peers[].connection_status.RecvMonitor: recorded only",
    "$.result.peers[].connection_status.Channels: recorded only",
  ],
};

const methodOf = (url: string) => url.slice(1).split("?")[0] ?? "";
const node = stillNode(STILL);
const { network } = node;
const head = network.clock.height();
let base = "";
let close: () => Promise<void>;

beforeAll(async () => {
  const served = await serveComet(node);
  base = served.url;
  close = served.close;
});

afterAll(() => close());

/** Heights at which everything happens that the blocks of the simulation can show. */
function tellingHeights(): number[] {
  const epochs = Array.from({ length: STILL.historyEpochs - 1 }, (_, at) => at + 1);
  const exclusions = epochs.flatMap((epoch) => network.exclusions(epoch, head).map(({ height }) => height));
  const updates = Array.from({ length: head }, (_, at) => at + 1).filter((height) => network.validatorUpdates(height).length > 0);
  const busy = Array.from({ length: head }, (_, at) => at + 1).filter((height) => network.transactions(height).length > 0);
  const failed = busy.filter((height) => network.transactions(height).some(({ code }) => code !== 0));
  const absent = busy.filter((height) => !network.validators(height - 1).every(({ host }) => network.signed(host, height - 1)));
  return [
    ...exclusions,
    ...updates.slice(0, 40),
    ...busy.slice(0, 40),
    ...failed.slice(0, 5),
    ...absent.slice(0, 5),
    head - 1,
    head,
  ];
}

async function made(path: string): Promise<unknown> {
  const response = await fetch(`${base}${path}`);
  expect(response.status, path).toBe(200);
  return response.json();
}

async function madeAnswers(method: string): Promise<unknown[]> {
  const ofBlocks = ["block", "block_results", "commit", "header"];
  if (ofBlocks.includes(method)) return Promise.all(tellingHeights().map((height) => made(`/${method}?height=${height}`)));
  if (method === "validators") return [await made("/validators"), await made(`/validators?height=${head}&page=2&per_page=2`)];
  if (method === "blockchain") return [await made("/blockchain"), await made("/blockchain?minHeight=1&maxHeight=20")];
  if (method === "tx_search")
    return [await made(`/tx_search?query="tx.height>1"&per_page=100`), await made(`/tx_search?query="tx.height=1"`)];
  if (method === "tx") {
    const txs = tellingHeights().flatMap((height) => network.transactions(height));
    const codes = [txs.find(({ code }) => code === 0), txs.find(({ code }) => code !== 0)].filter((tx) => tx !== undefined);
    return Promise.all(codes.map(({ hash }) => made(`/tx?hash=0x${hash}`)));
  }
  if (method === "abci_query") {
    return [
      await made('/abci_query?path="/cosmos.bank.v1beta1.Query/TotalSupply"&data=0x'),
      await made('/abci_query?path="/no.Such/Query"'),
    ];
  }
  return [await made(`/${method}`)];
}

const METHODS = [
  "status",
  "health",
  "net_info",
  "abci_info",
  "block",
  "header",
  "commit",
  "block_results",
  "blockchain",
  "validators",
  "consensus_params",
  "num_unconfirmed_txs",
  "unconfirmed_txs",
  "tx",
  "tx_search",
  "abci_query",
];

const known = hasRecordings ? recordings("rpc") : [];
const ok = (method: string) => known.filter((one) => one.status === 200 && methodOf(one.url) === method);

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  it.each(METHODS)("/%s has the recorded keys and types", async (method) => {
    const recorded = shapeOf(ok(method).map(({ body }) => JSON.parse(body)));
    expect(ok(method).length).toBeGreaterThan(0);
    const allowed = ALLOWED[method] ?? [];
    const found = differences(recorded, shapeOf(await madeAnswers(method)), "$");
    expect(found.filter((difference) => !allowed.includes(difference))).toEqual([]);
    expect(
      allowed.filter((difference) => !found.includes(difference)),
      "allowed, but no difference any more",
    ).toEqual([]);
  });

  it("notices a key that is missing, one that is made up and a number for a string", () => {
    const recorded = shapeOf([{ height: "5", hash: "AB", txs: [{ code: 0 }] }]);
    expect(differences(recorded, shapeOf([{ height: 5, extra: 1, txs: [{ code: "0" }] }]), "$")).toEqual([
      "$.height: number, recorded integer string",
      "$.hash: recorded only",
      "$.txs[].code: integer string, recorded number",
      "$.extra: made up",
    ]);
  });

  it("errors are the recorded ones, but for the numbers in them", async () => {
    const errors = known.filter(({ status, url }) => status >= 400 && !url.startsWith("/blockchain?"));
    expect(errors.length).toBeGreaterThan(8);
    for (const recorded of errors) {
      const response = await fetch(`${base}${recorded.url}`);
      const text = await response.text();
      expect({ url: recorded.url, status: response.status, body: withoutNumbers(text) }).toEqual({
        url: recorded.url,
        status: recorded.status,
        body: withoutNumbers(recorded.body),
      });
    }
  });
});

const withoutNumbers = (text: string) => text.replace(/(?<![-\d])\d{2,}|\[1, \d+\]/g, "N").trim();
