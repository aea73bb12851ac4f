import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeClassicModelStats, decodeClassicStats } from "./classic-stats.ts";
import { gatewayProperties } from "./testing/gateway.ts";
import { names } from "./testing/wire-json.ts";

const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const inferences = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const RANGE = { epoch: 7, from_ms: 1_784_000_000_000n, to_ms: 1_784_081_999_999n };

gatewayProperties("decodeClassicStats", {
  cases: fc.record({ ai_tokens: uint64, inferences, cost: uint64 }),
  body: ({ ai_tokens, inferences: count, cost }) => ({
    ai_tokens: `${ai_tokens}`,
    inferences: count,
    actual_inferences_cost: `${cost}`,
  }),
  decode: (body) => decodeClassicStats(body, RANGE),
  expected: ({ ai_tokens, inferences: count, cost }) => ({
    ...RANGE,
    ai_tokens,
    inferences: count,
    actual_inferences_cost: cost,
  }),
  unsigned: "ai_tokens actual_inferences_cost",
});

gatewayProperties("decodeClassicModelStats", {
  cases: fc.uniqueArray(fc.record({ model: names, ai_tokens: uint64, inferences }), {
    maxLength: 4,
    selector: ({ model }) => model,
  }),
  body: (given) => ({ stats_models: given.map((one) => ({ ...one, ai_tokens: `${one.ai_tokens}` })) }),
  decode: (body) => decodeClassicModelStats(body, RANGE),
  expected: (given) =>
    given
      .map(({ model, ...counts }) => ({ epoch: 7, model_id: model, ...counts }))
      .sort((a, b) => (a.model_id < b.model_id ? -1 : 1)),
  unsigned: "ai_tokens",
  // A negative one fits no row: the model is left out, and reported.
  free: "inferences model",
});

it("leaves out a model that no row can hold, and says so", () => {
  const stats_models = [
    { model: "", ai_tokens: "1", inferences: 1 },
    { model: "vendor/b", ai_tokens: "2", inferences: 1 },
    { model: "vendor/a", ai_tokens: "3", inferences: 1 },
  ];
  const decoded = decodeClassicModelStats({ stats_models }, RANGE);
  if (!decoded.ok) expect.fail(decoded.reason);
  expect(decoded.value.map(({ model_id }) => model_id)).toEqual(["vendor/a", "vendor/b"]);
  expect(decoded.unknowns.map(({ path }) => path)).toEqual(["stats_models[].model_id"]);
});
