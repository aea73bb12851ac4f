import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { heightsOf, matches, parseQuery } from "./query.ts";
import { RpcError } from "./rpc-error.ts";
import { STILL, stillNode } from "./testing/serve.ts";

describe("CometBFT's query language", () => {
  it("reads conditions joined by AND", () => {
    expect(parseQuery("tx.height>=5 AND tx.height < 9 AND message.action='/cosmos.bank.v1beta1.MsgSend' AND a.b EXISTS")).toEqual(
      [
        { key: "tx.height", operator: ">=", operand: "5" },
        { key: "tx.height", operator: "<", operand: "9" },
        { key: "message.action", operator: "=", operand: "/cosmos.bank.v1beta1.MsgSend" },
        { key: "a.b", operator: "EXISTS", operand: "" },
      ],
    );
  });

  it("bounds heights as a plain filter would", () => {
    const operators = fc.constantFrom("=", "<", "<=", ">", ">=");
    fc.assert(
      fc.property(fc.array(fc.tuple(operators, fc.integer({ min: 0, max: 30 })), { minLength: 1, maxLength: 4 }), (bounds) => {
        const { from, to } = heightsOf(
          parseQuery(bounds.map(([operator, height]) => `tx.height${operator}${height}`).join(" AND ")),
          20,
        );
        const holds = (height: number) =>
          bounds.every(([operator, bound]) => {
            if (operator === "=") return height === bound;
            if (operator === "<") return height < bound;
            if (operator === "<=") return height <= bound;
            return operator === ">" ? height > bound : height >= bound;
          });
        for (let height = 1; height <= 20; height += 1) expect(height >= from && height <= to).toBe(holds(height));
      }),
    );
  });

  it("reads any text or says in CometBFT's way that it can't", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          expect(parseQuery(text).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(RpcError);
        }
      }),
    );
  });

  it("finds transactions by the attributes of their events", () => {
    const { network } = stillNode(STILL);
    const head = network.clock.height();
    const all = Array.from({ length: head }, (_, at) => network.transactions(at + 1)).flat();
    const event = all.flatMap(({ events }) => events).find(({ attributes }) => attributes.length > 0);
    const [attribute] = event?.attributes ?? [];
    if (event === undefined || attribute === undefined) throw new Error("no event");
    const key = `${event.type}.${attribute.key}`;
    const found = all.filter((tx) => matches(parseQuery(`${key}='${attribute.value}'`), tx));
    expect(found.length).toBeGreaterThan(0);
    expect(all.filter((tx) => matches(parseQuery(`${key}='no such value'`), tx))).toEqual([]);
    expect(all.filter((tx) => matches(parseQuery(`${key} EXISTS`), tx)).length).toBeGreaterThanOrEqual(found.length);
  });
});
