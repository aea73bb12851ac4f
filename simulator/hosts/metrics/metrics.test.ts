import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasRecordings, recordedTitle, recordings } from "../../http/testing/recorded.ts";
import type { Network } from "../../network/network.ts";
import type { Escrow, Inference } from "../../network/sessions-types.ts";
import type { Host } from "../../network/types.ts";
import type { Simulation } from "../../server.ts";
import { get, moveTo, startStill, VERSION } from "../devshard/testing/served.ts";
import { tellingNodes, tellsOfMlNodes } from "./mlnodes.ts";
import { type ParsedFamily, parsed } from "./testing/parsed.ts";

let simulation: Simulation;
let network: Network;

beforeAll(async () => {
  simulation = await startStill();
  network = simulation.network;
});

afterAll(() => simulation.close());

interface Scrape {
  readonly startSeconds: number;
  readonly prompt: number;
  readonly completion: number;
  readonly executions: number;
}

const upHosts = () => network.hosts(simulation.clock.height()).filter((host) => network.isHostUp(host, simulation.clock.now()));

const samplesOf = (families: readonly ParsedFamily[], name: string) =>
  families.flatMap(({ samples }) => samples).filter((sample) => sample.name === name);

const onlyValue = (families: readonly ParsedFamily[], name: string) => samplesOf(families, name)[0]?.value ?? Number.NaN;

async function scrape(host: Host): Promise<Scrape> {
  const families = parsed((await get(host, `/devshard/${VERSION}/metrics`)).body);
  const of = (suffix: string, kind: string) =>
    samplesOf(families, `devshard_mlnode_tokens_${suffix}`).find(({ labels }) => labels["kind"] === kind)?.value ?? 0;
  const executions = of("count", "prompt");
  expect(of("count", "completion")).toBe(executions);
  const startSeconds = onlyValue(families, "process_start_time_seconds");
  return { startSeconds, prompt: of("sum", "prompt"), completion: of("sum", "completion"), executions };
}

/** What one host's counters grew by between two scrapes, as any reader of counters has to see it. */
function increase(before: Scrape, after: Scrape): readonly [number, number, number] {
  const from = before.startSeconds === after.startSeconds ? before : { prompt: 0, completion: 0, executions: 0 };
  return [after.prompt - from.prompt, after.completion - from.completion, after.executions - from.executions];
}

const inferencesOf = (escrows: readonly Escrow[]): readonly Inference[] =>
  escrows.flatMap((escrow) => network.session(escrow).inferences);

describe("the counters of devshardd", () => {
  it("grow by just what was executed in an epoch's sessions, restarts in between", async () => {
    const { latest } = network.epochsAt(simulation.clock.height());
    const hosts = upHosts();
    const before = new Map(await Promise.all(hosts.map(async (host) => [host, await scrape(host)] as const)));
    const grown = [0, 0, 0];
    let restarts = 0;
    const ends = [latest, latest + 1, latest + 2].map((epoch) => network.stagesOf(epoch).nextPocStart);
    for (const end of ends) {
      moveTo(simulation, network.timeOf(end));
      for (const host of hosts) {
        const after = await scrape(host);
        const old = before.get(host);
        if (old === undefined) throw new Error("never scraped");
        if (old.startSeconds !== after.startSeconds) restarts += 1;
        increase(old, after).forEach((more, at) => {
          grown[at] = (grown[at] ?? 0) + more;
        });
        before.set(host, after);
      }
    }
    const scraped = new Set(hosts.map(({ address }) => address));
    const worked = inferencesOf([latest, latest + 1, latest + 2].flatMap((epoch) => network.escrowsOf(epoch)))
      .filter(({ executor }) => scraped.has(executor))
      .flatMap(({ work }) => (work === null ? [] : [work]));
    expect(worked.length).toBeGreaterThan(100);
    expect(grown).toEqual([
      worked.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
      worked.reduce((sum, { completionTokens }) => sum + completionTokens, 0),
      worked.length,
    ]);
    // A third of the hosts at each of the two PoCs in between.
    expect(restarts).toBeGreaterThanOrEqual(hosts.length / 2);
  });

  it("count more than the sessions' finishes: also answers that lost a race", async () => {
    const { latest } = network.epochsAt(simulation.clock.height());
    const inferences = inferencesOf(network.escrowsOf(latest - 1));
    const lost = inferences.filter(({ work, finishedAtMs }) => work !== null && finishedAtMs === null);
    expect(lost.length).toBeGreaterThan(0);
  });

  it("are those of one version: another one's has counted nothing", async () => {
    const [host] = upHosts();
    if (host === undefined) throw new Error("no host is up");
    const families = parsed((await get(host, "/devshard/v3/metrics")).body);
    expect(families.map(({ name }) => name)).not.toContain("devshard_mlnode_tokens");
    expect(onlyValue(families, "process_start_time_seconds")).toBeGreaterThan(1_700_000_000);
    expect((await get(host, "/devshard/v0/metrics")).status).toBe(404);
  });
});

describe("the ML nodes' metrics", () => {
  const tokens = async (host: Host) => {
    const families = parsed((await get(host, "/v1/mlnodes/metrics")).body);
    return {
      prompt: samplesOf(families, "vllm:prompt_tokens_total"),
      completion: samplesOf(families, "vllm:generation_tokens_total"),
    };
  };

  it("are missing on some hosts, and some nodes of others", async () => {
    const hosts = upHosts();
    const statuses = await Promise.all(hosts.map(async (host) => (await get(host, "/v1/mlnodes/metrics")).status));
    expect(statuses).toEqual(hosts.map((host) => (tellsOfMlNodes(network, host) ? 200 : 404)));
    expect(new Set(statuses)).toEqual(new Set([200, 404]));
  });

  it("count the epoch's work on each node, and start anew at the next PoC", async () => {
    const { latest } = network.epochsAt(simulation.clock.height());
    const { nextPocStart } = network.stagesOf(latest);
    moveTo(simulation, network.timeOf(nextPocStart));
    const host = upHosts().find((one) => network.escrowsOf(latest).some(({ slots }) => slots.includes(one.address)));
    if (host === undefined || host.index > 2) throw new Error("the first host has no slot");
    const { prompt } = await tokens(host);
    const own = inferencesOf(network.escrowsOf(latest)).filter(({ executor }) => executor === host.address);
    const executed = own.reduce((sum, { work }) => sum + (work?.promptTokens ?? 0), 0);
    const validated = network
      .escrowsOf(latest)
      .flatMap((escrow) =>
        network
          .session(escrow)
          .inferences.flatMap(({ validations, promptTokens }) =>
            validations.flatMap(({ slot }) => (escrow.slots[slot] === host.address ? [promptTokens ?? 0] : [])),
          ),
      )
      .reduce((sum, more) => sum + more, 0);
    expect(executed).toBeGreaterThan(0);
    expect(prompt.reduce((sum, { value }) => sum + value, 0)).toBe(executed + validated);
    moveTo(simulation, network.timeOf(network.stagesOf(latest + 1).validationEnd));
    const { prompt: anew, completion } = await tokens(host);
    expect(anew.map(({ value }) => value)).toEqual(anew.map(() => 0));
    expect(completion.map(({ labels }) => labels["node_id"])).toEqual(
      tellingNodes(network, host, simulation.clock.height()).map(({ id }) => id),
    );
  });
});

/** By family: its type, its help, and the names of its samples with those of their labels. */
function labelsOf(families: readonly ParsedFamily[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { name, help, type, samples } of families) {
    const known = found.get(name) ?? new Set([`${type} ${help}`]);
    found.set(name, known);
    for (const sample of samples) known.add(`${sample.name}{${Object.keys(sample.labels).join()}}`);
  }
  return found;
}

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  it("of devshardd name the same families and labels", async () => {
    const [escrow] = network.escrowsOf(network.epochsAt(simulation.clock.height()).latest);
    if (escrow === undefined) throw new Error("no session");
    const { startMs, diffs } = network.session(escrow);
    moveTo(simulation, Math.floor((startMs + (diffs.at(-1)?.ms ?? 0)) / 2));
    const known = recordings("metrics").filter(({ url }) => url.startsWith("/devshard/"));
    const recorded = labelsOf(known.flatMap(({ body }) => parsed(body)));
    const answers = await Promise.all(upHosts().map((host) => get(host, `/devshard/${VERSION}/metrics`)));
    const made = labelsOf(answers.flatMap(({ body }) => parsed(body)));
    for (const [name, said] of made) expect(said, name).toEqual(recorded.get(name));
    const missing = [...recorded.keys()].filter((name) => !made.has(name) && !name.startsWith("go_")).sort();
    // Counters of questions that nobody asks a simulated host, or that its failures don't make.
    expect(missing).toEqual(["devshard_payload_request_total", "devshardd_request_errors_total"]);
    expect(answers[0]?.type).toBe(known[0]?.contentType);
  });

  it("of ML nodes name the same families and labels", async () => {
    const known = recordings("v1").filter(
      ({ url, contentType, body }) =>
        url === "/v1/mlnodes/metrics" && contentType.startsWith("text/plain") && body.startsWith("#"),
    );
    const recorded = labelsOf(known.flatMap(({ body }) => parsed(body)));
    const [host] = upHosts().filter((one) => tellsOfMlNodes(network, one));
    if (host === undefined) throw new Error("no host tells");
    const { type, body } = await get(host, "/v1/mlnodes/metrics");
    const made = labelsOf(parsed(body));
    // The recorded mock had neither a queue nor a cache.
    const more = ["vllm:kv_cache_usage_perc", "vllm:num_requests_waiting"];
    expect([...made].filter(([name]) => !more.includes(name))).toEqual([...recorded]);
    expect(type).toBe(known[0]?.contentType);
  });
});
