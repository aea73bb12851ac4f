import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodePocDelegations } from "./poc-delegations.ts";
import { gatewayProperties } from "./testing/gateway.ts";
import { names } from "./testing/wire-json.ts";

const models = fc.uniqueArray(names, { maxLength: 3 });
const delegations = fc.uniqueArray(fc.record({ model_id: names, delegate_to: fc.string({ maxLength: 8 }) }), {
  maxLength: 3,
  selector: ({ model_id }) => model_id,
});

gatewayProperties("decodePocDelegations", {
  cases: fc.record({ address: names, delegations, refusals: models, intents: models }),
  body: ({ address, delegations: own, refusals, intents }) => ({
    delegations: own.map(({ model_id, delegate_to }) => ({ model_id, delegator: address, delegate_to })),
    refusals: refusals.map((model_id) => ({ model_id, participant: address })),
    intents: intents.map((model_id) => ({ model_id, participant: address })),
  }),
  decode: (body, { address }) => decodePocDelegations(body, { epoch: 7, address }),
  expected: ({ address, delegations: own, refusals, intents }) => [
    ...own.map(({ model_id, delegate_to }) => ({
      epoch: 7,
      model_id,
      address,
      kind: "delegation",
      delegate_to: delegate_to || null,
    })),
    ...refusals.map((model_id) => ({ epoch: 7, model_id, address, kind: "refusal", delegate_to: null })),
    ...intents.map((model_id) => ({ epoch: 7, model_id, address, kind: "intent", delegate_to: null })),
  ],
});

describe("decodePocDelegations", () => {
  const asked = { epoch: 7, address: "a" };

  it("leaves out what no model can be called, and says so", () => {
    const refusals = ["x".repeat(257), "m"].map((model_id) => ({ model_id, participant: "a" }));
    const decoded = decodePocDelegations({ delegations: [], refusals, intents: [] }, asked);
    if (!decoded.ok) expect.fail(decoded.reason);
    expect(decoded.value.map(({ model_id }) => model_id)).toEqual(["m"]);
    expect(decoded.unknowns.map(({ path }) => path)).toEqual(["refusals[].model_id"]);
  });

  it("doesn't take one member's for another's", () => {
    const intents = [{ model_id: "m", participant: "b" }];
    expect(decodePocDelegations({ delegations: [], refusals: [], intents }, asked).ok).toBe(false);
  });
});
