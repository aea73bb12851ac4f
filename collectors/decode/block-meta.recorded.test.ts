import { gunzipSync } from "node:zlib";
import { comet38 } from "@cosmjs/tendermint-rpc";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { headRow } from "../../storage/facts/rows.ts";
import { blockRowsFromMetas, headFromStatus } from "./block-meta.ts";
import { hasRecordings, readBytes, readJson, recordedTitle } from "./testing/recordings.ts";

/** Only what the test compares; the rest goes on to the CosmJS client as recorded. */
const header = z.looseObject({
  height: z.string(),
  time: z.string(),
  proposer_address: z.string(),
  last_block_id: z.looseObject({ hash: z.string() }),
});
const blockId = z.looseObject({ hash: z.string() });
const meta = z.looseObject({ header, block_id: blockId, num_txs: z.string(), block_size: z.string() });
const blockchain = z.object({ result: z.looseObject({ block_metas: z.array(meta) }) });
const status = z.object({
  result: z.looseObject({
    sync_info: z.looseObject({
      latest_block_height: z.string(),
      latest_block_time: z.string(),
      earliest_block_height: z.string(),
    }),
  }),
});
const line = z.object({ url: z.string(), body: z.string() });
const block = z.object({ result: z.looseObject({ block_id: blockId, block: z.looseObject({ header }) }) });

function clientAnswering(result: unknown): comet38.Comet38Client {
  return comet38.Comet38Client.create({
    execute: () => Promise.resolve({ jsonrpc: "2.0", id: 1, result }),
    disconnect: () => {},
  });
}

/** The row by plain reading of the recorded text. */
function rowOf(recorded: z.infer<typeof meta>) {
  return {
    height: Number(recorded.header.height),
    hash: recorded.block_id.hash,
    time: recorded.header.time,
    last_block_hash: recorded.header.last_block_id.hash,
    proposer: recorded.header.proposer_address,
    num_txs: Number(recorded.num_txs),
    block_size: Number(recorded.block_size),
  };
}

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  it.each(["blockchain.json", "blockchain@minHeight=319&maxHeight=344.json", "blockchain@minHeight=821&maxHeight=846.json"])(
    "decodes %s as its text says",
    async (file) => {
      const { result } = blockchain.parse(readJson(`localnet/rpc/${file}`));
      const { blockMetas } = await clientAnswering(result).blockchain();
      const decoded = blockRowsFromMetas(blockMetas, { chainId: "gonka-localnet-1", minHeight: 1, maxHeight: 848 });
      expect(result.block_metas.length).toBeGreaterThan(0);
      expect(decoded).toEqual({ ok: true, value: result.block_metas.map(rowOf), unknowns: [] });
    },
  );

  it("decodes the header of every recorded block as its text says", async () => {
    const lines = gunzipSync(readBytes("localnet/blocks.ndjson.gz")).toString("utf8").split("\n");
    const metas = lines.flatMap((text) => {
      if (!text.includes("/block?height=")) return [];
      const { result } = block.parse(JSON.parse(line.parse(JSON.parse(text)).body));
      return [{ header: result.block.header, block_id: result.block_id, num_txs: "0", block_size: "1" }];
    });
    expect(metas).toHaveLength(848);
    const { blockMetas } = await clientAnswering({ last_height: "848", block_metas: metas }).blockchain();
    expect(blockRowsFromMetas(blockMetas)).toEqual({ ok: true, value: metas.map(rowOf), unknowns: [] });
  });

  it("decodes /status as its text says", async () => {
    const { result } = status.parse(readJson("localnet/rpc/status.json"));
    const decoded = headFromStatus(await clientAnswering(result).status());
    if (!decoded.ok) expect.fail(decoded.reason);
    const { network, ...head } = decoded.value;
    expect(network).toBe("gonka-localnet-1");
    expect(headRow.parse(head)).toEqual({
      height: Number(result.sync_info.latest_block_height),
      time: result.sync_info.latest_block_time,
      earliest_height: Number(result.sync_info.earliest_block_height),
      catching_up: false,
    });
  });
});
