import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePocSnapshot } from "./poc-snapshot.ts";
import { gatewayProperties } from "./testing/gateway.ts";
import { heights, int64s, names, uint64s } from "./testing/wire-json.ts";

const model = fc.record({
  model_id: names,
  powers: fc.uniqueArray(fc.record({ address: names, voting_power: int64s("gateway") }), {
    maxLength: 3,
    selector: ({ address }) => address,
  }),
});

const snapshot = fc.record({
  epoch: fc.nat(1000),
  pocStartHeight: heights(),
  snapshot_height: heights(1),
  generation_start: uint64s("gateway"),
  exchange_end: uint64s("gateway"),
  total_network_weight: int64s("gateway"),
  models: fc.uniqueArray(model, { maxLength: 3, selector: ({ model_id }) => model_id }),
});
type Given = typeof snapshot extends fc.Arbitrary<infer T> ? T : never;

const bodyOf = (given: Given) => ({
  snapshot: {
    poc_stage_start_height: `${given.pocStartHeight}`,
    snapshot_height: `${given.snapshot_height}`,
    app_hash: "e69e",
    generation_start_timestamp: `${given.generation_start}`,
    exchange_end_timestamp: `${given.exchange_end}`,
    model_voting_powers: given.models.map(({ model_id, powers }) => ({
      model_id,
      voting_powers: powers.map(({ address, voting_power }) => ({ address, voting_power: `${voting_power}` })),
    })),
    total_network_weight: `${given.total_network_weight}`,
  },
  found: true,
});

gatewayProperties("decodePocSnapshot", {
  cases: snapshot,
  body: bodyOf,
  decode: decodePocSnapshot,
  expected: ({ epoch, pocStartHeight, snapshot_height, generation_start, exchange_end, total_network_weight, models }) => ({
    snapshot: {
      epoch,
      poc_start_height: pocStartHeight,
      snapshot_height,
      generation_start,
      exchange_end,
      total_network_weight,
    },
    votingPowers: models.flatMap(({ model_id, powers }) => powers.map((power) => ({ epoch, model_id, ...power }))),
  }),
  unsigned: "poc_stage_start_height snapshot_height generation_start_timestamp exchange_end_timestamp",
  signed: "voting_power total_network_weight",
  // A model without votes may come twice, it says nothing.
  free: "model_voting_powers",
});

describe("decodePocSnapshot", () => {
  const asked = { epoch: 4, pocStartHeight: 400 };
  const empty = {
    poc_stage_start_height: "400",
    snapshot_height: "0",
    app_hash: "",
    generation_start_timestamp: "1795358735",
    exchange_end_timestamp: "0",
    model_voting_powers: [],
    total_network_weight: "0",
  };

  it("tells none from not filled yet", () => {
    expect(decodePocSnapshot({ snapshot: null, found: false }, asked)).toEqual({ ok: true, value: "none", unknowns: [] });
    expect(decodePocSnapshot({ snapshot: empty, found: true }, asked)).toEqual({ ok: true, value: "not filled", unknowns: [] });
  });

  it("doesn't believe an answer that contradicts itself, or speaks of another stage", () => {
    expect(decodePocSnapshot({ snapshot: null, found: true }, asked).ok).toBe(false);
    expect(decodePocSnapshot({ snapshot: empty, found: false }, asked).ok).toBe(false);
    expect(decodePocSnapshot({ found: false }, asked).ok).toBe(false);
    expect(decodePocSnapshot({ snapshot: { ...empty, poc_stage_start_height: "300" }, found: true }, asked).ok).toBe(false);
  });

  it("rejects two powers of one member for one model", () => {
    const vote = { address: "a", voting_power: "1" };
    const twice = { ...empty, snapshot_height: "410", model_voting_powers: [{ model_id: "m", voting_powers: [vote, vote] }] };
    expect(decodePocSnapshot({ snapshot: twice, found: true }, asked).ok).toBe(false);
  });
});
