import { type DataFrame, dateTime, type TimeRange } from "@grafana/data";
import { describe, expect, it } from "vitest";
import type { Epoch, Host, HostEpoch, Model, Roadmap, Source } from "../../client/types.ts";
import { detail, indicator, methodBreak, newestValue, point, series, startOf } from "../../testing/answers.ts";
import { madeClient } from "../../testing/made-client.ts";
import { answer } from "../answer.ts";
import { DEFAULT_QUERY, type KpiQuery } from "../query.ts";

const [from, to] = [dateTime(startOf(0)), dateTime(startOf(20))];
const RANGE: TimeRange = { from, to, raw: { from, to } };
const ask = (answers: Readonly<Record<string, object>>, query: Partial<KpiQuery>, simulated = false, range = RANGE) =>
  answer(madeClient(answers), { ...DEFAULT_QUERY, refId: "A", ...query }, range, simulated);
const column = (frame: DataFrame | undefined, name: string): unknown[] | undefined =>
  frame?.fields.find((field) => field.name === name)?.values;
const about = (more: object) => ({ chain_id: "c", now: "2026-11-21T12:00:00Z", ...more });
const iso = (epoch: number) => new Date(startOf(epoch)).toISOString();

const PROJECT = [{ id: "T1P1", role: "primary" as const }];

describe("the roadmap", () => {
  const measured = indicator({ id: "use.tokens_day", metric: "M3", unit: "tokens/day", newest: newestValue(50e9) });
  const stale = indicator({ id: "cap.gpus", metric: "M1", state: "source_lost", newest: newestValue(7), projects: PROJECT });
  const zero = indicator({ id: "mnt.penalties", metric: "M1", unit: "count", newest: newestValue(0) });
  const INDICATORS = {
    "/indicators": about({ indicators: [measured, stale, zero, indicator({ id: "aux.x", kind: "auxiliary" })] }),
  };

  it("is a row for each of its indicators; null is no number, whatever there was before, and a true 0 is 0", async () => {
    const [frame] = await ask(INDICATORS, { kind: "roadmap" });
    expect(column(frame, "indicator")).toEqual(["use.tokens_day", "cap.gpus", "mnt.penalties"]);
    expect(column(frame, "value")).toEqual([50e9, null, 0]);
    expect(column(frame, "coverage")).toEqual([0.9, null, 0.9]);
    expect(column(frame, "reading")).toEqual(["50 B tokens/day", "–", "0"]);
    expect(column(frame, "state")).toEqual(["ok", "source_lost", "ok"]);
    expect(column(frame, "last value")).toEqual([50e9, 7, 0]);
  });

  it("can be of one metric or project", async () => {
    expect(column((await ask(INDICATORS, { kind: "roadmap", metric: "M3" }))[0], "indicator")).toEqual(["use.tokens_day"]);
    expect(column((await ask(INDICATORS, { kind: "roadmap", project: "T1P1" }))[0], "indicator")).toEqual(["cap.gpus"]);
  });

  it("compares a value with a line's words only where both are amounts of the same unit", async () => {
    const tokens = [{ id: "use.tokens_day", state: "ok" as const }];
    const order = { kind: "order" as const, low: 100e9, unit: "tokens/day", note: "" };
    const lines = [
      { text: "hundreds of billions", target: order, indicators: tokens },
      { text: "first", target: { kind: "rank" as const, value: 1 }, indicators: tokens },
      {
        text: "GPUs",
        target: { ...order, unit: "H100e" },
        indicators: [...tokens, { id: "cap.gpus", state: "source_lost" as const }],
      },
    ];
    const answers = { ...INDICATORS, "/roadmap": roadmap({ horizons: [{ id: "H2", name: "Horizon 2", goal: "", lines }] }) };
    const [frame] = await ask(answers, { kind: "roadmap", rows: "horizons" });
    expect(column(frame, "reached")).toEqual([0.5, null, null, null]);
    expect(column(frame, "target from")).toEqual([100e9, null, null, null]);
  });

  it("shows of a project its first PRIMARY indicator that has a number, and how many have one", async () => {
    const primary = [
      { id: "cap.gpus", state: "source_lost" as const },
      { id: "use.tokens_day", state: "ok" as const },
    ];
    const [frame] = await ask({ ...INDICATORS, "/roadmap": roadmap({}, primary) }, { kind: "roadmap", rows: "projects" });
    expect(column(frame, "indicator")).toEqual(["use.tokens_day"]);
    expect([column(frame, "measured"), column(frame, "primary"), column(frame, "track")]).toEqual([[1], [2], ["Track"]]);
  });
});

describe("hosts", () => {
  const hosts = (...all: Host[]) => ({
    "/hosts?limit=1000&offset=0": about({
      epoch: 5,
      results_epoch: 4,
      facts: [],
      total: 2,
      total_weight: "9",
      hosts: all,
      next: null,
    }),
  });

  it("are a row each, with null where nothing is known", async () => {
    const [frame] = await ask(hosts(host("gonka1a", "Alpha", 0), host("gonka1b", null, null)), { kind: "host" }, true);
    expect(frame?.name).toBe("SIMULATED · Hosts");
    expect(column(frame, "moniker")).toEqual(["Alpha", null]);
    expect(column(frame, "miss ratio")).toEqual([0, null]);
    expect(column(frame, "api version")).toEqual([null, null]);
  });

  it("one by its moniker is a row for each epoch, a gap where no agreed facts name it", async () => {
    const epochs = [hostEpoch(4, { results: null, miss_ratio: null, excluded: null }), hostEpoch(2), hostEpoch(1)];
    const answers = {
      ...hosts(host("gonka1a", "Alpha", 0)),
      "/hosts/gonka1a?limit=1000": about({
        address: "gonka1a",
        now: host("gonka1a", "Alpha", 0).now,
        facts: [],
        epochs,
        next: null,
      }),
    };
    const [frame] = await ask(answers, { kind: "host", host: "alpha" });
    expect(frame?.name).toBe("Alpha");
    expect(column(frame, "time")).toEqual([startOf(1), startOf(2), startOf(3), startOf(4)]);
    expect(column(frame, "epoch")).toEqual(["1", "2", "3", "4"]);
    expect(column(frame, "weight")).toEqual([600, 600, null, 600]);
    expect(column(frame, "rewarded")).toEqual([1.5, 1.5, null, null]);
    expect(column(frame, "missed")).toEqual([0, 0, null, null]);
    expect(column(frame, "excluded")).toEqual([false, false, null, null]);
  });

  it("that share a moniker, or have none of that name, are not guessed", async () => {
    const twice = hosts(host("gonka1a", "Alpha", 0), host("gonka1b", "Alpha", 0));
    await expect(ask(twice, { kind: "host", host: "Alpha" })).rejects.toThrow("2 hosts call themselves that: gonka1a, gonka1b");
    await expect(ask(twice, { kind: "host", host: "Beta" })).rejects.toThrow("no member of the newest epoch");
  });
});

describe("models", () => {
  it("are a row each", async () => {
    const model = (more: Partial<Model>): Model => ({
      ...{ model_id: "m", verdict: "lost", hosts: null, nodes: null, weight: null, vote_margin: null },
      ...more,
    });
    const known = model({ model_id: "n", verdict: "agreed", hosts: 3, weight: "12", vote_margin: { epoch: 5, margin: -0.01 } });
    const [frame] = await ask({ "/models": about({ epoch: 5, models: [model({}), known] }) }, { kind: "model" });
    expect(column(frame, "hosts")).toEqual([null, 3]);
    expect(column(frame, "margin to 2/3")).toEqual([null, -0.01]);
  });

  it("one is its part of an indicator's series", async () => {
    const points = [point(1, 5), ...["m", "n"].map((id, index) => point(1, index, { labels: { model_id: id } }))];
    const answers = {
      "/indicators/cap.hosts_active": detail({ indicator: indicator({ labels: ["model_id"] }) }),
      "/indicators/cap.hosts_active/series?axis=epoch&labels=all&limit=10000": series(points),
    };
    const query = { kind: "model" as const, indicator: "cap.hosts_active" };
    const frames = await ask(answers, { ...query, model: "m,n" });
    expect(frames.map((frame) => column(frame, "value"))).toEqual([[0], [1]]);
    const [none] = await ask(answers, { ...query, model: "other" });
    expect(none?.length).toBe(0);
    expect(none?.meta?.notices?.at(-1)?.text).toBe("cap.hosts_active: it has no value of other.");
  });
});

it("sources are a row each, those of another chain too; null where nothing came", async () => {
  const source: Source = {
    ...{ source: "a", now: null, answers: { told: 5, absent: 0, unknown: 1 }, newest_answer_at: null, last_request_at: null },
    ...{ success_ratio: null, requests: [], outvoted: 0, disputed: 0, odd_questions: [] },
  };
  const answers = { "/sources": about({ sources: [source], refused: [{ source: "z", network: "other" }] }) };
  const [frame] = await ask(answers, { kind: "sources" });
  expect(column(frame, "source")).toEqual(["a", "z"]);
  expect(column(frame, "health")).toEqual([null, "refused"]);
  expect(column(frame, "told")).toEqual([5, null]);
  expect(column(frame, "success ratio")).toEqual([null, null]);
});

describe("events", () => {
  const epoch = (n: number, more: Partial<Epoch> = {}): Epoch => ({
    ...{ epoch: n, known: true, running: false, poc_start_height: n * 100 - 20, effective_height: n * 100 },
    ...{
      last_height: n * 100 + 99,
      starts_at: iso(n),
      ends_at: iso(n + 1),
      members: 5,
      total_weight: "9",
      models: [],
      questions: [],
    },
    ...more,
  });
  const EPOCHS = {
    "/epochs?limit=500": about({
      epochs: [epoch(4), epoch(3), epoch(2, { starts_at: null, effective_height: null })],
      next: null,
    }),
  };

  it("are the beginnings of epochs, and how many can't be placed", async () => {
    const [frame] = await ask(EPOCHS, { kind: "events" });
    expect(column(frame, "time")).toEqual([startOf(4), startOf(3)]);
    expect(column(frame, "title")).toEqual(["Epoch 4", "Epoch 3"]);
    expect(frame?.meta?.notices?.[0]?.text).toContain("1 are not shown");
  });

  it("are PoC windows, whose beginning is read off between the blocks of the epoch before", async () => {
    const [frame] = await ask(EPOCHS, { kind: "events", events: "poc" });
    expect(column(frame, "time")).toEqual([startOf(3) + 0.8 * (startOf(4) - startOf(3))]);
    expect(column(frame, "timeEnd")).toEqual([startOf(4)]);
    expect(column(frame, "text")?.[0]).toContain("estimated");
  });

  it("are breaks of a series, with their reason", async () => {
    const answers = {
      "/indicators/cap.hosts_active/series?axis=epoch&labels=network&limit=10000": series([point(1, 5), point(2, 6)], {
        breaks: [methodBreak(2, "sessions are read")],
      }),
    };
    const [frame] = await ask(answers, { kind: "events", events: "breaks", indicator: "cap.hosts_active" });
    expect(column(frame, "time")).toEqual([startOf(2)]);
    expect(column(frame, "text")).toEqual(["method 2: sessions are read"]);
    expect(column(frame, "tags")).toEqual(["gonka,breaks"]);
  });
});

function roadmap(more: Partial<Roadmap>, primary: Roadmap["projects"][number]["primary"]["indicators"] = []): Roadmap {
  const none = { words: "", ids: [], indicators: [] };
  return {
    ...{ chain_id: "c", horizons: [], near_term: [], metrics: [], track_metrics: [] },
    tracks: [{ n: 1, name: "Track", projects: ["T1P1"] }],
    projects: [
      { id: "T1P1", n: 1, name: "P", track: 1, primary: { ...none, indicators: primary }, secondary: none, works_when: "w" },
    ],
    ...more,
  };
}

function host(address: string, moniker: string | null, missRatio: number | null): Host {
  const agreement = { state: "unknown" as const, agreeing: 0, told: 0, vantages: 0 };
  return {
    ...{ address, rank: 1, weight: "600", share: 0.5, confirmation_weight: "600", reputation: 1 },
    ...{ excluded: null, exclusions: null, miss_ratio: missRatio, models: null },
    now: {
      ...{ agreement, sights: [], report: null, status: null, url_host: null, joined_at: null, epochs_completed: null },
      ...{ confirmation_ratio: null, moniker, jailed: null, jailed_until: null },
    },
  };
}

function hostEpoch(epoch: number, more: Partial<HostEpoch> = {}): HostEpoch {
  const counts = { inference_count: "9", missed_requests: "0", validated_inferences: "9", invalidated_inferences: "0" };
  return {
    ...{ epoch, starts_at: iso(epoch), ends_at: iso(epoch + 1) },
    member: { weight: "600", confirmation_weight: "600", reputation: 1 },
    ...{ excluded: false, exclusions: [], miss_ratio: 0 },
    results: { ...counts, earned_coins: "0", rewarded_coins: "1500000000", claimed: true },
    ...more,
  };
}
