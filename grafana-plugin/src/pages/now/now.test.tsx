import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { now } from "../../testing/answers.ts";
import { host, hostNow, hosts, model, session } from "../../testing/network-answers.ts";
import { showPage } from "../../testing/show-page.tsx";
import { healthLook, troublesOf } from "./health.ts";
import { marginLook } from "./margin.tsx";
import NowPage from "./page.tsx";
import { findings } from "./session-words.ts";

const STATES = { up: 2, down: 0, unknown: 0, maintenance: 0 };
const healthy = now({
  hosts: { epoch: 4, states: STATES, probed: true, rounds: [] },
  models: [model()],
  sources: [{ source: "a", network: null, odd: false, health: "answers", polled_at: null, detail: "", height: 1, lag_blocks: 0 }],
});
const found = (more: object) => troublesOf({ ...healthy, ...more }).map(({ severity, what }) => `${severity}: ${what}`);

describe("whether the network is healthy", () => {
  it("is a yes only where everything is known and good", () => {
    expect(found({})).toEqual([]);
    expect(healthLook([]).tone).toBe("good");
  });

  it.each([
    ["a halt", { halt: { ...healthy.halt, halted: true, height: 9 } }, "wrong: The chain stands still"],
    ["an unknown halt", { halt: { ...healthy.halt, halted: null } }, "unknown: Whether the chain moves is not known"],
    ["a lost head", { head: { ...healthy.head, verdict: "lost", height: null } }, "unknown: The head is not known"],
    ["hosts that are down", { hosts: { ...healthy.hosts, states: { ...STATES, down: 1 } } }, "wrong: 1 of 3 hosts is down"],
    ["unknown members", { hosts: { ...healthy.hosts, states: null } }, "unknown: The active hosts are not known"],
    ["nobody probing", { hosts: { ...healthy.hosts, probed: false } }, "unknown: Nobody probed the hosts lately"],
    ["a lost group", { models: [model({ verdict: "lost", hosts: null })] }, "unknown: The group of org/model-one is not known"],
    [
      "a group below 2/3",
      { models: [model({ vote_margin: { epoch: 4, margin: -0.05 } })] },
      "wrong: org/model-one lacks 5 % to 2/3",
    ],
    ["a model without hosts", { models: [model({ hosts: 0 })] }, "wrong: No host serves org/model-one"],
  ])("names %s", (_, more, words) => expect(found(more)).toEqual([words]));

  it("a source that can't tell is unknown, one that contradicts is wrong, and wrong comes first", () => {
    const source = { network: null, odd: false, polled_at: null, detail: "timeout", height: null, lag_blocks: null };
    const all = found({
      sources: [
        { ...source, source: "a", health: "cant_tell" },
        { ...source, source: "b", health: "answers", odd: true },
      ],
    });
    expect(all).toEqual(["wrong: b contradicts the majority", "unknown: a can't tell"]);
    expect(healthLook(troublesOf({ ...healthy, models: [model({ verdict: "lost" })] })).word).toMatch(
      /Nothing wrong is seen, but/,
    );
  });
});

it.each([
  [0.2, "good", "20 points above"],
  [0.05, "warn", "5 points above"],
  [0, "bad", "0 points below"],
  [-0.1, "bad", "10 points below"],
])("a margin of %d is %s", (margin, tone, word) => expect(marginLook(margin)).toMatchObject({ tone, word }));

describe("what is wrong with a session", () => {
  it("is said with what is known, and never with what is not", () => {
    expect(findings(session({ expired: true }), "failed")).toEqual(["expired without a settlement"]);
    expect(findings(session({ refused: 2, timed_out: 0, starts: 60 }), "failed")).toEqual(["2 refused of 60 starts"]);
    expect(findings(session(), "disputed")).toEqual([]);
    expect(findings(session({ fits_settlement: false, challenged: 1 }), "disputed")).toEqual([
      "1 challenged by a validator",
      "hosts and settlement differ",
    ]);
    expect(findings(session(), "slow")).toEqual(["open beyond its epoch"]);
  });
});

describe("the page", () => {
  const down = host({
    address: "gonka1two",
    now: hostNow({ moniker: "two", agreement: { state: "down", agreeing: 1, told: 1, vantages: 1 } }),
  });
  const answers = {
    "/now": { ...healthy, hosts: { ...healthy.hosts, states: { ...STATES, down: 1 } } },
    "/hosts?limit=1000": hosts([host(), down]),
    "/sessions?trouble=failed&limit=100": { chain_id: "c", from_epoch: 2, sessions: [], next: null },
  };

  it("names the hosts that are not up, and says that there are no such sessions", async () => {
    showPage(NowPage, "/now", "/now", answers);
    expect(await screen.findByText("two")).toBeInTheDocument();
    expect(screen.getByRole("img", { name: /A cell a host.*1 up, 1 down/ })).toBeInTheDocument();
    expect(await screen.findByText("None.")).toBeInTheDocument();
  });

  it("writes – and why where nothing is known, and no 0", async () => {
    const nothing = now({
      head: { verdict: "lost", height: null, time: null, age_seconds: null, agreeing: 0, odd: [] },
      halt: { halted: null, height: null, block_time: null, seen_at: null, sources: [] },
      epoch: { ...now().epoch, verdict: "lost", effective: null, latest: null, phase: null },
      hosts: { epoch: null, states: null, probed: false, rounds: [] },
    });
    showPage(NowPage, "/now", "/now", {
      "/now": nothing,
      "/hosts?limit=1000": hosts([], { epoch: null }),
      "/sessions?trouble=failed&limit=100": { chain_id: "c", from_epoch: null, sessions: [], next: null },
    });
    const head = await screen.findByRole("region", { name: "Head and halt" });
    expect(within(head).getByText("–")).toBeInTheDocument();
    expect(head.textContent).toContain("nobody can tell");
    expect(screen.getByText(/The active hosts are not known: the epoch/)).toBeInTheDocument();
    expect(screen.getByText(/the epoch is not known/)).toBeInTheDocument();
    expect(await screen.findByText("– No epoch is known yet.")).toBeInTheDocument();
  });
});
