import { type comet38, fromRfc3339WithNanoseconds } from "@cosmjs/tendermint-rpc";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockRow } from "../../storage/facts/rows.ts";
import { blockRowsFromMetas, headFromStatus } from "./block-meta.ts";

const numRuns = Number(process.env["FC_RUNS"] ?? 1000);
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

function hex(data: Uint8Array): string {
  return [...data].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join("");
}

const times = fc
  .record({
    ms: fc.integer({ min: Date.UTC(2000, 0), max: Date.UTC(2100, 0) }),
    nanoseconds: fc.integer({ min: 0, max: 999_999 }),
  })
  .map(({ ms, nanoseconds }) => Object.assign(new Date(ms), { nanoseconds }));

const empty = new Uint8Array();
const metaOf = (given: {
  height: number;
  time: Date;
  hash: Uint8Array;
  last: Uint8Array;
  proposer: Uint8Array;
}): comet38.BlockMeta => ({
  blockId: { hash: given.hash, parts: { total: 1, hash: given.hash } },
  blockSize: 500,
  numTxs: 3,
  header: {
    version: { block: 11, app: 0 },
    chainId: "gonka-mainnet",
    height: given.height,
    time: given.time,
    lastBlockId: given.height === 1 ? null : { hash: given.last, parts: { total: 1, hash: given.last } },
    lastCommitHash: empty,
    dataHash: empty,
    validatorsHash: empty,
    nextValidatorsHash: empty,
    consensusHash: empty,
    appHash: empty,
    lastResultsHash: empty,
    evidenceHash: empty,
    proposerAddress: given.proposer,
  },
});

const givens = fc.record({
  height: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  time: times,
  hash: bytes(32),
  last: bytes(32),
  proposer: bytes(20),
});

const sample = () =>
  metaOf({ height: 5, time: new Date(0), hash: new Uint8Array(32), last: new Uint8Array(32), proposer: new Uint8Array(20) });

describe("blockRowsFromMetas", () => {
  it("gives rows that fit the fact table, with the time to the nanosecond", () => {
    fc.assert(
      fc.property(fc.uniqueArray(givens, { maxLength: 5, selector: ({ height }) => height }), (blocks) => {
        const decoded = blockRowsFromMetas(blocks.map(metaOf));
        if (!decoded.ok) expect.fail(decoded.reason);
        expect(decoded.unknowns).toEqual([]);
        for (const [index, row] of decoded.value.entries()) {
          const block = blocks[index];
          if (block === undefined) expect.fail("more rows than blocks");
          expect(blockRow.parse(row)).toEqual(row);
          const { time, ...rest } = row;
          expect(rest).toEqual({
            height: block.height,
            hash: hex(block.hash),
            last_block_hash: block.height === 1 ? "" : hex(block.last),
            proposer: hex(block.proposer),
            num_txs: 3,
            block_size: 500,
          });
          const back = fromRfc3339WithNanoseconds(time);
          expect([back.getTime(), back.nanoseconds]).toEqual([block.time.getTime(), block.time.nanoseconds]);
        }
      }),
      { numRuns },
    );
  });

  it.each([
    ["header.height", { header: { ...sample().header, height: 0 } }],
    ["header.height", { header: { ...sample().header, height: 2 ** 53 } }],
    ["header.height", { header: { ...sample().header, height: Number.NaN } }],
    ["header.time", { header: { ...sample().header, time: new Date(Number.NaN) } }],
    ["header.time", { header: { ...sample().header, time: new Date(8.64e15) } }],
    ["header.time", { header: { ...sample().header, time: Object.assign(new Date(0), { nanoseconds: 1_000_000 }) } }],
    ["header.proposer_address", { header: { ...sample().header, proposerAddress: new Uint8Array(19) } }],
    [
      "header.last_block_id.hash",
      { header: { ...sample().header, lastBlockId: { hash: empty, parts: { total: 0, hash: empty } } } },
    ],
    ["block_id.hash", { blockId: { hash: empty, parts: { total: 0, hash: empty } } }],
    ["num_txs", { numTxs: -1 }],
    ["block_size", { blockSize: 0.5 }],
  ])("rejects a wrong %s", (path, change) => {
    const decoded = blockRowsFromMetas([sample(), { ...sample(), ...change }]);
    expect(decoded.ok ? "" : decoded.reason).toMatch(new RegExp(`^${path}: expected `));
  });

  it("rejects a height twice, another chain, and blocks nobody asked for", () => {
    expect(blockRowsFromMetas([sample(), sample()])).toEqual({
      ok: false,
      reason: "header.height: expected each once, got 5 twice",
    });
    const asked = { chainId: "gonka-mainnet", minHeight: 1, maxHeight: 20 };
    expect(blockRowsFromMetas([sample()], asked).ok).toBe(true);
    expect(blockRowsFromMetas([sample()], { ...asked, chainId: "gonka-localnet-1" }).ok).toBe(false);
    expect(blockRowsFromMetas([sample()], { ...asked, minHeight: 6 }).ok).toBe(false);
    expect(blockRowsFromMetas([sample()], { ...asked, maxHeight: 4 }).ok).toBe(false);
  });
});

interface Head {
  height?: number;
  earliest?: number;
  network?: string;
}
function statusOf({ height = 100, earliest = 1, network = "gonka-mainnet" }: Head, keepEarliest = true): comet38.StatusResponse {
  const time = Object.assign(new Date(Date.UTC(2026, 7, 22, 23, 31, 45, 494)), { nanoseconds: 900_000 });
  const syncInfo = {
    latestBlockHash: empty,
    latestAppHash: empty,
    latestBlockHeight: height,
    latestBlockTime: time,
    catchingUp: false,
  };
  return {
    nodeInfo: {
      id: empty,
      listenAddr: "",
      network,
      version: "",
      channels: "",
      moniker: "node",
      other: new Map(),
      protocolVersion: { p2p: 8, block: 11, app: 0 },
    },
    syncInfo: keepEarliest ? { ...syncInfo, earliestBlockHeight: earliest } : syncInfo,
    validatorInfo: { address: empty, votingPower: 0n },
  };
}

describe("headFromStatus", () => {
  it("reads head, reach and chain", () => {
    expect(headFromStatus(statusOf({}))).toEqual({
      ok: true,
      value: { network: "gonka-mainnet", height: 100, time: "2026-08-22T23:31:45.4949Z", earliest_height: 1, catching_up: false },
      unknowns: [],
    });
  });

  it("rejects a node without a block, without a known reach, or without a chain", () => {
    expect(headFromStatus(statusOf({ height: 0 })).ok).toBe(false);
    expect(headFromStatus(statusOf({}, false)).ok).toBe(false);
    expect(headFromStatus(statusOf({ earliest: 101 })).ok).toBe(false);
    expect(headFromStatus(statusOf({ network: "" })).ok).toBe(false);
  });
});
