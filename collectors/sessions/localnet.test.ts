import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { SettlementSlotRow } from "../../storage/facts/inference-rows.ts";
import { readBytes } from "../decode/testing/recordings.ts";
import { hasLocalnet, localnetTitle, startLocalnet } from "../transactions/testing/localnet.ts";
import { approvedVersions, type SessionNetwork } from "./network.ts";
import { openSessionStore, type SessionStore, totalsOf } from "./testing/store.ts";

/** host1, host2 and host3 of the recordings. */
const HOSTS = [
  "gonka1p38ygyljdfnfayc65vh9k6ajj396havtqxmeeh",
  "gonka18hg4gmjhx4za0tpl8ttemsddphs2z8lyqn7x06",
  "gonka1fhkc2g9s2xljr3jxlnutvut007wrkdgvrh4q38",
];

const group = z.object({ group: z.array(z.object({ ValidatorAddress: z.string() })) });
/** The slots of a recorded session: its escrow was pruned before it was recorded, but a host named its group. */
const slotsIn = (file: string) =>
  group.parse(JSON.parse(readBytes(`localnet/devshard/${file}.json`).toString())).group.map((slot) => slot.ValidatorAddress);

const u64 = z.string().transform(BigInt);
const settle = z.object({
  escrow_id: u64,
  nonce: u64,
  state_root_and_protocol_version: z.string(),
  host_stats: z.array(
    z.object({
      slot_id: z.int(),
      missed: z.int(),
      invalid: z.int(),
      cost: u64,
      required_validations: z.int(),
      completed_validations: z.int(),
    }),
  ),
});
const decodedTxs = z.object({ txs: z.array(z.object({ body: z.object({ messages: z.array(z.unknown()) }) })) });

/** What the chain settled of a session, as its REST gateway decoded it. */
function settlementOf(escrowId: bigint) {
  for (const line of gunzipSync(readBytes("localnet/blocks.ndjson.gz")).toString().split("\n")) {
    if (!line.includes("MsgSettleDevshardEscrow") || !line.includes("/txs/block/")) continue;
    const { body } = z.object({ body: z.string() }).parse(JSON.parse(line));
    for (const message of decodedTxs.parse(JSON.parse(body)).txs.flatMap((tx) => tx.body.messages)) {
      const found = settle.safeParse(message);
      if (!found.success || found.data.escrow_id !== escrowId) continue;
      const { nonce, state_root_and_protocol_version: version, host_stats } = found.data;
      const slots: SettlementSlotRow[] = host_stats.map((slot) => ({ escrow_id: escrowId, ...slot }));
      return { nonce, version, slots };
    }
  }
  throw new Error(`no settlement of ${escrowId}`);
}

describe.skipIf(!hasLocalnet)(localnetTitle, () => {
  let store: SessionStore;
  beforeAll(async () => {
    store = await openSessionStore();
  });
  beforeEach(() => store.empty());
  afterAll(() => store.close());

  async function inScene(scene: string | undefined, epoch: number, work: (network: SessionNetwork) => Promise<void>) {
    const localnet = await startLocalnet(scene);
    try {
      const hosts = HOSTS.map((address, at) => ({ address, url: localnet.sources[at]?.baseUrl.href ?? "" }));
      await work({ epoch, active: hosts, everybody: hosts, versions: ["v3"] });
    } finally {
      localnet.stop();
    }
  }

  test("sessions 1 and 2 while they run", async () => {
    await store.escrow({ escrow_id: 1n, epoch: 1, slots: slotsIn("devshard__v3__stats__shards__1~host1-live") });
    await store.escrow({ escrow_id: 2n, epoch: 1, slots: slotsIn("devshard__v3__stats__shards__2~host1-live") });
    await inScene("live", 1, async (network) => {
      const { problems } = await store.round(network, "2026-11-22T12:00:00.000Z");
      expect(problems).toEqual([]);
      const one = await store.inferences(1n, 1);
      expect(totalsOf(one)).toEqual({ starts: 22, confirmed: 16, finished: 16, prompt: 534, completion: 270 });
      expect(totalsOf(await store.inferences(2n, 1))).toMatchObject({ starts: 30, finished: 19, prompt: 870, completion: 328 });
      expect([...(await store.reads())]).toEqual([
        [
          "1",
          expect.objectContaining({
            host: HOSTS[0],
            version: "v3",
            nonce: "22",
            finalized: false,
            fits_settlement: null,
            detail: "",
          }),
        ],
        ["2", expect.objectContaining({ host: HOSTS[2], version: "v3", nonce: "30", finalized: false, detail: "" })],
      ]);

      const slots = slotsIn("devshard__v3__stats__shards__1~host1-live");
      for (const row of one) {
        expect(row.executor_slot).toBe(Number(row.inference_id % 16n));
        expect(row.executor).toBe(slots[row.executor_slot]);
        expect(row.model_id).toBe("Qwen/Qwen2.5-7B-Instruct");
        // One of them is a probe of the gateway, which writes its time in milliseconds.
        expect(new Date(Number(row.started_at) * 1000).toISOString()).toMatch(/^2026-11-22T/);
      }
      expect(one.find(({ inference_id }) => inference_id === 4n)).toMatchObject({ max_tokens: 1n, started_at: 1_795_358_452n });
      expect(one.find(({ inference_id }) => inference_id === 8n)).toMatchObject({ validations_valid: 1, validations_invalid: 0 });

      const again = await store.round(network, "2026-11-22T12:05:00.000Z");
      expect(again.problems).toEqual([]);
      expect(await store.inferences(1n, 1)).toEqual(one);
    });
  });

  test("session 3 after its epoch, against its settlement; session 6 while it runs", async () => {
    await store.escrow({ escrow_id: 3n, epoch: 3, slots: Array.from({ length: 16 }, (_, slot) => HOSTS[slot % 3] ?? "") });
    await store.settle(3n, settlementOf(3n));
    await store.escrow({ escrow_id: 6n, epoch: 4, slots: slotsIn("devshard__v3__stats__shards__6~host1-e4") });
    await inScene("e4", 4, async (network) => {
      const { problems } = await store.round(network, "2026-11-22T12:00:00.000Z");
      expect(problems).toEqual([]);
      const three = await store.inferences(3n, 3);
      expect(totalsOf(three)).toMatchObject({ starts: 21, finished: 19, prompt: 607, completion: 418 });
      expect(three.reduce((sum, row) => sum + (row.prompt_tokens ?? 0n) + (row.completion_tokens ?? 0n), 0n) * 10n).toBe(10_250n);
      expect(totalsOf(await store.inferences(6n, 4))).toMatchObject({ starts: 16, finished: 12, prompt: 509, completion: 243 });
      expect([...(await store.reads())]).toEqual([
        ["3", expect.objectContaining({ nonce: "38", finalized: true, fits_settlement: true, detail: "" })],
        ["6", expect.objectContaining({ host: HOSTS[0], nonce: "16", finalized: false, fits_settlement: null })],
      ]);
    });
  });

  test("session 1 is settled at a nonce that nobody told yet: it is not judged", async () => {
    await store.escrow({ escrow_id: 1n, epoch: 1, slots: slotsIn("devshard__v3__stats__shards__1~host1-live") });
    await store.settle(1n, settlementOf(1n));
    await inScene("live", 1, async (network) => {
      await store.round(network, "2026-11-22T12:00:00.000Z");
      expect((await store.reads()).get("1")).toMatchObject({ nonce: "22", fits_settlement: null });
    });
  });

  test("the recorded params name the version", () => {
    const answer = readBytes("localnet/rest/productscience__inference__inference__params.json").toString();
    expect(approvedVersions(JSON.stringify(z.object({ params: z.unknown() }).parse(JSON.parse(answer)).params))).toEqual(["v3"]);
  });
});
