import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { VALUE_COLUMNS } from "../../indicators/evaluator/published.ts";
import { roadmap } from "../../roadmap/index.ts";
import { getAs } from "../testing/api-client.ts";
import { ago, NEXT_POC, SUPPLY_NGONKA } from "../testing/live-network.ts";
import { CHAIN, EPOCHS_COLLECTED, EXCLUDED, HEAD, MEMBERS, MODELS, NOW, startOf } from "../testing/network.ts";
import { REFUSED, type Served, serveSmallNetwork } from "../testing/served.ts";
import { hostAnswer, hostsAnswer } from "./schemas/hosts.ts";
import { indicatorAnswer, indicatorsAnswer } from "./schemas/indicators.ts";
import { nowAnswer } from "./schemas/live.ts";
import { modelsAnswer } from "./schemas/models.ts";
import { epochsAnswer } from "./schemas/network.ts";
import { roadmapAnswer } from "./schemas/roadmap.ts";
import { seriesAnswer } from "./schemas/series.ts";
import { sourcesAnswer } from "./schemas/sources.ts";
import { trendsAnswer } from "./schemas/trends.ts";

let served: Served;
beforeAll(async () => {
  served = await serveSmallNetwork();
});
afterAll(() => served.close());

const get = <Answer extends Parameters<typeof getAs>[2]>(path: string, answer: Answer) =>
  getAs(served.url, `/api/v1${path}`, answer);
const seriesOf = (id: string, query = "") => get(`/indicators/${id}/series${query}`, seriesAnswer);

describe("roadmap and indicators", () => {
  it("gives the roadmap with the states of what measures it", async () => {
    const answer = await get("/roadmap", roadmapAnswer);
    expect(answer.chain_id).toBe(CHAIN);
    expect([answer.horizons.length, answer.tracks.length, answer.projects.length, answer.metrics.length]).toEqual([3, 12, 32, 9]);
    expect([answer.near_term.length, answer.track_metrics.length]).toEqual([3, 19]);
    const states = new Map(
      answer.projects.flatMap(({ primary, secondary }) =>
        [...primary.indicators, ...secondary.indicators].map(({ id, state }) => [id, state] as const),
      ),
    );
    expect(states.get("rel.host_failure_rate")).toBe("no_data");
    expect(states.get("ret.exclusion_rate")).toBe("provisional");
  });

  it("lists all indicators with their newest number", async () => {
    const { indicators, now } = await get("/indicators", indicatorsAnswer);
    expect(indicators.map(({ id }) => id)).toEqual([...roadmap.indicators, ...roadmap.auxiliary].map(({ id }) => id));
    expect(now).toBe(NOW.toISOString());
    const rate = indicators.find(({ id }) => id === "rel.host_failure_rate");
    expect(rate).toMatchObject({ state: "no_data", state_epoch: 14, method: 1, metric: "M4", part: "spine" });
    expect(rate?.newest).toMatchObject({
      epoch: 11,
      numerator: 155,
      denominator: 1510,
      value: 155 / 1510,
      sources: 3,
      state: "ok",
    });
    expect(rate?.newest?.age_seconds).toBe((NOW.getTime() - Date.parse(startOf(12))) / 1000);
    expect(indicators.filter(({ newest }) => newest).length).toBeGreaterThan(5);
    expect(indicators.find(({ id }) => id === "rel.inference_availability")).toMatchObject({
      newest: null,
      method: null,
      state: "no_data",
    });
  });

  it("filters them", async () => {
    const { indicators } = await get("/indicators?metric=M1&state=provisional&part=spine", indicatorsAnswer);
    expect(indicators.map(({ id }) => id).sort()).toEqual(["cap.hosts_active", "cap.weight_top3_share"]);
  });

  it("gives one with its methods, their SQL, and how its series stands", async () => {
    const answer = await get("/indicators/cap.hosts_active", indicatorAnswer);
    expect(answer.methods).toHaveLength(1);
    expect(answer.methods[0]).toMatchObject({ version: 1, valid_from_epoch: 0, needs: ["members", "exclusions"] });
    expect(answer.methods[0]?.sql).toContain("agreed_members(chain = {chain:String}");
    expect(answer.series).toEqual([
      { axis: "epoch", first: "10", last: "14", buckets: 5, states: { no_data: 1, ok: 3, provisional: 1 }, breaks: [] },
      {
        axis: "day",
        first: "2026-05-01",
        last: "2026-05-05",
        buckets: 5,
        states: { no_data: 1, ok: 3, provisional: 1 },
        breaks: [],
      },
    ]);
    expect(answer.methods[0]?.picks).toBeNull();
    const without = await get("/indicators/cap.h100e_rank_deai", indicatorAnswer);
    expect(without.methods).toEqual([]);
    expect(without.series[0]).toMatchObject({ first: "10", last: "14", states: { needs_entry: 5 } });
    expect(without.horizon_lines[0]).toMatchObject({ horizon: "H1", target: { kind: "rank", value: 1 } });
  });
});

describe("series", () => {
  it("has a point for every epoch, the gap with its state and no number", async () => {
    const { points, next, unit, breaks } = await seriesOf("cap.hosts_active");
    expect([next, unit, breaks]).toEqual([null, "hosts", []]);
    expect(points.map(({ epoch, value, state }) => [epoch, value, state])).toEqual([
      [10, 3, "ok"],
      [11, 3, "ok"],
      [12, null, "no_data"],
      [13, 3, "ok"],
      [14, 2, "provisional"],
    ]);
    expect(points[2]).toMatchObject({ numerator: null, samples: null, sources: null, starts_at: null, labels: {}, method: 1 });
    // Source c lied about the members of epoch 11: two agree.
    expect(points[1]).toMatchObject({ sources: 2, starts_at: "2026-05-02T06:00:00.000000000Z" });
  });

  it("goes by UTC days too", async () => {
    const { points } = await seriesOf("cap.hosts_active", "?axis=day&from=2026-05-03&to=2026-05-04");
    expect(points.map(({ day, epoch, value, state }) => [day, epoch, value, state])).toEqual([
      ["2026-05-03", undefined, null, "no_data"],
      ["2026-05-04", undefined, 3, "ok"],
    ]);
    expect(points[1]).toMatchObject({ starts_at: "2026-05-04T00:00:00Z", ends_at: "2026-05-05T00:00:00Z" });
  });

  it("has every bucket of an indicator that nothing computes, with its state and no method", async () => {
    const all = await seriesOf("rel.inference_availability");
    expect(all.points.map(({ epoch }) => epoch)).toEqual([10, 11, 12, 13, 14]);
    expect(new Set(all.points.map(({ method, value, state }) => `${method} ${value} ${state}`))).toEqual(
      new Set(["null null no_data"]),
    );
    const days = await seriesOf("cap.h100e_rank_deai", "?axis=day&limit=2&from=2026-05-02");
    expect(days.points.map(({ day, state }) => [day, state])).toEqual([
      ["2026-05-02", "needs_entry"],
      ["2026-05-03", "needs_entry"],
    ]);
    expect(days.next).not.toBeNull();
  });

  it.each(["cap.hosts_active", "rel.host_failure_rate", "mdl.hosts_per_model", "rel.inference_availability"])(
    "page by page %s gives the same points as at once",
    async (id) => {
      const whole = await seriesOf(id, "?labels=all&from=10&to=14");
      const paged = [];
      let path: string | null = `/api/v1/indicators/${id}/series?labels=all&from=10&to=14&limit=2`;
      while (path !== null) {
        const page: z.infer<typeof seriesAnswer> = await getAs(served.url, path, seriesAnswer);
        expect(page.points.length).toBeLessThanOrEqual(2);
        paged.push(...page.points);
        path = page.next;
      }
      expect(paged).toEqual(whole.points);
      expect(paged.length).toBeGreaterThanOrEqual(5);
    },
  );

  it("gives label rows only when asked", async () => {
    const { points } = await seriesOf("rel.host_failure_rate", "?labels=all&from=11&to=11");
    expect(points.map(({ labels, value }) => [labels["address"], value])).toEqual([
      [undefined, 155 / 1510],
      ["gonka1one", 105 / 1000],
      ["gonka1outsider", 0],
      ["gonka1three", null],
      ["gonka1two", 50 / 500],
    ]);
    expect((await seriesOf("rel.host_failure_rate", "?from=11&to=11")).points).toHaveLength(1);
  });

  it("leaves out what a method published where it does not hold", async () => {
    const row = [CHAIN, "cap.hosts_active", 9, "epoch", 14, "{}", 77, null, null, null, null, "ok", "", 3, false];
    const [first, ...rest] = VALUE_COLUMNS;
    await served.store.client.insert({
      table: "indicator_values",
      columns: [first, ...rest],
      values: [[...row, new Date().toISOString().replace("T", " ").replace("Z", "")]],
      format: "JSONCompactEachRow",
    });
    await served.exporter.refresh();
    const { points } = await seriesOf("cap.hosts_active", "?from=14");
    expect(points.map(({ method, value }) => [method, value])).toEqual([[1, 2]]);
    const { indicator, series } = await get("/indicators/cap.hosts_active", indicatorAnswer);
    expect(indicator.newest?.value).toBe(2);
    expect(series[0]?.buckets).toBe(5);
  });
});

describe("trends", () => {
  it("have the same numbers and gaps as the series, of all indicators at once", async () => {
    const { first, last, trends } = await get("/trends", trendsAnswer);
    expect([first, last]).toEqual([10, 14]);
    const { indicators } = await get("/indicators", indicatorsAnswer);
    expect(trends.map(({ indicator }) => indicator)).toEqual(
      indicators
        .filter(({ newest }) => newest)
        .map(({ id }) => id)
        .sort(),
    );
    for (const id of ["cap.hosts_active", "rel.host_failure_rate"]) {
      const { points } = await seriesOf(id);
      expect(trends.find(({ indicator }) => indicator === id)).toEqual({
        indicator: id,
        values: points.map(({ value }) => value),
        breaks: [],
      });
    }
  });
});

describe("hosts, models, epochs", () => {
  it("lists the members of the newest agreed epoch, page by page", async () => {
    const first = await get("/hosts?limit=3", hostsAnswer);
    expect(first).toMatchObject({ epoch: 14, results_epoch: 11, total: 4, total_weight: "1000" });
    expect(first.hosts[0]).toMatchObject({
      address: "gonka1one",
      rank: 1,
      weight: "600",
      share: 0.6,
      excluded: false,
      miss_ratio: 0.1,
    });
    expect(first.hosts[2]).toMatchObject({
      address: EXCLUDED.address,
      excluded: true,
      exclusions: [{ reason: EXCLUDED.reason, height: EXCLUDED.height }],
      miss_ratio: null,
    });
    const second = await getAs(served.url, first.next ?? "", hostsAnswer);
    expect(second.hosts.map(({ address }) => address)).toEqual(["gonka1four"]);
    expect(second.next).toBeNull();
  });

  it("follows one host through the epochs", async () => {
    const { epochs } = await get("/hosts/gonka1two", hostAnswer);
    expect(epochs.map(({ epoch }) => epoch)).toEqual(EPOCHS_COLLECTED.toReversed());
    expect(epochs[0]).toMatchObject({ member: { weight: "300" }, excluded: false, results: null, miss_ratio: null });
    expect(epochs[2]).toMatchObject({ epoch: 11, results: { inference_count: "450", missed_requests: "50" }, miss_ratio: 0.1 });
    const page = await get("/hosts/gonka1two?limit=1", hostAnswer);
    expect((await getAs(served.url, page.next ?? "", hostAnswer)).epochs).toEqual([epochs[1]]);
  });

  it("knows a host that has results and was no member", async () => {
    const { epochs } = await get("/hosts/gonka1outsider", hostAnswer);
    expect(epochs.map(({ epoch, member, excluded, miss_ratio }) => [epoch, member, excluded, miss_ratio])).toEqual([
      [11, null, null, 0],
      [10, null, null, 0],
    ]);
  });

  it("tells a lost model group from an empty one", async () => {
    const { epoch, models } = await get("/models", modelsAnswer);
    expect(epoch).toBe(14);
    expect(models).toEqual([
      {
        model_id: MODELS[0],
        verdict: "agreed",
        hosts: 3,
        nodes: 6,
        weight: "1000",
        vote_margin: { epoch: 14, margin: 700 / 3000 },
      },
      { model_id: MODELS[1], verdict: "lost", hosts: null, nodes: null, weight: null, vote_margin: null },
    ]);
  });

  it("lists epochs with what the sources agree on, and the gap", async () => {
    const { epochs, next } = await get("/epochs", epochsAnswer);
    expect(next).toBeNull();
    expect(epochs.map(({ epoch, known, running, members }) => [epoch, known, running, members])).toEqual([
      [14, true, true, MEMBERS.length],
      [13, true, false, MEMBERS.length],
      [12, false, null, null],
      [11, true, false, MEMBERS.length],
      [10, true, false, MEMBERS.length],
    ]);
    expect(epochs[0]).toMatchObject({ effective_height: 1400, last_height: null, ends_at: null, total_weight: "1000" });
    const verdicts = (index: number) =>
      Object.fromEntries(epochs[index]?.questions.map(({ topic, subject, verdict }) => [topic + subject, verdict]) ?? []);
    expect(verdicts(0)).toMatchObject({ epoch_group: "agreed", epoch_results: "absent", [`model_group${MODELS[1]}`]: "lost" });
    expect(verdicts(1)).toMatchObject({ epoch_results: "disputed" });
    expect(verdicts(2)).toEqual({});
    const page = await get("/epochs?to=13&limit=2", epochsAnswer);
    expect(page.epochs).toEqual(epochs.slice(1, 3));
    expect((await getAs(served.url, page.next ?? "", epochsAnswer)).epochs).toEqual(epochs.slice(3));
  });
});

describe("now", () => {
  it("tells head, halt and the epoch clock, estimates with what they rest on", async () => {
    const answer = await get("/now", nowAnswer);
    expect(answer).toMatchObject({ chain_id: CHAIN, simulated: false, now: NOW.toISOString() });
    expect(answer.head).toEqual({
      ...{ verdict: "agreed", height: HEAD.height, time: "2026-05-05T17:59:52.000000000Z", age_seconds: 8, agreeing: 3, odd: [] },
    });
    expect(answer.halt).toEqual({ halted: false, height: null, block_time: null, seen_at: null, sources: [] });
    const { events, ...epoch } = answer.epoch;
    // Source a told 100 blocks in the 600 seconds before the head.
    const block_time = { seconds: 6, basis: "the last 100 blocks that a told" };
    const left = { phase_blocks_left: 30, blocks_left: 30 };
    expect(epoch).toEqual({ verdict: "agreed", effective: 14, latest: 14, phase: "inference", ...left, block_time });
    expect(events.map(({ name, height, blocks_left }) => [name, height, blocks_left])).toEqual([
      ["poc_start", 1380, -70],
      ["poc_validation_start", 1387, -63],
      ["settlement", 1395, -55],
      ["epoch_effective", 1400, -50],
      ["next_poc_start", NEXT_POC, 30],
    ]);
    const afterHead = new Date(Date.parse(HEAD.time) + 30 * 6000).toISOString();
    expect(events.map(({ estimated_at }) => estimated_at)).toEqual([null, null, null, null, afterHead]);
  });

  it("tells hosts, models, coins, sources and collectors", async () => {
    const { hosts, models, coins, sources, collectors, facts } = await get("/now", nowAnswer);
    expect(hosts).toMatchObject({ epoch: 14, probed: true, states: { up: 1, down: 0, unknown: 1, maintenance: 0 } });
    expect(hosts.rounds.map(({ vantage, observed_at }) => [vantage, observed_at])).toEqual([
      ["fra", ago(60)],
      ["sin", ago(30)],
    ]);
    expect(models[0]).toMatchObject({ model_id: MODELS[0], vote_margin: { epoch: 14, margin: 700 / 3000 } });
    expect(coins).toEqual({ supply_ngonka: String(SUPPLY_NGONKA), community_pool_ngonka: "1500000000" });
    expect(sources.map(({ source, health, lag_blocks, network }) => [source, health, lag_blocks, network])).toEqual([
      ["a", "answers", 0, null],
      ["b", "answers", 0, null],
      ["c", "cant_tell", null, null],
      ["z", "refused", null, REFUSED.network],
    ]);
    expect(collectors).toMatchObject([{ collector: "heads", last_outcome: "done" }]);
    expect(facts).toContainEqual({ topic: "participants", epoch: 14, verdict: "agreed" });
  });

  it("tells of each host how it is seen, what it says, and what the chain holds of it", async () => {
    const { hosts } = await get("/hosts", hostsAnswer);
    const [one, two, three, four] = hosts.map(({ now }) => now);
    expect(one).toMatchObject({
      agreement: { state: "up", agreeing: 2, told: 2, vantages: 2 },
      report: { api_version: "v0.2.15-post5", identity: "verified", bridge_block: 25_000_000, mlnodes: [{}, {}] },
      ...{ status: "ACTIVE", url_host: "203.0.113.17:8000", joined_at: "2026-02-02T02:40:00.000Z", epochs_completed: 5 },
      ...{ confirmation_ratio: 0.98, moniker: "One GPU", jailed: false, jailed_until: null },
    });
    expect(one?.sights).toEqual([
      { vantage: "fra", state: "up", reason: "", probed_at: ago(60), since: ago(60), seconds: 0.12 },
      { vantage: "sin", state: "up", reason: "", probed_at: ago(30), since: ago(30), seconds: 0.12 },
    ]);
    expect(two).toMatchObject({
      agreement: { state: "unknown", agreeing: 0, told: 2, vantages: 2 },
      report: { mlnodes: null, identity: "wrong" },
      ...{ url_host: "two.example", jailed: true, jailed_until: "2026-05-05T19:00:00.000Z" },
    });
    expect(three).toMatchObject({
      agreement: { state: "down" },
      url_host: null,
      moniker: null,
      jailed: null,
      confirmation_ratio: null,
    });
    expect(four).toMatchObject({ agreement: { state: "unknown", vantages: 0 }, sights: [], report: null, status: null });
    expect((await get("/hosts/gonka1two", hostAnswer)).now).toEqual(two);
    expect(JSON.stringify(hosts)).not.toMatch(/secret|password|script/);
  });
});

describe("sources", () => {
  it("tells those of another chain, and how each answers now", async () => {
    const { refused, sources } = await get("/sources", sourcesAnswer);
    expect(refused).toEqual([REFUSED]);
    expect(sources.find(({ source }) => source === "b")?.now).toEqual({
      ...{ health: "answers", polled_at: ago(7), detail: "", height: HEAD.height, lag_blocks: 0 },
    });
  });

  it("names who lied, and in which question", async () => {
    const { sources, head, clock, questions, complete_from } = await get("/sources", sourcesAnswer);
    // Epoch 12 was never collected, the results of 13 are disputed.
    expect(complete_from).toContainEqual({ series: "epoch_group", from_epoch: 13, to_epoch: 14 });
    expect(complete_from).toContainEqual({ series: "epoch_results", from_epoch: 10, to_epoch: 11 });
    expect(head).toMatchObject({ verdict: "agreed", height: HEAD.height, age_seconds: 8, odd: [] });
    expect(clock).toMatchObject({ verdict: "agreed", effective_epoch: 14 });
    expect(questions).toMatchObject({ disputed: 1, lost: 1, absent: 1 });
    const [a, b, c] = sources;
    expect([a?.source, b?.source, c?.source]).toEqual(["a", "b", "c"]);
    expect(c).toMatchObject({ outvoted: 1, disputed: 0 });
    expect(c?.odd_questions).toMatchObject([
      { kind: "outvoted", question: { topic: "epoch_group", epoch: 11, agreeing: ["a", "b"], odd: ["c"] } },
    ]);
    expect(a?.odd_questions).toMatchObject([{ kind: "disputed", question: { topic: "epoch_results", epoch: 13 } }]);
  });

  it("tells success from what could not be told, and nothing of requests never noted", async () => {
    const [a, b] = (await get("/sources", sourcesAnswer)).sources;
    expect(a).toMatchObject({ success_ratio: 0.75, last_request_at: "2026-05-05T17:59:58.000Z" });
    expect(a?.requests.map(({ outcome, requests }) => [outcome, requests])).toEqual([
      ["answered", 30],
      ["timeout", 10],
    ]);
    expect(b).toMatchObject({ success_ratio: null, last_request_at: null, requests: [] });
  });
});
