import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STILL } from "../comet/testing/serve.ts";
import { hasRecordings, recordedTitle, recordings } from "../http/testing/recorded.ts";
import { differences, shapeOf } from "../http/testing/shape.ts";
import { type Simulation, startSimulation } from "../server.ts";

let simulation: Simulation;

beforeAll(async () => {
  simulation = await startSimulation({ ...STILL, hosts: 12 }, { basePort: null, truth: null });
});

afterAll(() => simulation.close());

/** Recorded paths of each route, and those that the simulation is asked with. */
const ROUTES: readonly {
  readonly recorded: RegExp;
  readonly made: () => readonly string[];
  readonly allowed: readonly string[];
}[] = [
  { recorded: /^\/v1\/status$/, made: () => ["/v1/status"], allowed: [] },
  { recorded: /^\/v1\/identity$/, made: () => ["/v1/identity"], allowed: [] },
  { recorded: /^\/v1\/versions$/, made: () => ["/v1/versions"], allowed: [] },
  {
    recorded: /^\/v1\/epochs\/latest$/,
    made: () => ["/v1/epochs/latest"],
    allowed: [
      // The exchange lasts no block on mainnet, and the service leaves zeros out.
      "$.epoch_params.poc_exchange_duration: recorded only",
      // Recorded while a confirmation PoC was on.
      "$.active_confirmation_poc_event: recorded only",
    ],
  },
  {
    recorded: /^\/v1\/epochs\/(\d+|current)\/participants$/,
    made: () => ["/v1/epochs/current/participants", ...[3, 7, 9].map((epoch) => `/v1/epochs/${epoch}/participants`)],
    allowed: ["$.block.last_commit.signatures[].signature: null, recorded string"],
  },
  { recorded: /^\/v1\/participants$/, made: () => ["/v1/participants"], allowed: [] },
  {
    recorded: /^\/v1\/participants\/gonka1/,
    made: () => simulation.network.hosts(simulation.clock.height()).map(({ address }) => `/v1/participants/${address}`),
    allowed: [],
  },
  { recorded: /^\/v1\/models$/, made: () => ["/v1/models"], allowed: [] },
  { recorded: /^\/v1\/bridge\/status$/, made: () => ["/v1/bridge/status"], allowed: [] },
  {
    recorded: /^\/v1\/bridge\/block\/latest\?chain=ethereum$/,
    made: () => ["/v1/bridge/block/latest?chain=ethereum"],
    // The recorded hosts had no bridge: they never knew a block.
    allowed: ["$.blockNumber: made up"],
  },
];

const known = hasRecordings ? recordings("v1") : [];
const SAME_ERRORS = [
  "/v1/nosuch",
  "/v1/epochs/3",
  "/v1/epochs/current",
  "/v1/epochs/0/participants",
  "/v1/epochs/abc/participants",
  "/v1/epochs/53/participants",
  "/v1/bridge/block/latest",
];

describe.skipIf(!hasRecordings)(recordedTitle, () => {
  it.each(ROUTES)("$recorded has the recorded keys and types", async ({ recorded, made, allowed }) => {
    const answers = known.filter(({ url, status }) => status === 200 && recorded.test(url));
    expect(answers.length).toBeGreaterThan(0);
    const bodies = await Promise.all(made().map(async (path) => (await fetch(`${simulation.sources[0]}${path}`)).json()));
    const found = differences(shapeOf(answers.map(({ body }) => JSON.parse(body))), shapeOf(bodies), "$");
    expect(found.filter((difference) => !allowed.includes(difference))).toEqual([]);
  });

  it.each(SAME_ERRORS)("%s fails with the recorded words", async (path) => {
    const recorded = known.find(({ url }) => url === path);
    const response = await fetch(`${simulation.sources[0]}${path}`);
    const made = { status: response.status, type: response.headers.get("content-type"), body: await response.text() };
    expect(made).toEqual({ status: recorded?.status, type: recorded?.contentType, body: recorded?.body });
  });
});
