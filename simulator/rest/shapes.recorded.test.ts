import { describe, expect, test } from "vitest";
import { z } from "zod";
import { SimulationClock } from "../network/clock.ts";
import { createNetwork } from "../network/network.ts";
import { DEFAULTS, type SimulationOptions } from "../network/options.ts";
import { askedHeight, hasRoute, restAnswer } from "./answer.ts";
import { ROUTES } from "./routes/index.ts";
import { bodyOf, hasRecordings, type Recorded, recordedRest } from "./testing/recordings.ts";
import { differences, emptyShape, look, type Shape } from "./testing/shape.ts";

const options: SimulationOptions = { ...DEFAULTS, hosts: 20, maintenanceEnabled: true, speed: 0 };
const clock = new SimulationClock(options);
const network = createNetwork(options, clock);
const head = clock.height();
const { effective, latest } = network.epochsAt(head);
const stages = network.stagesOf(effective);
const [event] = network.confirmationEvents(effective, head);
const voting = stages.setNewValidators + 100;

/** Moments of an epoch in which something is there that isn't at others. */
const HEIGHTS = [
  20,
  stages.pocStart + 10,
  stages.validationEnd,
  stages.setNewValidators,
  (event?.triggerHeight ?? voting) + 1,
  (event?.triggerHeight ?? voting) + 20,
  network.maintenance(head).map(({ startHeight }) => startHeight - 1)[0] ?? voting,
  network.maintenance(head).map(({ startHeight }) => startHeight)[0] ?? voting,
  head,
];

const hosts = network.hosts(head);
const member = network.rootGroup(effective, head)?.members[0]?.host ?? hosts[0];
const address = member?.address ?? "";
const [agent] = network.accounts();
const withTx = Array.from({ length: 3000 }, (_, back) => head - back).filter(
  (height) => network.plannedTransactions(height).length > 0,
);

/** What is put for the `{}` of a route, several for most. */
function parametersOf(path: string): readonly (readonly string[])[] {
  const each = (values: readonly (string | number)[]) => values.map((value) => [String(value)]);
  if (!path.includes("{}")) return [[]];
  if (path.endsWith("epoch_performance_summary/{}/{}")) return [[String(effective - 1), address]];
  if (/blocks\/\{\}|txs\/block|validatorsets\/\{\}/.test(path)) return each(withTx.slice(0, 40));
  if (/snapshot\/\{\}|commits\/\{\}/.test(path))
    return each([stages.pocStart, network.stagesOf(latest).pocStart, event?.triggerHeight ?? 1]);
  if (path.endsWith("txs/{}"))
    return each(
      withTx
        .slice(0, 40)
        .flatMap((height) => network.transactions(height))
        .map(({ hash }) => hash),
    );
  if (path.includes("devshard_host_epoch_stats"))
    return [effective - 1, effective].flatMap((epoch) => hosts.slice(0, 8).map((host) => [String(epoch), host.address]));
  if (path.includes("devshard_escrow"))
    return each([0, 1, ...network.escrowsOf(effective - 1).map(({ id }) => String(id)), 10 ** 9]);
  if (/epoch_group_data|summary|excluded|poc_events/.test(path))
    return each([0, effective - 7, effective - 1, effective, latest].filter((epoch) => epoch >= 0));
  if (path.includes("proposals/")) return each(network.proposals(head).map(({ id }) => id));
  if (path.includes("gov/v1/params")) return [["tallying"]];
  if (path.includes("applied_plan")) return [["v0.2.15"]];
  if (path.includes("signing_infos")) return each(network.signingInfos(head).map(({ host }) => host.consensusBech32));
  if (path.includes("staking/v1beta1/validators/"))
    return each(network.stakingValidators(head).map(({ host }) => host.operatorAddress));
  return each([...hosts.map((host) => host.address), agent?.address ?? "", ...hosts.slice(0, 2).map(({ warm }) => warm.address)]);
}

function queriesOf(path: string): readonly string[] {
  if (path.endsWith("by_denom")) return ["denom=ngonka", "denom=none"];
  if (path.endsWith("epoch_group_data/{}"))
    return ["", ...network.models(head).map(({ id }) => `model_id=${encodeURIComponent(id)}`)];
  return ["", "pagination.limit=3"];
}

function madeUp(path: string): Shape {
  const shape = emptyShape();
  for (const parameters of parametersOf(path)) {
    let number = 0;
    const url = path.replaceAll("{}", () => parameters[number++] ?? "");
    // Nothing of a transaction changes, and a search is slow.
    for (const height of path.endsWith("txs/{}") ? [head] : HEIGHTS) {
      for (const query of queriesOf(path)) {
        const { status, body } = restAnswer(network, height, url, new URLSearchParams(query));
        if (status === 200) look(shape, JSON.parse(JSON.stringify(body)));
      }
    }
  }
  return shape;
}

const matches = (path: string, { url }: Recorded) =>
  new RegExp(`^${path.replaceAll("{}", "[^/]+")}$`).test(url.split("?")[0] ?? "");

/** Differences that are meant, by the end of their path, with the reason. */
const MEANT: Readonly<Record<string, string>> = {
  ".pagination.next_key": "a page may be the last one or not on both sides; not every list was recorded in both ways",
  ".last_commit.signatures[].signature":
    "every validator of the recorded blocks signed; bytes that are empty are null in this gateway",
  ".poc_params.weight_scale_factor": "null on mainnet, whose params were recorded by another route",
  ".poc_params.model_params": "null on mainnet, whose params were recorded by another route",
  ".poc_params.stat_test": "null on mainnet, whose params were recorded by another route",
  ".params.fee_params": "an object on mainnet, whose params were recorded by another route",
  ".voting_start_time": "no proposal was recorded in its deposit period; the SDK writes an unset time as null",
  ".voting_end_time": "no proposal was recorded in its deposit period; the SDK writes an unset time as null",
  "current_plan.plan": "recorded with a plan only; null without one in the SDK",
  ".active_reservation": "no window was recorded while it was on",
  ".scheduled_reservation": "no window was recorded while it was announced",
  "maintenance_scheduled.reservation": "no window was recorded while it was announced",
  "devshard_escrow.escrow": "every escrow of the recorded chain was pruned by the time; its answer is described, not recorded",
  "participant.participant.current_epoch_stats.confirmationPoCRatio":
    "single participants were recorded before a confirmation PoC; the list has it",
};

/** Routes that no recording has. */
const NEVER_RECORDED = ["cosmos/feegrant/v1beta1/issued/{}", "productscience/inference/inference/settle_amount/{}"];

const recorded = hasRecordings ? recordedRest() : [];
const errorShape = z.object({ code: z.number(), message: z.string(), details: z.array(z.unknown()) });
const nameOf = (path: string) => path.split("/").findLast((segment) => segment !== "{}") ?? path;

/** Recorded errors that the simulation has no state for. */
const OTHER_STATE = [
  // Asked on a node that keeps 100 blocks.
  "staking/v1beta1/validators",
  "inference/get_current_epoch",
  // Of hosts that no epoch of the simulation knows, in the state of another moment.
  "inference/estimate_bitcoin_reward",
  "inference/participants_stats",
  // Epochs that the recorded chain hadn't reached.
  "inference/epoch_group_data/",
  // A route that is there and says in words that it is switched off; the simulation doesn't have it.
  "inference/epoch_group_validations",
];

/** Every recorded error of a route that the simulation has, and of routes that nobody has. */
const CASES = recorded.filter(({ url, status, localnet }) => {
  const path = url.split("?")[0] ?? "";
  if (status === 200 || !localnet || OTHER_STATE.some((route) => path.includes(route))) return false;
  return status === 501 || hasRoute(path);
});

describe.skipIf(!hasRecordings)("shapes of the REST gateway against recorded answers", () => {
  test.each(ROUTES.map(({ path }) => path))("%s", (path) => {
    const answers = recorded.filter((answer) => answer.status === 200 && matches(path, answer));
    if (NEVER_RECORDED.includes(path)) return expect(answers).toEqual([]);
    expect(answers.length).toBeGreaterThan(0);
    const real = emptyShape();
    for (const answer of answers) look(real, bodyOf(answer));
    const found = differences(real, madeUp(path), nameOf(path)).filter((difference) => {
      const place = difference.split(": ")[0] ?? "";
      return !Object.keys(MEANT).some((meant) => place.endsWith(meant));
    });
    expect(found).toEqual([]);
  });

  test.each(CASES)("$status $url", (answer) => {
    const [path = "", query = ""] = answer.url.split("?");
    // Heights to come of the recorded chain lie in the simulation's past.
    const header = Number(answer.heightHeader) > 1000 ? String(head + 1000) : answer.heightHeader;
    const asked = askedHeight(network, head, header);
    const made =
      typeof asked === "number" ? restAnswer(network, answer.early ? 20 : asked, path, new URLSearchParams(query)) : asked;
    const real = errorShape.parse(bodyOf(answer));
    expect({ status: made.status, body: errorShape.parse(made.body) }).toEqual({ status: answer.status, body: real });
  });

  test("epochs and models that aren't there", () => {
    const ask = (path: string) =>
      restAnswer(network, head, `productscience/inference/inference/epoch_group_data/${path}`, new URLSearchParams());
    expect(ask(String(latest + 1))).toMatchObject({ status: 404, body: { code: 5, message: "not found", details: [] } });
    expect(ask("abc")).toMatchObject({ status: 400, body: { code: 3 } });
    const model = new URLSearchParams({ model_id: "no/such" });
    expect(restAnswer(network, head, `productscience/inference/inference/epoch_group_data/${latest}`, model).status).toBe(404);
  });

  test("a shape that is wrong is seen", () => {
    const real = look(emptyShape(), { total: "12", rows: [{ id: "gonka1", weight: null }] });
    const wrong = [
      { total: 12, rows: [] },
      { total: "12", rows: [{ id: "gonka1" }] },
      { total: "12", rows: [{ id: "gonka1", weight: null, more: 1 }] },
      { total: "12", rows: null },
      { total: "1.5", rows: [] },
    ];
    for (const body of wrong) expect(differences(real, look(emptyShape(), body), "it")).not.toEqual([]);
    expect(differences(real, look(emptyShape(), { total: "7", rows: [] }), "it")).toEqual([]);
  });
});
