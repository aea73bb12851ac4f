import { afterEach, describe, expect, it } from "vitest";
import { sourceAt, startServer, type TestServer } from "../../http/testing/server.ts";
import { hasLocalnet, type Localnet, localnetTitle, startLocalnet } from "../../transactions/testing/localnet.ts";
import type { LiveQuestion } from "../pinned.ts";
import { CLOSING_QUESTIONS, EPOCH_QUESTIONS, REGISTRY_QUESTIONS } from "./index.ts";
import { maintenance } from "./maintenance.ts";
import { pocDelegations } from "./poc-delegations.ts";
import { pocSnapshot } from "./poc-snapshot.ts";
import { quickContext, toldRows } from "./testing/gateway-node.ts";

const HOST1 = "gonka1p38ygyljdfnfayc65vh9k6ajj396havtqxmeeh";
const HOST2 = "gonka18hg4gmjhx4za0tpl8ttemsddphs2z8lyqn7x06";

/** What can be asked of it: of host 1 alone its maintenance was recorded, of hosts 1 and 2 their delegations. */
const questionsAt = (pocStartHeight: number): readonly LiveQuestion[] => [
  ...EPOCH_QUESTIONS,
  ...CLOSING_QUESTIONS,
  ...REGISTRY_QUESTIONS,
  pocSnapshot(8, pocStartHeight),
  pocDelegations([HOST1, HOST2]),
  maintenance([HOST1]),
];

const localnets: Localnet[] = [];
const servers: TestServer[] = [];
afterEach(async () => {
  for (const localnet of localnets.splice(0)) localnet.stop();
  for (const server of servers.splice(0)) await server.close();
});

async function replayOf(scene: string): Promise<string> {
  const localnet = await startLocalnet(scene === "" ? undefined : scene);
  localnets.push(localnet);
  return String(localnet.sources[0]?.baseUrl.origin);
}

/**
 * The recorder asked most routes for "now" and without paging, so that the replay has no answer for a height or a page. This passes the
 * request on without both: what comes back is a real answer of the moment that the scene shows.
 */
async function ofItsMoment(base: string): Promise<string> {
  const server = await startServer(async (request, response) => {
    const answer = await fetch(`${base}${(request.url ?? "").replace(/\?pagination\..*$/, "")}`);
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    response.end(await answer.text());
  });
  servers.push(server);
  return server.url;
}

/** What each question came to, by its first topic: rows by table, or "absent", or why it can't be told. */
async function outcomes(url: string, height: number, pocStartHeight: number) {
  const context = quickContext();
  const found: Record<string, string> = {};
  for (const question of questionsAt(pocStartHeight)) {
    const pin = { epoch: 7, height };
    const reply = await question.ask(context, sourceAt(url), pin);
    const said =
      reply.outcome === "told"
        ? Object.entries(toldRows(reply)).map(([name, rows]) => `${name.split(" ").at(-1)} ${rows.length}`)
        : [reply.outcome === "absent" ? "absent" : reply.detail];
    found[question.questions(pin)[0]?.topic ?? ""] = said.join(", ");
  }
  expect(context.notebook.rejections).toBe(0);
  // Neither rejected answers nor fields that nobody knows.
  expect(context.notes).toEqual([]);
  await context.http.close();
  return found;
}

describe.skipIf(!hasLocalnet)(localnetTitle, () => {
  const SCENES = [
    { scene: "", height: 846, pocStart: 800, snapshot: "absent", preserved: "preserved_nodes 0", settled: 0 },
    { scene: "epoch4-h394", height: 394, pocStart: 400, snapshot: "absent", preserved: "preserved_nodes 0", settled: 0 },
    {
      scene: "epoch4-h401",
      height: 401,
      pocStart: 400,
      snapshot: "the snapshot is not filled yet",
      preserved: "preserved_nodes 0",
      settled: 0,
    },
    {
      scene: "epoch4-h411",
      height: 411,
      pocStart: 400,
      snapshot: "poc_snapshots 1, poc_voting_powers 5",
      preserved: "preserved_nodes 0",
      settled: 0,
    },
    {
      scene: "epoch4-h423",
      height: 423,
      pocStart: 400,
      snapshot: "poc_snapshots 1, poc_voting_powers 5",
      preserved: "preserved_nodes 0",
      settled: 3,
    },
    { scene: "epoch4-h426", height: 426, pocStart: 400, snapshot: "absent", preserved: "preserved_nodes 0", settled: 3 },
  ];

  it.each(SCENES)("tells everything in scene '$scene', without a rejected answer", async (given) => {
    const url = await ofItsMoment(await replayOf(given.scene));
    const found = await outcomes(url, given.height, given.pocStart);
    expect(found).toEqual({
      participants: expect.stringMatching(/^participants \d+, participant_stats \d+$/),
      hardware: "hardware 5",
      tokenomics: "tokenomics 1",
      settle_amounts: `settle_amounts ${given.settled}`,
      preserved_nodes: given.preserved,
      model_capacities: "model_capacities 0",
      models: "models 4",
      proposals: "proposals 7",
      upgrade_plan: "upgrade_plans 1",
      poc_snapshot: given.snapshot,
      poc_delegations: "poc_delegations 1",
      maintenance: "maintenance_windows 0",
    });
  });

  it("tells what there was before the first epoch", async () => {
    const found = await outcomes(await ofItsMoment(await replayOf("early")), 23, 3);
    expect(found).toMatchObject({ preserved_nodes: "absent", poc_snapshot: "absent", poc_delegations: "poc_delegations 3" });
  });

  it("can't tell, pinned, what was not recorded for that height or page", async () => {
    const found = await outcomes(await replayOf(""), 421, 400);
    const recorded = Object.entries(found).filter(([, said]) => !said.includes("not recorded"));
    expect(recorded).toEqual([["tokenomics", "tokenomics 1"]]);
  });
});
