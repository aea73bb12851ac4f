import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dialect } from "./dialect.ts";
import { decodeEpochGroup, type EpochGroup } from "./epoch-group.ts";
import { groupBody } from "./testing/group-body.ts";
import { decoderProperties } from "./testing/properties.ts";
import { epochs, heights, int32s, int64s, names, scales, uint64s } from "./testing/wire-json.ts";

function groups(dialect: Dialect): fc.Arbitrary<EpochGroup> {
  const member = fc.record({
    address: names,
    weight: int64s(dialect),
    confirmation_weight: int64s(dialect),
    reputation: int32s,
  });
  const group = fc.record({
    epoch_group_id: uint64s(dialect),
    poc_start_height: heights(),
    effective_height: heights(),
    last_height: heights(),
    total_weight: int64s(dialect).filter((weight) => dialect === "gateway" || weight !== 0n),
    number_of_requests: uint64s(dialect),
    models: fc.uniqueArray(names, { maxLength: 3 }),
    weight_scales: scales(dialect),
  });
  return fc
    .tuple(epochs(dialect), group, fc.uniqueArray(member, { maxLength: 5, selector: ({ address }) => address }))
    .map(([epoch, row, members]) => ({ group: { epoch, ...row }, members: members.map((own) => ({ epoch, ...own })) }));
}

decoderProperties("decodeEpochGroup", {
  cases: groups,
  body: ({ group, members }, dialect) => groupBody(dialect, group, members),
  decode: (body, { group }) => decodeEpochGroup(body, { epoch: group.epoch }),
  expected: (given) => given,
  documented: (given, { kind, field, body }) =>
    field === "confirmation_weight_scales" && (kind === "dropped key" || JSON.stringify(body).includes(`"${field}":null`))
      ? { ...given, group: { ...given.group, weight_scales: [] } }
      : undefined,
});

const member = { address: "gonka1a", weight: 5n, confirmation_weight: 6n, reputation: 100 };
const rightBody = () => groupBody("gateway", { epoch: 255, total_weight: 5n }, [member]);
const changed = (fields: object) => ({ epoch_group_data: { ...Object(rightBody()["epoch_group_data"]), ...fields } });

describe("decodeEpochGroup", () => {
  it.each([["absent"], ["null"], ["empty"]])("takes %s weight scales for none", (how) => {
    const body = changed({ confirmation_weight_scales: how === "null" ? null : how === "empty" ? [] : undefined });
    const decoded = decodeEpochGroup(JSON.parse(JSON.stringify(body)), { epoch: 255 });
    expect(decoded).toMatchObject({ ok: true, unknowns: [], value: { group: { weight_scales: [], total_weight: 5n } } });
  });

  it("says path, expected and got when another epoch was answered", () => {
    expect(decodeEpochGroup(rightBody(), { epoch: 254 })).toEqual({
      ok: false,
      reason: "epoch_group_data.epoch_index: expected 254 as asked, got 255",
    });
  });

  it("isn't fooled by a model's group", () => {
    const decoded = decodeEpochGroup(changed({ model_id: "Qwen/QwQ-32B" }), { epoch: 255 });
    expect(decoded).toEqual({ ok: false, reason: 'epoch_group_data.model_id: expected "" as asked, got "Qwen/QwQ-32B"' });
  });

  it.each([
    [{}, "epoch_group_data: expected an object, got nothing: empty where data was due"],
    [{ epoch_group_data: {} }, "epoch_group_data.epoch_index: expected epoch index, got nothing: empty where data was due"],
    [
      { code: 5, message: "not found", details: [] },
      "epoch_group_data: expected an object, got nothing (only code, message, details)",
    ],
    [{ epoch_group_data: null }, "epoch_group_data: expected an object, got null"],
  ])("rejects %j", (body, reason) => {
    expect(decodeEpochGroup(body, { epoch: 0 })).toEqual({ ok: false, reason });
  });

  it("never makes a total weight out of nothing, not even in the host dialect", () => {
    const body = { epoch_group_data: { epoch_index: 255, epoch_group_id: 1003, validation_weights: [] } };
    const reason =
      "epoch_group_data.total_weight: expected int64, got nothing (only epoch_index, epoch_group_id, validation_weights)";
    expect(decodeEpochGroup(body, { epoch: 255 })).toEqual({ ok: false, reason });
  });

  it("rejects a renamed weight in the host dialect, where it would be a zero", () => {
    const host = (row: object) => ({ epoch_group_data: { epoch_index: 255, total_weight: 5, validation_weights: [row] } });
    expect(decodeEpochGroup(host({ member_address: "gonka1a" }), { epoch: 255 })).toMatchObject({
      ok: true,
      value: { members: [{ weight: 0n, confirmation_weight: 0n, reputation: 0 }] },
    });
    expect(decodeEpochGroup(host({ member_address: "gonka1a", power: 5 }), { epoch: 255 }).ok).toBe(false);
  });

  it("rejects null in place of a list in the gateway dialect: a list with members may have been lost", () => {
    expect(decodeEpochGroup(changed({ validation_weights: null }), { epoch: 255 }).ok).toBe(false);
  });

  it("lists an unknown field once, with array positions as []", () => {
    const row = { member_address: "a", weight: "1", reputation: 0, ml_nodes: [], confirmation_weight: "0", voting_power: "0" };
    const body = changed({
      validation_weights: ["a", "b"].map((address) => ({ ...row, member_address: address, tee: { q: [1] } })),
    });
    expect(decodeEpochGroup(body, { epoch: 255 })).toMatchObject({
      ok: true,
      unknowns: [{ path: "epoch_group_data.validation_weights[].tee", sample: '{"q":[1]}' }],
    });
  });
});
