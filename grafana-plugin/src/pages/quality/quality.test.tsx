import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Epoch, Now, Source } from "../../client/types.ts";
import { indicator, now } from "../../testing/answers.ts";
import { sources } from "../../testing/network-answers.ts";
import { showPage } from "../../testing/show-page.tsx";
import { poorlySeen } from "./coverage-rows.ts";
import { blindSpots, disagreements, epochStanding, qualityLook } from "./findings.ts";
import QualityPage from "./page.tsx";
import { outcomeLook } from "./runs-card.tsx";

type Question = Epoch["questions"][number];
const question = (verdict: Question["verdict"], more: Partial<Question> = {}): Question => ({
  ...{ topic: "epoch_group", epoch: 4, subject: "", verdict, final: true, agreeing: ["a", "b"], odd: [], cannot_tell: [] },
  ...more,
});
const source = (more: Partial<Source> = {}): Source => ({
  source: "a",
  now: { health: "answers", polled_at: null, detail: "", height: 1, lag_blocks: 0 },
  answers: { told: 5, absent: 0, unknown: 0 },
  newest_answer_at: null,
  last_request_at: null,
  success_ratio: null,
  requests: [],
  outvoted: 0,
  disputed: 0,
  odd_questions: [],
  ...more,
});
const collector = (more: Partial<Now["collectors"][number]> = {}) => ({
  ...{ collector: "heads", last_success_at: "2026-11-21T11:00:00Z", age_seconds: 30, last_started_at: "2026-11-21T11:00:00Z" },
  ...{ last_outcome: "done", last_detail: "" },
  ...more,
});

describe("what can't be seen", () => {
  it("is nothing where sources answer and agree; what waits for people or the network is not our blindness", () => {
    const waiting = [indicator({ state: "needs_entry" }), indicator({ state: "not_measurable_yet" })];
    expect(blindSpots(now(), sources(), waiting)).toEqual([]);
    expect(qualityLook([]).tone).toBe("good");
  });

  it("counts and names what is lost, disputed, outvoted and failing", () => {
    const spots = blindSpots(
      now({
        sources: [
          {
            source: "c",
            network: null,
            odd: false,
            health: "stale",
            polled_at: null,
            detail: "",
            height: null,
            lag_blocks: null,
          },
        ],
        collectors: [collector({ last_outcome: "failed" }), collector({ collector: "service", last_outcome: null })],
      }),
      sources({ questions: { agreed: 1, absent: 0, disputed: 1, lost: 2 }, sources: [source({ outvoted: 3 })] }),
      [indicator({ state: "source_lost" }), indicator({ state: "source_lost", kind: "auxiliary" })],
    );
    expect(spots.map(({ what, means }) => `${what} (${means})`)).toEqual([
      "1 source: can't tell now (c)",
      "1 question: disputed (sources differ without a majority: there is no number)",
      "2 questions: lost (asked, and no source could tell)",
      "1 source: outvoted (a: 3)",
      "1 indicator: source lost (Active hosts)",
      "1 collector: not done when last run (heads)",
    ]);
  });
});

it.each([
  ["gap", []],
  ["whole", [question("agreed"), question("absent")]],
  ["lost", [question("agreed"), question("lost")]],
  ["disputed", [question("lost"), question("disputed")]],
])("an epoch is %s", (standing, questions) => expect(epochStanding({ questions })).toBe(standing));

it("a question in which two sources are odd is listed once, newest first", () => {
  const odd = (kind: "outvoted" | "disputed", one: Question) => ({ kind, question: one });
  const older = question("disputed", { epoch: 2 });
  const all = disagreements(
    sources({
      sources: [
        source({ odd_questions: [odd("disputed", older)] }),
        source({ source: "b", odd_questions: [odd("outvoted", question("agreed")), odd("disputed", older)] }),
      ],
    }),
  );
  expect(all.map(({ question: { epoch } }) => epoch)).toEqual([4, 2]);
});

it("indicators without a number come before those that saw little, and whole ones not at all", () => {
  const seen = (id: string, coverage: number | null) =>
    indicator({
      id,
      newest: {
        ...{ epoch: 4, value: 1, coverage, numerator: null, denominator: null, samples: 1, sources: 3, verified_members: null },
        ...{ state: "ok" as const, note: "", method: 1, starts_at: null, ends_at: null, age_seconds: 0 },
      },
    });
  const list = [
    seen("half", 0.5),
    seen("all", 1),
    seen("unknown", null),
    indicator({ id: "none", state: "no_data" }),
    indicator({ id: "lost", state: "source_lost" }),
  ];
  expect(poorlySeen(list).map(({ id }) => id)).toEqual(["lost", "none", "unknown", "half"]);
});

it.each([
  ["done", "good"],
  ["failed", "bad"],
  [null, "muted"],
])("a run that ended with %s is %s", (outcome, tone) => expect(outcomeLook(outcome).tone).toBe(tone));

it("the page writes – for what is not known, and names what differs", async () => {
  const odd = question("agreed", { odd: ["c"], subject: "org/model-one", topic: "model_group" });
  showPage(QualityPage, "/quality", "/quality", {
    "/now": now({
      collectors: [collector({ last_success_at: null, age_seconds: null, last_outcome: "failed", last_detail: "timeout" })],
    }),
    "/sources": sources({ sources: [source({ now: null, odd_questions: [{ kind: "outvoted", question: odd }] })] }),
    "/indicators": {
      chain_id: "c",
      now: "2026-11-21T12:00:00Z",
      indicators: [indicator({ state: "no_data", method: null, source: "a crawler" })],
    },
    "/epochs?limit=100": { chain_id: "c", epochs: [], next: null },
  });
  const table = await screen.findByRole("region", { name: "Sources and freshness" });
  expect(within(table).getAllByText("–").length).toBeGreaterThan(0);
  expect(table.textContent).toContain("not asked lately");
  expect(await screen.findByText("model group of org/model-one")).toBeInTheDocument();
  expect(await screen.findByText("– No epoch was asked for yet.")).toBeInTheDocument();
  expect(await screen.findByText("no method yet; to come from: a crawler")).toBeInTheDocument();
  expect(screen.getByText("none within a week")).toBeInTheDocument();
});
