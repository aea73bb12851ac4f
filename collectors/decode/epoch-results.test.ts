import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EpochResultRow } from "../../storage/facts/rows.ts";
import type { Dialect } from "./dialect.ts";
import { decodeEpochResult, decodeEpochResults } from "./epoch-results.ts";
import { decoderProperties } from "./testing/properties.ts";
import { epochs, int64Json, messageJson, names, uint64s } from "./testing/wire-json.ts";

function results(dialect: Dialect) {
  return fc.record({
    address: names,
    inference_count: uint64s(dialect),
    missed_requests: uint64s(dialect),
    earned_coins: uint64s(dialect),
    rewarded_coins: uint64s(dialect),
    burned_coins: uint64s(dialect),
    validated_inferences: uint64s(dialect),
    invalidated_inferences: uint64s(dialect),
    claimed: fc.boolean(),
  });
}

function resultJson(dialect: Dialect, row: EpochResultRow) {
  return messageJson(dialect, {
    epoch_index: int64Json(dialect, row.epoch),
    participant_id: row.address,
    inference_count: int64Json(dialect, row.inference_count),
    missed_requests: int64Json(dialect, row.missed_requests),
    earned_coins: int64Json(dialect, row.earned_coins),
    rewarded_coins: int64Json(dialect, row.rewarded_coins),
    burned_coins: int64Json(dialect, row.burned_coins),
    validated_inferences: int64Json(dialect, row.validated_inferences),
    invalidated_inferences: int64Json(dialect, row.invalidated_inferences),
    claimed: row.claimed,
  });
}

decoderProperties("decodeEpochResults", {
  cases: (dialect) =>
    fc
      .tuple(epochs(dialect), fc.uniqueArray(results(dialect), { maxLength: 5, selector: ({ address }) => address }))
      .map(([epoch, rows]) => ({ epoch, rows: rows.map((row) => ({ epoch, ...row })) })),
  body: ({ rows }, dialect) => ({ epochPerformanceSummary: rows.map((row) => resultJson(dialect, row)) }),
  decode: (body, { epoch }) => decodeEpochResults(body, { epoch }),
  expected: ({ rows }) => rows,
});

decoderProperties("decodeEpochResult", {
  cases: (dialect) => fc.tuple(epochs(dialect), results(dialect)).map(([epoch, row]) => ({ epoch, ...row })),
  body: (row, dialect) => ({ epochPerformanceSummary: resultJson(dialect, row) }),
  decode: (body, { epoch, address }) => decodeEpochResult(body, { epoch, address }),
  expected: (row) => row,
});

/** Epoch 255 of mainnet, as served. */
const served = {
  epoch_index: "255",
  participant_id: "gonka17gpuntq09zsaqtmpe544gc32tk4424dwv5t34f",
  inference_count: "21963",
  missed_requests: "88",
  earned_coins: "1731189448",
  rewarded_coins: "27813491972855",
  burned_coins: "0",
  validated_inferences: "21963",
  invalidated_inferences: "0",
  claimed: true,
};

describe("decodeEpochResult(s)", () => {
  it("reads a served row", () => {
    const row = {
      epoch: 255,
      address: "gonka17gpuntq09zsaqtmpe544gc32tk4424dwv5t34f",
      inference_count: 21963n,
      missed_requests: 88n,
      earned_coins: 1731189448n,
      rewarded_coins: 27813491972855n,
      burned_coins: 0n,
      validated_inferences: 21963n,
      invalidated_inferences: 0n,
      claimed: true,
    };
    expect(decodeEpochResults({ epochPerformanceSummary: [served] }, { epoch: 255 })).toEqual({
      ok: true,
      value: [row],
      unknowns: [],
    });
    const asked = { epoch: 255, address: row.address };
    expect(decodeEpochResult({ epochPerformanceSummary: served }, asked)).toEqual({ ok: true, value: row, unknowns: [] });
  });

  it("takes an empty list for an epoch without results, but not an empty body", () => {
    expect(decodeEpochResults({ epochPerformanceSummary: [] }, { epoch: 9 })).toEqual({ ok: true, value: [], unknowns: [] });
    expect(decodeEpochResults({}, { epoch: 9 })).toEqual({
      ok: false,
      reason: "epochPerformanceSummary: expected an array, got nothing: empty where data was due",
    });
  });

  it("doesn't take one form for the other, or one host for another", () => {
    expect(decodeEpochResults({ epochPerformanceSummary: served }, { epoch: 255 }).ok).toBe(false);
    expect(decodeEpochResult({ epochPerformanceSummary: [served] }, { epoch: 255, address: served.participant_id }).ok).toBe(
      false,
    );
    expect(decodeEpochResult({ epochPerformanceSummary: served }, { epoch: 255, address: "gonka1other" }).ok).toBe(false);
  });

  it("rejects a row without its zeros in an answer whose integers are text", () => {
    const { missed_requests: _missed, ...rest } = served;
    const decoded = decodeEpochResults({ epochPerformanceSummary: [served, { ...rest, participant_id: "b" }] }, { epoch: 255 });
    expect(decoded.ok ? "" : decoded.reason).toMatch(
      /^epochPerformanceSummary\[1\]\.missed_requests: expected uint64, got nothing/,
    );
  });

  it("rejects an address longer than any", () => {
    expect(
      decodeEpochResults({ epochPerformanceSummary: [{ ...served, participant_id: "x".repeat(129) }] }, { epoch: 255 }).ok,
    ).toBe(false);
  });
});
