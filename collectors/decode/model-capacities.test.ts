import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeModelCapacities } from "./model-capacities.ts";
import { gatewayProperties } from "./testing/gateway.ts";
import { names } from "./testing/wire-json.ts";

const models = fc.uniqueArray(fc.record({ model_id: names, capacity: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }), {
  maxLength: 4,
  selector: ({ model_id }) => model_id,
});

gatewayProperties("decodeModelCapacities", {
  cases: models,
  body: (given) => ({ model_capacities: given.map(({ model_id, capacity }) => ({ model_id, capacity: `${capacity}` })) }),
  decode: (body) => decodeModelCapacities(body, { epoch: 7 }),
  expected: (given) => given.map((one) => ({ epoch: 7, ...one })).sort((a, b) => (a.model_id < b.model_id ? -1 : 1)),
  unsigned: "capacity",
});

it("an empty list is an answer, no list is none", () => {
  expect(decodeModelCapacities({ model_capacities: [] }, { epoch: 7 })).toMatchObject({ ok: true, value: [] });
  for (const body of [{}, { model_capacities: null }, { capacities: [] }, []])
    expect(decodeModelCapacities(body, { epoch: 7 }).ok).toBe(false);
});
