import { screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Indicator, NewestValue } from "../../client/types.ts";
import { indicator, now, point, series } from "../../testing/answers.ts";
import { model } from "../../testing/network-answers.ts";
import { showPage } from "../../testing/show-page.tsx";
import { pointOf, rowsWanted } from "./by-model.ts";
import ModelsPage from "./page.tsx";
import { triggerLook } from "./trigger.ts";

const newest = (value: number, coverage: number | null): NewestValue => ({
  ...{ epoch: 4, value, coverage, numerator: null, denominator: null, samples: 1, sources: 3, verified_members: null },
  ...{ state: "ok", note: "", method: 1, starts_at: null, ends_at: null, age_seconds: 0 },
});
const utilization = (value: number, coverage: number | null, more: Partial<Indicator> = {}) =>
  indicator({
    id: "scl.utilization",
    name: "Utilization",
    unit: "%",
    estimate: true,
    newest: newest(value, coverage),
    state_epoch: 4,
    ...more,
  });
const days = (value: number) =>
  indicator({ id: "mkm.trigger_days", name: "Trigger days", unit: "days", newest: newest(value, 1) });

describe("whether capacity is used", () => {
  it.each([
    ["below the trigger", utilization(0.39, 0.9), "info", /39 % .*below the 40 %/],
    ["at the trigger", utilization(0.4, 0.8), "good", /40 % .*above 40 % for 3 days/],
    ["too little seen", utilization(0.9, 0.79), "warn", /too little was seen/],
    ["coverage unknown", utilization(0.9, null), "warn", /too little was seen/],
    ["no number now, though there was one", utilization(0.9, 1, { state: "source_lost" }), "warn", /Nobody can tell/],
  ])("%s", (_, given, tone, words) => {
    const look = triggerLook(given, days(3));
    expect(look.tone).toBe(tone);
    expect(look.word).toMatch(words);
  });

  it("is not told without the indicator", () => expect(triggerLook(undefined, undefined).tone).toBe("warn"));
});

it("takes a model's own row, not one that another label narrows", () => {
  const rows = series([
    point(4, 1),
    point(4, 2, { labels: { model_id: "m", kind: "prompt" } }),
    point(4, 3, { labels: { model_id: "m" } }),
  ]);
  expect(pointOf(rows, "m")?.value).toBe(3);
  expect(pointOf(rows, "other")).toBeNull();
  expect(rowsWanted(indicator())).toBeNull();
  expect(rowsWanted(utilization(1, 1))).toMatchObject({ from: "4", to: "4", labels: "all" });
});

describe("the page", () => {
  const labelled = "axis=epoch&labels=all&from=4&to=4";
  const rows = (value: number | null) =>
    series([point(4, value, { labels: { model_id: "org/model-one" }, state: value === null ? "not_enough_data" : "ok" })], {
      indicator: "scl.utilization",
      unit: "%",
    });
  const show = (given: Indicator, value: number | null) =>
    showPage(ModelsPage, "/models", "/models", {
      "/now": now(),
      "/indicators": { chain_id: "c", now: "2026-11-21T12:00:00Z", indicators: [given, days(0)] },
      "/models": { chain_id: "c", epoch: 4, models: [model()] },
      [`/indicators/scl.utilization/series?${labelled}`]: rows(value),
      "/indicators/scl.utilization/series?from=0&limit=98": series([point(4, value)], {
        indicator: "scl.utilization",
        unit: "%",
      }),
    });

  it("shows a model's utilization as an estimate, and the meters with their marks", async () => {
    show(utilization(0.25, 0.9), 0.25);
    expect(await screen.findByRole("img", { name: "utilization 25 %, trigger at 40 %" })).toHaveAttribute("data-share", "0.25");
    expect(screen.getByRole("img", { name: "coverage 90 %, floor at 80 %" })).toBeInTheDocument();
    const row = (await screen.findByText("org/model-one")).closest("tr");
    expect(row?.textContent).toContain("25 %● measured · estimate");
    // Measures that no indicator has stand as unknown.
    expect(row?.textContent).toContain("– no number");
  });

  it("draws no meter and writes – where there is no number", async () => {
    show(utilization(0.25, 0.9, { state: "not_enough_data", note: "sessions missing" }), null);
    expect(await screen.findByRole("img", { name: "utilization not known, trigger at 40 %" })).toHaveAttribute(
      "data-share",
      "none",
    );
    const row = (await screen.findByText("org/model-one")).closest("tr");
    expect(row?.textContent).toContain("–◔ not enough data");
    expect(row?.textContent).not.toMatch(/(^|\D)0 %/);
  });
});
