import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { HostDetail, Now } from "../../client/types.ts";
import { now } from "../../testing/answers.ts";
import { hostDetail, hostEpoch, hostNow, results, uptime } from "../../testing/network-answers.ts";
import { showPage } from "../../testing/show-page.tsx";
import { openClaim } from "./claim.ts";
import HostPage from "./page.tsx";
import { todosOf } from "./todo.ts";
import { deviceTotals } from "./told.ts";

/** Epoch 4 of 1,000 blocks, 6 s each: its PoC began at 4,000, it settled at 4,100; the next PoC comes in 300 blocks. */
const event = (name: Now["epoch"]["events"][number]["name"], height: number, head = 4700) => ({
  name,
  height,
  blocks_left: height - head,
  estimated_at: height > head ? new Date(Date.parse("2026-11-21T12:00:00Z") + (height - head) * 6000).toISOString() : null,
});
const clock = (head = 4700): Now["epoch"] => ({
  ...now().epoch,
  block_time: { seconds: 6, basis: "" },
  events: [
    event("poc_start", 4000, head),
    event("settlement", 4100, head),
    event("epoch_effective", 4140, head),
    event("next_poc_start", 5000, head),
  ],
});
const todos = (more: Partial<HostDetail>, epoch = clock()) =>
  todosOf(hostDetail(more), epoch).map(({ severity, key, what, moment }) => ({
    severity,
    key,
    what,
    words: moment?.words ?? null,
    time: moment?.time ?? null,
  }));

const report = {
  reported_at: "2026-11-21T11:00:00Z",
  vantage: "fra",
  api_version: "v2",
  node_version: "v1",
  mlnodes: [],
  identity: "verified" as const,
  bridge_block: null,
};
const place = (value: number) => ({ value, rank: 3, of: 3, median: 0.1 });

describe("things to do", () => {
  it("are none for a host that stands well", () => expect(todos({ now: hostNow({ report }) })).toEqual([]));

  it("what is not known is nothing to do", () =>
    expect(
      todos({
        now: hostNow({
          confirmation_ratio: null,
          status: null,
          jailed: null,
          agreement: { state: "unknown", agreeing: 0, told: 0, vantages: 0 },
        }),
        limits: { confirmation_ratio: null, miss_ratio: null },
        models: null,
        epochs: [hostEpoch(4, { excluded: null, exclusions: null })],
      }),
    ).toEqual([]));

  it("a host that is down: where, why, since when", () => {
    const sights = [
      { vantage: "fra", state: "down" as const, reason: "timeout", probed_at: "", since: "2026-11-21T10:00:00Z", seconds: null },
    ];
    const agreement = { state: "down" as const, agreeing: 1, told: 1, vantages: 1 };
    expect(todos({ now: hostNow({ agreement, sights }) })).toMatchObject([
      {
        severity: "red",
        what: "Not reachable from 1 of 1 vantage point: timeout.",
        words: "seen down first",
        time: "2026-11-21T10:00:00Z",
      },
    ]);
  });

  it("a confirmation ratio below alpha, with its deadline; at alpha nothing", () => {
    expect(todos({ now: hostNow({ confirmation_ratio: 0.49 }) })).toMatchObject([
      { severity: "red", what: "Confirmation ratio 0.49, below 0.5.", time: "2026-11-21T12:30:00.000Z" },
    ]);
    expect(todos({ now: hostNow({ confirmation_ratio: 0.5 }) })).toEqual([]);
  });

  it.each([
    ["too many misses", { peers: { ...hostDetail().peers, miss_ratio: place(0.2) } }, "red", "missed"],
    [
      "an exclusion",
      { epochs: [hostEpoch(4, { excluded: true, exclusions: [{ reason: "downtime", height: 9 }] })] },
      "red",
      "excluded",
    ],
    ["a jailed validator", { now: hostNow({ jailed: true }) }, "red", "jailed"],
    ["another status", { now: hostNow({ status: "INACTIVE" }) }, "red", "status"],
    ["another identity", { now: hostNow({ report: { ...report, identity: "wrong" as const } }) }, "red", "identity"],
    ["silent ML nodes", { now: hostNow({ report: { ...report, mlnodes: null } }) }, "amber", "mlnodes"],
    [
      "an old version",
      { now: hostNow({ report }), peers: { ...hostDetail().peers, api_version: { version: "v3", share: 0.6 } } },
      "amber",
      "version API",
    ],
  ])("%s", (_, more, severity, key) => expect(todos(more)).toMatchObject([{ severity, key }]));

  it("no version is old while less than half of the weight runs another", () =>
    expect(
      todos({ now: hostNow({ report }), peers: { ...hostDetail().peers, api_version: { version: "v3", share: 0.5 } } }),
    ).toEqual([]));

  it("red ones come first", () =>
    expect(
      todos({ now: hostNow({ jailed: true, report: { ...report, mlnodes: null } }) }).map(({ severity }) => severity),
    ).toEqual(["red", "amber"]));
});

describe("a reward that is not claimed", () => {
  const of = (epoch: number, more = {}) =>
    hostDetail({ epochs: [hostEpoch(4), hostEpoch(epoch, { results: results({ claimed: false, ...more }) })] });

  it("of the epoch settled last lies there until the next settlement", () =>
    expect(openClaim(of(3), clock())).toEqual({
      ...{ epoch: 3, ngonka: 5_000_000_000n, untilHeight: 5100 },
      // 300 blocks to the next PoC and 100 from there, 6 s each.
      untilTime: "2026-11-21T12:40:00.000Z",
    }));

  it("of the one before, until this PoC's settlement, and then never more", () => {
    expect(openClaim(of(2), clock(4050))).toMatchObject({ untilHeight: 4100, untilTime: "2026-11-21T12:05:00.000Z" });
    expect(openClaim(of(2), clock())).toBeNull();
    expect(openClaim(of(1), clock())).toBeNull();
  });

  it("is none where it is claimed, or nothing was earned, or the clock is lost", () => {
    expect(openClaim(of(3, { claimed: true }), clock())).toBeNull();
    expect(openClaim(of(3, { rewarded_coins: "0" }), clock())).toBeNull();
    expect(openClaim(of(3), { ...clock(), latest: null })).toBeNull();
    expect(openClaim(of(3), { ...clock(), events: [] })).toMatchObject({ untilHeight: null, untilTime: null });
  });
});

it("adds up devices of one name, whatever memory they tell", () => {
  const node = { node_id: "n", status: "", models: [] };
  expect(
    deviceTotals([
      { ...node, devices: [{ device: "NVIDIA L4 | 24GB", count: 1 }] },
      {
        ...node,
        devices: [
          { device: "NVIDIA H100 | 79GB", count: 8 },
          { device: "NVIDIA H100 | 80GB", count: null },
        ],
      },
    ]),
  ).toEqual([
    { device: "NVIDIA H100", count: 9 },
    { device: "NVIDIA L4", count: 1 },
  ]);
});

describe("the page", () => {
  const show = (detail: HostDetail, strip = uptime()) =>
    showPage(HostPage, "/hosts/:address", "/hosts/gonka1one", {
      "/now": now({ epoch: clock() }),
      "/hosts/gonka1one": detail,
      "/hosts/gonka1one/uptime?days=30": strip,
    });
  const tile = (name: string) => screen.getByRole("article", { name });

  it("tells how the host stands, with ranks, medians and its uptime", async () => {
    show(hostDetail({ now: hostNow({ moniker: "One" }) }));
    expect(await screen.findByRole("heading", { name: "One" })).toBeInTheDocument();
    expect(screen.getByText("Nothing to do, as far as is seen here")).toBeInTheDocument();
    expect(tile("Weight").textContent).toContain("rank 1 of 3 · median 300");
    expect(await screen.findByText(/80 % of the known time/)).toBeInTheDocument();
  });

  it("writes – and why for what is not known, never 0", async () => {
    show(
      hostDetail({
        hardware: null,
        epochs: [],
        models: null,
        peers: { ...hostDetail().peers, weight: null, results_epoch: null },
        now: hostNow({ agreement: { state: "unknown", agreeing: 0, told: 0, vantages: 0 } }),
      }),
      uptime({
        first_probed_at: null,
        vantages: [],
        agreed: { seconds: { up: 0, down: 0, unknown: 0, maintenance: 0 }, spans: [] },
      }),
    );
    await screen.findByText("Nothing to do is known, but nobody knows whether it answers");
    for (const name of [
      "Weight",
      "Confirmation ratio",
      "Missed requests",
      "Reward of the epoch",
      "Exclusions",
      "Hardware",
      "Versions",
    ])
      expect(within(tile(name)).getByText("–")).toBeInTheDocument();
    expect(tile("Hardware").textContent).toContain("not agreed");
    expect(await screen.findByText(/No vantage point ever probed it/)).toBeInTheDocument();
  });

  it("a host that had no exclusion has 0 of the epochs that are known", async () => {
    show(hostDetail({ epochs: [hostEpoch(4), hostEpoch(3, { excluded: null, exclusions: null })] }));
    await screen.findByText("Nothing to do, as far as is seen here");
    expect(tile("Exclusions").textContent).toContain("0 of 1 epochs known");
    expect(tile("Exclusions").textContent).toContain("of 1 more nobody knows");
  });
});
