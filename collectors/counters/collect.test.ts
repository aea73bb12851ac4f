import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { queryRows } from "../../storage/read/query.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { ObservationWriter } from "../../storage/write/observations.ts";
import type { Host } from "../hosts/ask.ts";
import { type Behaviour, OBSERVED_AT, startNetwork, type TestNetwork } from "../hosts/testing/network.ts";
import { hasLocalnet, localnetTitle, startLocalnet } from "../transactions/testing/localnet.ts";
import { createCounterClient } from "./client.ts";
import { collectCounters } from "./collect.ts";

let store: TestStore;
let chains = 0;
let network: TestNetwork | null = null;
beforeAll(async () => {
  store = await temporaryStore("counters");
});
afterAll(() => store?.remove());
afterEach(async () => {
  await network?.close();
  network = null;
});

const counter = z.object({
  address: z.string(),
  endpoint: z.string(),
  family: z.string(),
  labels: z.string(),
  value: z.number(),
  process_start: z.number().nullable(),
});
const scrape = z.object({
  address: z.string(),
  endpoint: z.string(),
  epoch: z.number(),
  told: z.boolean(),
  series: z.number(),
  detail: z.string(),
});

interface Asked {
  readonly hosts: readonly Host[];
  readonly versions?: readonly string[];
  readonly observedAt?: Date;
  readonly signal?: AbortSignal;
  readonly allowPrivateHosts?: boolean;
}

/** A round on a chain of its own, or on one that is given. */
async function collect(asked: Asked, chain = `chain-${++chains}`) {
  const { hosts, versions = ["v3"], observedAt = OBSERVED_AT, signal = new AbortController().signal } = asked;
  const log = { debug: () => undefined, warn: () => undefined };
  const http = createCounterClient({
    ...{ allowPrivateHosts: asked.allowPrivateHosts ?? true, rateLimit: true, log },
    onRequest: () => undefined,
  });
  try {
    const writer = new ObservationWriter(store.client, chain);
    const written = await collectCounters({ http, epoch: 7, hosts, versions, observedAt, signal }, writer);
    return { chain, written, ...(await rowsOf(chain)) };
  } finally {
    await http.close();
  }
}

async function rowsOf(chain: string) {
  const of = (table: string) => `FROM ${table} FINAL WHERE chain_id = {chain:String} ORDER BY ALL`;
  const counters = `SELECT address, endpoint, family, labels, value, process_start ${of("host_counters")}`;
  const scrapes = `SELECT address, endpoint, epoch, told, series, detail ${of("counter_scrapes")}`;
  return {
    counters: await queryRows(store.client, counter, counters, { chain }),
    scrapes: await queryRows(store.client, scrape, scrapes, { chain }),
  };
}

const DEVSHARD = `# TYPE devshard_mlnode_tokens histogram
devshard_mlnode_tokens_bucket{kind="prompt",node_id="",path="execute",le="+Inf"} 3
devshard_mlnode_tokens_sum{kind="prompt",node_id="",path="execute"} 70
devshard_mlnode_tokens_count{kind="prompt",node_id="",path="execute"} 3
process_start_time_seconds 1.79535821885e+09
`;
const MLNODES = 'mlnode_up{node_id="a"} 1\nvllm:prompt_tokens_total{model_name="m",replica="0",node_id="a"} 5117\n';

const speaking =
  (devshard: string, mlnodes = MLNODES): Behaviour =>
  (path, response) => {
    if (path === "/devshard/v3/metrics") response.end(devshard);
    else if (path === "/v1/mlnodes/metrics") response.end(mlnodes);
    else response.writeHead(404).end("404 page not found");
  };
const always =
  (answer: (response: ServerResponse) => void): Behaviour =>
  (_, response) =>
    answer(response);

describe("collectCounters", () => {
  it("stores what hosts tell and that the others didn't", async () => {
    const behaviours = [speaking(DEVSHARD), "hanging", "dead", "limited", "nothing offered", speaking("<html>\n", "")] as const;
    network = await startNetwork((index) => behaviours[index] ?? "up");
    const hosts = [...network.hosts(6), { address: "gonka1none", url: "nowhere" }];
    const { written, counters, scrapes } = await collect({ hosts, versions: ["v3", "v4"] });
    const start = 1795358218.85;
    const tokens = 'kind="prompt",node_id="",path="execute"';
    const of = (endpoint: string, family: string, labels: string, value: number, process_start: number | null) => ({
      ...{ address: "gonka1host0", endpoint, family, labels, value, process_start },
    });
    expect(counters).toEqual([
      of("devshard/v3", "devshard_mlnode_tokens_count", tokens, 3, start),
      of("devshard/v3", "devshard_mlnode_tokens_sum", tokens, 70, start),
      of("devshard/v3", "process_start_time_seconds", "", start, start),
      of("mlnodes", "mlnode_up", 'node_id="a"', 1, null),
      of("mlnodes", "vllm:prompt_tokens_total", 'model_name="m",node_id="a",replica="0"', 5117, null),
    ]);
    expect(scrapes.every(({ epoch }) => epoch === 7)).toBe(true);
    expect(scrapes.map(({ address, endpoint, told, series, detail }) => [address, endpoint, told, series, detail])).toEqual([
      ["gonka1host0", "devshard/v3", true, 3, ""],
      ["gonka1host0", "devshard/v4", false, 0, "not offered: status 404"],
      ["gonka1host0", "mlnodes", true, 2, ""],
      ...["devshard/v3", "devshard/v4", "mlnodes"].map((one) => ["gonka1host1", one, false, 0, "timeout"]),
      ...["devshard/v3", "devshard/v4", "mlnodes"].map((one) => [
        "gonka1host2",
        one,
        false,
        0,
        expect.stringMatching(/closed|reset/),
      ]),
      ...["devshard/v3", "devshard/v4", "mlnodes"].map((one) => ["gonka1host3", one, false, 0, "status 503"]),
      ...["devshard/v3", "devshard/v4", "mlnodes"].map((one) => ["gonka1host4", one, false, 0, "not offered: status 404"]),
      ["gonka1host5", "devshard/v3", false, 0, 'line "<html>" is no metric'],
      ["gonka1host5", "devshard/v4", false, 0, "not offered: status 404"],
      ["gonka1host5", "mlnodes", false, 0, "it tells nothing"],
      ...["devshard/v3", "devshard/v4", "mlnodes"].map((one) => ["gonka1none", one, false, 0, "malformed URL"]),
    ]);
    expect(written).toBe(counters.length + scrapes.length);
  }, 20_000);

  it("counts a URL for one host, however many name it", async () => {
    network = await startNetwork(() => speaking(DEVSHARD));
    const [first, second] = network.hosts(2);
    const hosts = [first, { address: "gonka1twin", url: `${first?.url}/` }, second].flatMap((host) => host ?? []);
    const { counters, scrapes } = await collect({ hosts });
    expect([...new Set(counters.map(({ address }) => address))]).toEqual(["gonka1host0", "gonka1host1"]);
    expect(scrapes.filter(({ told }) => !told).map(({ address, detail }) => [address, detail])).toEqual(
      Array.from({ length: 2 }, () => ["gonka1twin", "its URL is that of gonka1host0, for which it counts"]),
    );
    expect(network.asked.length).toBe(4);
  });

  it.each([
    ["an endless answer", always((response) => void writeForEver(response)), "more than 4194304 bytes"],
    [
      "an answer that expands when it is decompressed",
      always(
        (response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(64 * 1024 * 1024))),
      ),
      "more than 4194304 bytes",
    ],
    [
      "too many series",
      speaking(Array.from({ length: 1001 }, (_, n) => `devshard_inflight{stage="${n}"} 1\n`).join(""), ""),
      "1001 series, more than 1000",
    ],
    [
      "a body that ends too early",
      always((response) => void response.writeHead(200, { "content-length": 500 }).write(DEVSHARD, () => response.destroy())),
      /./,
    ],
    [
      "a negative counter",
      speaking(`${DEVSHARD}devshard_validation_total -1\n`, ""),
      "devshard_validation_total: -1 is no count",
    ],
  ] as const)("keeps nothing of %s", async (_, behaviour, detail) => {
    network = await startNetwork((index) => (index === 0 ? behaviour : speaking(DEVSHARD)));
    const { counters, scrapes } = await collect({ hosts: network.hosts(2) });
    expect([...new Set(counters.map(({ address }) => address))]).toEqual(["gonka1host1"]);
    const [bad] = scrapes.filter(({ endpoint }) => endpoint === "devshard/v3");
    expect(bad).toMatchObject({ address: "gonka1host0", told: false });
    expect(bad?.detail).toMatch(detail);
  });

  it("asks no private address that the chain names, and no version that is no part of a path", async () => {
    network = await startNetwork(() => speaking(DEVSHARD));
    const hidden = await collect({ hosts: network.hosts(1), allowPrivateHosts: false });
    expect(hidden.scrapes.map(({ told, detail }) => [told, detail])).toEqual(
      Array.from({ length: 2 }, () => [false, expect.stringContaining("not a public address")]),
    );
    const odd = await collect({ hosts: network.hosts(1), versions: ["..", "v3/../../admin", "", "v3", "v3", "a b", "%2e%2e"] });
    expect(odd.scrapes.map(({ endpoint }) => endpoint)).toEqual(["devshard/v3", "mlnodes"]);
    expect(network.asked.sort()).toEqual(["127.1.0.1/devshard/v3/metrics", "127.1.0.1/v1/mlnodes/metrics"]);
  });

  it("asked for plain text at a new connection", async () => {
    const seen: unknown[] = [];
    network = await startNetwork(() => (_, response, { headers }) => {
      seen.push([headers.accept, headers.connection]);
      response.end("x 1\n");
    });
    const { scrapes } = await collect({ hosts: network.hosts(1) });
    expect(seen).toEqual(Array.from({ length: 2 }, () => ["text/plain; version=0.0.4", "close"]));
    expect(scrapes.map(({ told, series }) => [told, series])).toEqual([
      [true, 0],
      [true, 0],
    ]);
  });

  it("leaves no scrape behind when it is cut off", async () => {
    const controller = new AbortController();
    network = await startNetwork((index) => (index === 0 ? speaking(DEVSHARD) : () => controller.abort(new Error("stop"))));
    const chain = `chain-${++chains}`;
    await expect(collect({ hosts: network.hosts(2), signal: controller.signal }, chain)).rejects.toThrow("stop");
    expect((await rowsOf(chain)).scrapes).toEqual([]);
  });

  it("changes nothing when the same round is stored again", async () => {
    network = await startNetwork(() => speaking(DEVSHARD));
    const first = await collect({ hosts: network.hosts(3) });
    const again = await collect({ hosts: network.hosts(3) }, first.chain);
    expect([again.counters, again.scrapes]).toEqual([first.counters, first.scrapes]);
  });
});

function writeForEver(response: ServerResponse): void {
  const more = () => {
    while (response.writable && response.write("x 1\n".repeat(16_384)));
  };
  response.on("drain", more);
  more();
}

describe.skipIf(!hasLocalnet)(localnetTitle, () => {
  it("tells the tokens of all three hosts at three moments", async () => {
    const sumOf = async (scene: string | undefined, hours: number) => {
      const localnet = await startLocalnet(scene);
      try {
        const hosts = localnet.sources.map(({ baseUrl }, index) => ({ address: `gonka1h${index + 1}`, url: baseUrl.href }));
        const observedAt = new Date(OBSERVED_AT.getTime() + hours * 3_600_000);
        const { counters, scrapes } = await collect({ hosts, observedAt });
        const devshard = scrapes.filter(({ endpoint }) => endpoint === "devshard/v3");
        expect(devshard.map(({ told, detail }) => [told, detail])).toEqual(Array.from({ length: 3 }, () => [true, ""]));
        const sum = (family: string, like: string) =>
          counters.reduce((total, one) => total + (one.family === family && one.labels.includes(like) ? one.value : 0), 0);
        return [
          sum("devshard_mlnode_tokens_sum", 'kind="prompt"'),
          sum("devshard_mlnode_tokens_sum", 'kind="completion"'),
          sum("devshard_mlnode_tokens_count", 'kind="prompt"'),
          sum("devshard_request_terminal_total", 'terminal="finish_published"'),
        ];
      } finally {
        localnet.stop();
      }
    };
    expect(await sumOf("live", 0)).toEqual([1681, 754, 42, 42]);
    expect(await sumOf("e4", 1)).toEqual([9756, 4465, 214, 214]);
    expect(await sumOf(undefined, 2)).toEqual([23_802, 10_289, 486, 486]);
  });
});
