import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { uriParameters } from "./parameters.ts";
import { heightsOf, matches, parseQuery } from "./query.ts";
import { RpcError } from "./rpc-error.ts";
import { txSearch } from "./search.ts";
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

  it("finds those of escrows without looking at every block", () => {
    const node = stillNode(STILL);
    const head = node.network.clock.height();
    for (const type of ["devshard_escrow_created", "devshard_escrow_settled"]) {
      const query = `${type}.escrow_id EXISTS AND tx.height>=150 AND tx.height<=${head - 20}`;
      const all = Array.from({ length: head - 169 }, (_, at) => node.network.transactions(at + 150)).flat();
      const wanted = all.filter((tx) => tx.events.some((event) => event.type === type)).map(({ hash }) => hash);
      const given = uriParameters(new URLSearchParams({ query: `"${query}"`, per_page: "100" }));
      const found = txSearch(node, given);
      expect(wanted.length).toBeGreaterThan(20);
      expect(found.total_count).toBe(String(wanted.length));
      expect(found.txs.map(({ hash }) => hash)).toEqual(wanted.slice(0, 100));
      expect(txSearch({ ...node, indexedFrom: head }, given)).toEqual({ txs: [], total_count: "0" });
      expect(() => txSearch({ ...node, indexedFrom: null }, given)).toThrow("transaction indexing is disabled");
    }
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
