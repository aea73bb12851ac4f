import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { readConfig } from "../../cli/config.ts";
import { openService, type Service } from "../../cli/service/service.ts";
import { startServer, type TestServer } from "../../collectors/http/testing/server.ts";
import { collectRunningEpochs } from "../../collectors/live/running-epochs.ts";
import { hasLocalnet, type Localnet, localnetTitle, startLocalnet } from "../../collectors/transactions/testing/localnet.ts";
import { at, count, NOW, queryRows } from "../../storage/read/query.ts";
import { type TestStore, temporaryStore } from "../../storage/testing/store.ts";
import { NO_EXPORTER } from "./no-exporter.ts";

const VIEWS = "chain = {chain:String}, as_of = {as_of:DateTime64(6)}";
/** Height of the recordings' main state. */
const MAIN_HEIGHT = 846;

/**
 * The recorded nodes as the collectors ask them. Most answers were recorded for "now" and whole: asked for the shown height, header and paging
 * are left out; for any other height there is no answer. A scene's head is the height it was recorded at, which the recorded status doesn't say.
 */
class RecordedNodes {
  #localnet: Localnet | null = null;
  #height = MAIN_HEIGHT;
  readonly servers: TestServer[] = [];

  async open(): Promise<void> {
    for (const index of [0, 1, 2])
      this.servers.push(await startServer((request, response, hit) => this.#forward(index, request, response, hit)));
  }

  async show(scene: string | undefined, height: number): Promise<void> {
    this.#localnet?.stop();
    this.#localnet = await startLocalnet(scene);
    this.#height = height;
  }

  async close(): Promise<void> {
    this.#localnet?.stop();
    for (const server of this.servers) await server.close();
  }

  async #forward(index: number, ...[request, response]: Parameters<Parameters<typeof startServer>[0]>): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const pinned = request.headers["x-cosmos-block-height"];
    const cannotTell = () => {
      const pruned = { code: 2, message: "failed to load state; version does not exist", details: [] };
      response.writeHead(500, { "content-type": "application/json" }).end(JSON.stringify(pruned));
    };
    if (pinned !== undefined && pinned !== String(this.#height)) return cannotTell();
    const url = (request.url ?? "").replace(/\?pagination\..*$/, "");
    const init = request.method === "POST" ? { method: "POST", body: Buffer.concat(chunks) } : {};
    const answer = await fetch(new URL(url, this.#localnet?.sources[index]?.baseUrl), init);
    if (answer.status === 503) return cannotTell();
    const text = (await answer.text()).replace(/"latest_block_height":"\d+"/, `"latest_block_height":"${this.#height}"`);
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" }).end(text);
  }
}

describe.skipIf(!hasLocalnet)(`every live collector on the ${localnetTitle}`, () => {
  const nodes = new RecordedNodes();
  let store: TestStore;
  let service: Service;

  beforeAll(async () => {
    await nodes.open();
    await nodes.show(undefined, MAIN_HEIGHT);
    store = await temporaryStore("localnet");
    service = await openService({
      config: { ...readConfig({}), nodes: nodes.servers.map(({ url }) => url).join(","), rateLimit: false },
      log: pino({ level: "silent" }),
      signal: new AbortController().signal,
      client: store.client,
      exporter: NO_EXPORTER,
      clock: { now: () => new Date("2026-11-22T12:00:00Z"), followsWall: false },
      blockDays: 1,
    });
  }, 60_000);
  afterAll(async () => {
    await service?.close();
    await store?.remove();
    await nodes.close();
  });

  const rows = <Row extends z.ZodType>(row: Row, query: string, params: Record<string, unknown> = {}) =>
    queryRows(store.client, row, query, { ...at(service.chainId, NOW), ...params });

  it("goes through without one rejected answer, its blocks and transactions whole", async () => {
    await collectRunningEpochs(service.context, service.chainId, service.watch, [1, 2, 3, 4, 5, 6, 7]);
    for (const job of service.jobs) await service.run(job);
    await service.flush();
    const rejected = await rows(
      z.object({ topic: z.string(), reason: z.string() }),
      "SELECT topic, reason FROM rejected_answers",
    );
    expect(rejected).toEqual([]);
    const failed = await rows(
      z.object({ kind: z.string(), detail: z.string() }),
      "SELECT kind, detail FROM runs WHERE outcome = 'failed' ORDER BY kind",
    );
    // No node's answer about an escrow that it has was recorded, nor about every host's sums: that is said, and nothing rests on it.
    expect(failed).toEqual([
      { kind: "escrows", detail: "7 escrows that were opened: no source could tell them" },
      { kind: "host_stats", detail: "1 sums of hosts over an epoch's settlements: no source could tell them" },
    ]);
    const [blocks] = await rows(
      z.object({ blocks: count, with_txs: count }),
      "SELECT uniqExact(height) AS blocks, uniqExactIf(height, num_txs > 0) AS with_txs FROM blocks",
    );
    const [txs] = await rows(z.object({ heights: count }), "SELECT uniqExact(height) AS heights FROM transactions");
    expect(blocks?.blocks).toBeGreaterThan(500);
    expect(txs?.heights).toBe(blocks?.with_txs);
  }, 120_000);

  it("knows of every epoch how many sessions were opened and settled, for how many tokens", async () => {
    const epochs = await rows(
      z.object({ epoch: z.int(), created: count, settled: count, tokens: count.nullable(), payout: count.nullable() }),
      `SELECT opened.epoch AS epoch, count() AS created, countIf(settled.escrow_id IS NOT NULL) AS settled,
         sum(settled.cost) / 10 AS tokens, countIf(settled.payout = settled.cost + settled.fees) AS payout
       FROM escrow_openings AS opened FINAL
       LEFT JOIN (
         SELECT settlement.escrow_id AS escrow_id, any(fees) AS fees, any(total_payout) AS payout, sum(slot.cost) AS cost
         FROM settlements AS settlement FINAL
         INNER JOIN (SELECT escrow_id, cost FROM settlement_slots FINAL) AS slot ON slot.escrow_id = settlement.escrow_id
         GROUP BY settlement.escrow_id
       ) AS settled ON settled.escrow_id = opened.escrow_id
       GROUP BY epoch ORDER BY epoch`,
    );
    expect(epochs.filter(({ epoch }) => epoch <= 5)).toEqual([
      { epoch: 1, created: 2, settled: 1, tokens: 1096, payout: 1 },
      { epoch: 3, created: 3, settled: 2, tokens: 2089, payout: 2 },
      { epoch: 4, created: 3, settled: 2, tokens: 4848, payout: 2 },
      { epoch: 5, created: 3, settled: 2, tokens: 1834, payout: 2 },
    ]);
  });

  it("agrees with the recordings on what they are known to hold", async () => {
    const exclusions = await rows(
      z.object({ epoch: z.int(), reason: z.string() }),
      `SELECT epoch, reason FROM agreed_exclusions(${VIEWS}) ORDER BY epoch`,
    );
    // recordings/localnet/README.md: host2 excluded by cPoC in epoch 5, by downtime in epoch 7.
    expect(exclusions).toEqual([
      { epoch: 5, reason: "failed_confirmation_poc" },
      { epoch: 7, reason: "downtime" },
    ]);
    const slashed = await rows(z.object({ height: count }), "SELECT DISTINCT height FROM slashes ORDER BY height");
    expect(slashed.map(({ height }) => height)).toContain(572);
    const members = await rows(
      z.object({ epoch: z.int(), members: count }),
      `SELECT epoch, count() AS members FROM agreed_members(${VIEWS}) GROUP BY epoch ORDER BY epoch`,
    );
    expect(members.find(({ epoch }) => epoch === 8)?.members).toBe(3);
  });

  it("sees each value of an epoch change flip at its height, and never a zero between", async () => {
    const later = await temporaryStore("flips");
    try {
      const seen = [];
      for (const height of [394, 405, 423, 425, 427, 434]) {
        const scene = `epoch4-h${height}`;
        await nodes.show(scene, height).catch(() => {});
        const fresh = await openService({
          config: { ...readConfig({}), nodes: nodes.servers.map(({ url }) => url).join(","), rateLimit: false },
          log: pino({ level: "silent" }),
          signal: new AbortController().signal,
          client: later.client,
          exporter: NO_EXPORTER,
          clock: { now: () => new Date("2026-11-22T12:00:00Z"), followsWall: false },
          blockDays: 1,
        });
        const { problems } = await collectRunningEpochs(fresh.context, fresh.chainId, fresh.watch);
        await fresh.close();
        const agreed = <Row extends z.ZodType>(row: Row, query: string) =>
          queryRows(later.client, row, query, at(fresh.chainId, NOW));
        const [clock] = await agreed(
          z.object({ latest_epoch: z.int(), effective_epoch: z.int() }),
          `SELECT latest_epoch, effective_epoch FROM clocks AS fact INNER JOIN agreed(${VIEWS}) AS vote ON vote.content_hash = fact.content_hash WHERE vote.topic = 'clock'`,
        );
        const epochs = await agreed(
          z.object({ epoch: z.int(), members: count, weight: count }),
          `SELECT epoch, count() AS members, sum(weight) AS weight FROM agreed_members(${VIEWS}) GROUP BY epoch ORDER BY epoch`,
        );
        const counted = await agreed(
          z.object({ epoch: z.int(), inferences: count }),
          `SELECT epoch, sum(inference_count) AS inferences FROM agreed_participant_stats(${VIEWS}) GROUP BY epoch ORDER BY epoch`,
        );
        seen.push({ height, clock, epochs, counted, problems });
      }
      for (const { height, clock, epochs, problems } of seen) {
        expect(problems, `at ${height}`).toEqual([]);
        // data-sources 2.3: latest flips at pocStart (400), effective at setNewValidators (426).
        expect(clock, `at ${height}`).toEqual({ latest_epoch: height < 400 ? 3 : 4, effective_epoch: height < 426 ? 3 : 4 });
        expect(epochs.find(({ epoch }) => epoch === 3)?.members, `at ${height}`).toBe(3);
        // A group that is being formed is no epoch, with or without members; from the switch on it is whole.
        if (height < 426)
          expect(
            epochs.map(({ epoch }) => epoch),
            `at ${height}`,
          ).not.toContain(4);
        if (height >= 430) expect(epochs.find(({ epoch }) => epoch === 4)).toMatchObject({ members: 3 });
        for (const { weight } of epochs) expect(weight).toBeGreaterThan(0);
      }
      // Counters of epoch 3 are reset at 422: what was told before stays, and the reset is never read under epoch 3.
      const counters = seen.map(({ counted }) => counted.find(({ epoch }) => epoch === 3)?.inferences);
      const told = counters.filter((inferences) => inferences !== undefined);
      expect(told.length).toBeGreaterThan(5);
      expect(told).toEqual([...told].sort((a, b) => a - b));
    } finally {
      await later.remove();
    }
  }, 180_000);
});
