import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dialect } from "./dialect.ts";
import { decodeModelGroup } from "./model-group.ts";
import { groupBody } from "./testing/group-body.ts";
import { decoderProperties } from "./testing/properties.ts";
import { epochs, int64s, names } from "./testing/wire-json.ts";

function groups(dialect: Dialect) {
  const node = fc.record({ node_id: names, poc_weight: int64s(dialect), slots: fc.array(fc.boolean(), { maxLength: 2 }) });
  const member = fc.record({
    address: names,
    weight: int64s(dialect),
    confirmation_weight: int64s(dialect),
    voting_power: int64s(dialect),
    nodes: fc.uniqueArray(node, { maxLength: 3, selector: ({ node_id }) => node_id }),
  });
  return fc.record({
    epoch: epochs(dialect),
    model_id: names,
    members: fc.uniqueArray(member, { maxLength: 4, selector: ({ address }) => address }),
  });
}

decoderProperties("decodeModelGroup", {
  cases: groups,
  body: ({ epoch, model_id, members }, dialect) => groupBody(dialect, { epoch, model_id }, members),
  decode: (body, { epoch, model_id }) => decodeModelGroup(body, { epoch, modelId: model_id }),
  expected: ({ epoch, model_id, members }) => ({
    members: members.map(({ nodes: _nodes, ...row }) => ({ epoch, model_id, ...row })),
    nodes: members.flatMap(({ address, nodes }) =>
      nodes.map(({ node_id, poc_weight, slots }) => ({
        epoch,
        model_id,
        address,
        node_id,
        poc_weight,
        pre_poc_slot: slots[0] ?? null,
        poc_slot: slots[1] ?? null,
      })),
    ),
  }),
});

describe("decodeModelGroup", () => {
  it("takes an empty group for a model that nobody serves", () => {
    const body = groupBody("gateway", { epoch: 249, model_id: "moonshotai/Kimi-K2.6", total_weight: 0n }, []);
    expect(decodeModelGroup(body, { epoch: 249, modelId: "moonshotai/Kimi-K2.6" })).toEqual({
      ok: true,
      value: { members: [], nodes: [] },
      unknowns: [],
    });
  });

  it("isn't fooled by the root group", () => {
    const body = groupBody("gateway", { epoch: 249 }, []);
    expect(decodeModelGroup(body, { epoch: 249, modelId: "m" })).toEqual({
      ok: false,
      reason: 'epoch_group_data.model_id: expected "m" as asked, got ""',
    });
  });

  it("lets two hosts name their nodes alike, but not one host twice", () => {
    const node = { node_id: "node1", poc_weight: 5n, slots: [true, false] };
    const members = ["a", "b"].map((address) => ({ address, nodes: [node] }));
    const asked = { epoch: 1, modelId: "m" };
    const decoded = decodeModelGroup(groupBody("gateway", { epoch: 1, model_id: "m" }, members), asked);
    expect(decoded.ok && decoded.value.nodes.length).toBe(2);
    const twice = groupBody("gateway", { epoch: 1, model_id: "m" }, [{ address: "a", nodes: [node, node] }]);
    expect(decodeModelGroup(twice, asked)).toEqual({
      ok: false,
      reason: 'epoch_group_data.validation_weights[0].ml_nodes: expected each once, got "node1" twice',
    });
  });
});
