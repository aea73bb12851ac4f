import { afterEach, describe, expect, it } from "vitest";
import { askMembers } from "./members.ts";
import { BUSY, type GatewayNode, gatewayNode, NOT_FOUND, quickContext, type Said, says } from "./testing/gateway-node.ts";

const context = quickContext();
let node: GatewayNode;
afterEach(() => node.close());

const inquiryOf = (member: string) => ({
  question: { topic: "maintenance" as const, epoch: 7, subject: "" },
  route: "of/{address}",
  path: `/chain-api/of/${member}`,
  decode: (body: unknown) => ({ ok: true as const, value: [JSON.stringify(body)], unknowns: [] }),
  rows: () => [],
});

async function replyOf(members: readonly string[], answer: (path: string) => Said | undefined) {
  node = await gatewayNode(answer);
  return askMembers(context, node.source, members, inquiryOf, { epoch: 7, height: 421 });
}
const members = Array.from({ length: 10 }, (_, index) => `m${index}`);

describe("askMembers", () => {
  it("puts together what each member's answer says, in order and at the pinned height", async () => {
    const reply = await replyOf([...members, "m3"], (path) => (path === "/of/m5" ? NOT_FOUND : says(path)));
    const told = members.filter((member) => member !== "m5").map((member) => `"/of/${member}"`);
    expect(reply).toEqual({ outcome: "told", value: told, height: 421 });
    expect(node.requests).toHaveLength(10);
    expect([...node.heights]).toEqual(["421"]);
  });

  it("can't tell the whole where it can't tell one, and stops there", async () => {
    const reply = await replyOf(members, (path) => (path === "/of/m2" ? BUSY : says(path)));
    expect(reply).toMatchObject({ outcome: "unknown", detail: expect.stringContaining("m2: ") });
    expect(node.requests.filter((path) => /m[5-9]/.test(path))).toEqual([]);
  });

  it("asks a node without the route just once", async () => {
    expect(await replyOf(members, () => undefined)).toMatchObject({ outcome: "unknown" });
    expect(node.requests).toEqual(["/chain-api/of/m0"]);
  });

  it("has an answer about nobody", async () => {
    expect(await replyOf([], () => BUSY)).toEqual({ outcome: "told", value: [], height: 421 });
  });
});
