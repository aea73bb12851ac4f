import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Decoded } from "../../decode/decoded.ts";
import type { Page } from "../../decode/live-answer.ts";
import { askPages } from "./pages.ts";
import { BUSY, type GatewayNode, gatewayNode, NOT_FOUND, quickContext, type Said, says } from "./testing/gateway-node.ts";

const context = quickContext();
let node: GatewayNode;
afterEach(() => node.close());

const page = z.object({ items: z.array(z.string()), nextKey: z.string() });
const decode = (body: unknown): Decoded<Page<string>> => {
  const parsed = page.safeParse(body);
  return parsed.success ? { ok: true, value: parsed.data, unknowns: [] } : { ok: false, reason: "not a page" };
};

/** The list of a node that has these pages, by key. */
async function listOf(pages: (key: string) => Said | undefined, servedHeight?: number) {
  node = await gatewayNode((path) => pages(/pagination\.key=(.*)$/.exec(path)?.[1] ?? ""), servedHeight);
  const question = { topic: "models" as const, epoch: 0, subject: "" };
  const inquiry = { question, route: "list", path: "/chain-api/list", pageSize: 2, decode, keyOf: (item: string) => item };
  return askPages(context, node.source, inquiry, { epoch: 7, height: 421 });
}
const at = (items: string[], nextKey: string) => says({ items, nextKey });

describe("askPages", () => {
  it("follows the keys to the last page, each percent-encoded and at the pinned height", async () => {
    const key = "Te2FILBRvyHGRvz4tnFvf5w7NQw=/+&x";
    const reply = await listOf((asked) => ({ "": at(["a", "b"], key), [key]: at(["c"], "") })[asked]);
    expect(reply).toEqual({ outcome: "told", value: ["a", "b", "c"], height: 421 });
    expect(node.requests).toEqual([
      "/chain-api/list?pagination.limit=2",
      `/chain-api/list?pagination.limit=2&pagination.key=${encodeURIComponent(key)}`,
    ]);
    expect([...node.heights]).toEqual(["421"]);
  });

  it.each<[string, (key: string) => Said | undefined, string]>([
    ["a page that can't be told", (key) => (key === "" ? at(["a"], "k") : BUSY), "page 2"],
    ["a page that can't be read", (key) => (key === "" ? at(["a"], "k") : says({})), "page 2: rejected"],
    ["a page that does not exist", (key) => (key === "" ? at(["a"], "k") : NOT_FOUND), "page 2 does not exist"],
    ["a list that goes in circles", (key) => at([`after ${key}`], key === "k" ? "l" : "k"), "earlier page as the next"],
    ["an item on two pages", (key) => at(["a"], key === "" ? "k" : ""), "a was on an earlier page"],
    ["a list without end", (key) => at([`after ${key}`], `${Number(key) + 1}`), "more than 200 pages"],
  ])("can't tell a list with %s", async (_, pages, detail) => {
    const reply = await listOf(pages);
    expect(reply).toMatchObject({ outcome: "unknown", detail: expect.stringContaining(detail) });
  });

  it("can't tell a list of another height", async () => {
    expect(await listOf(() => at(["a"], ""), 422)).toMatchObject({
      outcome: "unknown",
      detail: "page 1: asked for height 421, answered for 422",
    });
  });

  it("takes a list that does not exist for absent", async () => {
    expect(await listOf(() => NOT_FOUND)).toMatchObject({ outcome: "absent" });
  });
});
