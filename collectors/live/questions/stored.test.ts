import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { type TestStore, temporaryStore } from "../../../storage/testing/store.ts";
import { AnswerLog } from "../../../storage/write/answer-log.ts";
import { collectPinned } from "../pinned.ts";
import { hardware } from "./hardware.ts";
import { gatewayNode, quickContext, says } from "./testing/gateway-node.ts";

const PIN = { epoch: 7, height: 421 };

let store: TestStore;
beforeAll(async () => {
  store = await temporaryStore("questions");
});
afterAll(() => store.remove());

const nodesOf = (...ids: string[]) =>
  says({
    nodes: [
      {
        participant: "a",
        hardware_nodes: ids.map((local_id) => ({
          local_id,
          status: "POC",
          models: [],
          hardware: [],
          host: "",
          port: "",
          version: "",
        })),
      },
    ],
  });

/** What of the nodes' answers is stored, and what each of them came to. */
async function stored(chain: string, ...answers: ReturnType<typeof says>[]) {
  const nodes = await Promise.all(answers.map((answer) => gatewayNode(() => answer)));
  const log = await AnswerLog.open(store.client, chain, [PIN.epoch]);
  const context = quickContext();
  const sources = nodes.map(({ source }) => source);
  await collectPinned(context, log, sources, PIN, false, [hardware]);
  await log.flush();
  const rows = await store.client.query({
    query: "SELECT local_id FROM hardware WHERE chain_id = {chain:String} ORDER BY local_id",
    query_params: { chain },
    format: "JSONEachRow",
  });
  await Promise.all(nodes.map((node) => node.close()));
  await context.http.close();
  return {
    ids: z
      .array(z.object({ local_id: z.string() }))
      .parse(await rows.json())
      .map(({ local_id }) => local_id),
    outcomes: sources.map(({ name }) => log.last({ topic: "hardware", epoch: PIN.epoch, subject: "" }, name)?.outcome),
  };
}

it("stores whatever text a host wrote, as it wrote it", async () => {
  const odd = ["a\u0000b", "🙂", "q\"\\'\n\t\u2028", "\uffff", " "];
  expect((await stored("odd", nodesOf(...odd))).ids.sort()).toEqual(odd.sort());
});

it("a node whose text is no Unicode can't tell, and costs the others nothing", async () => {
  expect(await stored("lie", nodesOf("n\ud800"), nodesOf("n1"), nodesOf("n1"))).toEqual({
    ids: ["n1"],
    outcomes: ["unknown", "told", "told"],
  });
});
