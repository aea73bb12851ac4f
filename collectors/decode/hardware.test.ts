import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeHardware } from "./hardware.ts";
import { gatewayProperties } from "./testing/gateway.ts";
import { type JsonObject, names } from "./testing/wire-json.ts";

const device = fc.record({ type: names, count: fc.integer({ min: 0, max: 4_294_967_295 }) });
const node = fc.record({
  local_id: names,
  status: fc.constantFrom("INFERENCE", "POC", "STOPPED"),
  models: fc.array(names, { maxLength: 3 }),
  hardware: fc.array(device, { maxLength: 3 }),
  version: fc.string({ maxLength: 8 }),
});
const host = fc.record({
  participant: names,
  nodes: fc.uniqueArray(node, { maxLength: 3, selector: ({ local_id }) => local_id }),
});
type Node = typeof node extends fc.Arbitrary<infer T> ? T : never;

const nodeJson = (given: Node): JsonObject => ({
  ...given,
  hardware: given.hardware.map((each) => ({ ...each })),
  host: "10.0.0.1",
  port: "8080",
});

function rowsOf(address: string, { local_id, status, models, hardware, version }: Node) {
  const about = { epoch: 7, address, local_id, status, models, version: version === "" ? null : version };
  if (hardware.length === 0) return [{ ...about, device: null, devices: null, position: 0 }];
  return hardware.map(({ type, count }, position) => ({ ...about, device: type, devices: count, position }));
}

gatewayProperties("decodeHardware", {
  cases: fc.uniqueArray(host, { maxLength: 4, selector: ({ participant }) => participant }),
  body: (hosts) => ({
    nodes: hosts.map(({ participant, nodes }) => ({ participant, hardware_nodes: nodes.map(nodeJson) })),
  }),
  decode: (body) => decodeHardware(body, { epoch: 7 }),
  expected: (hosts) => hosts.flatMap(({ participant, nodes }) => nodes.flatMap((each): object[] => rowsOf(participant, each))),
  free: "version hardware",
});

const good = { local_id: "n1", status: "INFERENCE", models: ["m"], hardware: [], host: "h", port: "1", version: "3" };
const bodyOf = (...nodes: object[]) => ({
  nodes: [
    { participant: "careless", hardware_nodes: nodes },
    { participant: "honest", hardware_nodes: [good] },
  ],
});

describe("decodeHardware", () => {
  it.each([
    ["an over-long id", { local_id: "x".repeat(257) }, "local_id"],
    ["no id", { local_id: "" }, "local_id"],
    [
      "an over-long device",
      {
        hardware: [
          { type: "A100", count: 1 },
          { type: "x".repeat(257), count: 8 },
        ],
      },
      "device",
    ],
    ["too many models", { models: Array.from({ length: 65 }, (_, index) => `m${index}`) }, "models"],
    ["an empty model id", { models: ["m", ""] }, "models"],
    ["an over-long version", { version: "x".repeat(513) }, "version"],
  ])("leaves a node with %s out, whole, and keeps every other one", (_, garbage, field) => {
    const decoded = decodeHardware(bodyOf({ ...good, local_id: "n0" }, { ...good, ...garbage }), { epoch: 7 });
    if (!decoded.ok) expect.fail(decoded.reason);
    expect(decoded.value.map(({ address, local_id }) => `${address}/${local_id}`)).toEqual(["careless/n0", "honest/n1"]);
    expect(decoded.unknowns.map(({ path }) => path)).toEqual([`nodes[].hardware_nodes[].${field}`]);
  });

  it("reports garbage once, however much there is", () => {
    const decoded = decodeHardware(
      bodyOf(...Array.from({ length: 500 }, (_, index) => ({ ...good, local_id: `${index}`.repeat(300) }))),
      { epoch: 7 },
    );
    expect(decoded.ok && decoded.value).toHaveLength(1);
    expect(decoded.ok && decoded.unknowns).toHaveLength(1);
  });

  it("keeps the last one told where a node comes twice, and says so", () => {
    const again = { ...good, hardware: [{ type: "H100", count: 8 }] };
    const decoded = decodeHardware(bodyOf(good, again), { epoch: 7 });
    if (!decoded.ok) expect.fail(decoded.reason);
    expect(decoded.value.map(({ address, device }) => [address, device])).toEqual([
      ["careless", "H100"],
      ["honest", null],
    ]);
    expect(decoded.unknowns.map(({ path }) => path)).toEqual(["nodes[].hardware_nodes[] told twice"]);
  });

  it("reads nodes of versions that had no version", () => {
    const { version: _later, ...old } = good;
    const decoded = decodeHardware(bodyOf(old), { epoch: 7 });
    expect(decoded.ok && decoded.value[0]?.version).toBeNull();
  });
});
