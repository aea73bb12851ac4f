import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCurrentEpoch, decodeEpochInfo } from "./epoch-info.ts";
import { decoderProperties } from "./testing/properties.ts";
import { epochs, heights, int64Json, messageJson } from "./testing/wire-json.ts";

decoderProperties("decodeEpochInfo", {
  cases: (dialect) => fc.record({ blockHeight: heights(1), latestEpoch: epochs(dialect), pocStartHeight: heights() }),
  body: ({ blockHeight, latestEpoch, pocStartHeight }, dialect) =>
    messageJson(dialect, {
      block_height: int64Json(dialect, blockHeight),
      params: { epoch_params: { epoch_multiplier: int64Json(dialect, 1) }, fee_params: null },
      latest_epoch: messageJson(dialect, {
        index: int64Json(dialect, latestEpoch),
        poc_start_block_height: int64Json(dialect, pocStartHeight),
      }),
      is_confirmation_poc_active: false,
      active_confirmation_poc_event: null,
    }),
  decode: (body) => decodeEpochInfo(body),
  expected: (given) => given,
});

decoderProperties("decodeCurrentEpoch", {
  cases: (dialect) => fc.record({ epoch: epochs(dialect) }),
  body: ({ epoch }, dialect) => ({ epoch: int64Json(dialect, epoch) }),
  decode: (body) => decodeCurrentEpoch(body),
  expected: ({ epoch }) => epoch,
});

describe("the epoch clock", () => {
  it("starts at epoch 0, which isn't nothing", () => {
    expect(decodeCurrentEpoch({ epoch: "0" })).toEqual({ ok: true, value: 0, unknowns: [] });
    expect(decodeCurrentEpoch({}).ok).toBe(false);
    const start = { block_height: "24", latest_epoch: { index: "0", poc_start_block_height: "0" } };
    expect(decodeEpochInfo(start)).toEqual({
      ok: true,
      value: { blockHeight: 24, latestEpoch: 0, pocStartHeight: 0 },
      unknowns: [],
    });
  });

  it("rejects an epoch clock without its epoch", () => {
    expect(decodeEpochInfo({ block_height: "24", latest_epoch: null }).ok).toBe(false);
    expect(decodeEpochInfo({ block_height: "24" }).ok).toBe(false);
    expect(decodeEpochInfo({ latest_epoch: { index: 5, poc_start_block_height: 500 } }).ok).toBe(false);
  });

  it("rejects more epochs than a fact row holds", () => {
    expect(decodeCurrentEpoch({ epoch: "4294967296" }).ok).toBe(false);
  });
});
