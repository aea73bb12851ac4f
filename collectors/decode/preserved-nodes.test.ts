import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePreservedNodes } from "./preserved-nodes.ts";
import { gatewayProperties } from "./testing/gateway.ts";
import { heights, names } from "./testing/wire-json.ts";

const node_ids = fc.uniqueArray(names, { minLength: 1, maxLength: 3 });
const participants = fc.uniqueArray(fc.record({ participant_id: names, node_ids }), {
  minLength: 1,
  maxLength: 3,
  selector: ({ participant_id }) => participant_id,
});
const models = fc.uniqueArray(fc.record({ model_id: names, participants }), {
  maxLength: 3,
  selector: ({ model_id }) => model_id,
});

gatewayProperties("decodePreservedNodes", {
  cases: fc.record({ anchor: heights(), models }),
  body: ({ anchor, models: preserved }) => ({
    snapshot: {
      episode_anchor_height: `${anchor}`,
      model_preserved_nodes: preserved.map(({ model_id, participants: hosts }) => ({
        model_id,
        participants: hosts.map((host) => ({ participant_id: host.participant_id, node_ids: host.node_ids })),
      })),
    },
    found: true,
  }),
  decode: (body) => decodePreservedNodes(body, { epoch: 7 }),
  expected: ({ anchor, models: preserved }) =>
    preserved.flatMap(({ model_id, participants: hosts }) =>
      hosts.flatMap((host) =>
        host.node_ids.map((node_id) => ({
          epoch: 7,
          anchor_height: anchor,
          model_id,
          address: host.participant_id,
          node_id,
        })),
      ),
    ),
  unsigned: "episode_anchor_height",
});

describe("decodePreservedNodes", () => {
  it("tells no snapshot from one that preserves nobody", () => {
    expect(decodePreservedNodes({ snapshot: null, found: false }, { epoch: 7 })).toMatchObject({ ok: true, value: null });
    const snapshot = { episode_anchor_height: "400", model_preserved_nodes: [] };
    expect(decodePreservedNodes({ snapshot, found: true }, { epoch: 7 })).toMatchObject({ ok: true, value: [] });
    expect(decodePreservedNodes({ snapshot, found: false }, { epoch: 7 }).ok).toBe(false);
    expect(decodePreservedNodes({ found: false }, { epoch: 7 }).ok).toBe(false);
  });

  it("leaves out a node whose host gave it no id that can be kept, and says so", () => {
    const participants = [{ participant_id: "a", node_ids: ["", "n1", "x".repeat(257)] }];
    const model_preserved_nodes = [{ model_id: "m", participants }];
    const decoded = decodePreservedNodes(
      { snapshot: { episode_anchor_height: "400", model_preserved_nodes }, found: true },
      { epoch: 7 },
    );
    if (!decoded.ok) expect.fail(decoded.reason);
    expect(decoded.value?.map(({ node_id }) => node_id)).toEqual(["n1"]);
    expect(decoded.unknowns.map(({ path }) => path)).toEqual(["snapshot.model_preserved_nodes[].participants[].node_id"]);
  });
});
