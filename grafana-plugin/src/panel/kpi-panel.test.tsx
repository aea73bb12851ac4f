import { createDataFrame, dateTime, FieldType, LoadingState, type PanelData } from "@grafana/data";
import { render, screen } from "@testing-library/react";
import React from "react";
import { describe, expect, it } from "vitest";
import type { Indicator, Point } from "../client/types.ts";
import { seriesFrames } from "../datasource/frames.ts";
import { detail, indicator, point, series, startOf } from "../testing/answers.ts";
import { KpiPanel } from "./kpi-panel.tsx";

const RANGE = { from: dateTime(startOf(0)), to: dateTime(startOf(100)) };
const framesOf = (points: readonly Point[], about: Partial<Indicator> = {}, simulated = false) =>
  seriesFrames({ detail: detail({ indicator: indicator(about) }), series: series(points), simulated }, "A", RANGE);

function show(frames: PanelData["series"]): HTMLElement {
  const data: PanelData = { state: LoadingState.Done, series: frames, timeRange: { ...RANGE, raw: RANGE } };
  return render(<KpiPanel data={data} width={400} height={200} />).container;
}

describe("the tile", () => {
  it("shows the newest bucket: value, unit, state, coverage, epoch and target, and leads to its definition", () => {
    const tile = show(framesOf([point(1, 5), point(2, 28, { state: "provisional", coverage: 0.9 })]));
    expect(tile).toHaveTextContent(/28 hosts.*provisional.*saw 90 %.*epoch 2.*target: 3,000 hosts/);
    expect(screen.getByRole("link", { name: "Active hosts" })).toHaveAttribute(
      "href",
      "/a/gonka-kpi-app/indicators/cap.hosts_active",
    );
  });

  it("without a number shows –, its state, why, and the last number; no 0 and no coverage", () => {
    const tile = show(framesOf([point(1, 5), point(2, null, { state: "source_lost", note: "all nodes are gone" })]));
    expect(tile).toHaveTextContent(/–.*source lost.*all nodes are gone · last number: 5 hosts, epoch 1.*epoch 2/);
    expect(tile.textContent).not.toMatch(/\b0\b|saw/);
  });

  it("shows a true 0", () => expect(show(framesOf([point(1, 0)]))).toHaveTextContent(/0 hosts.*measured/));

  it("takes the newest of both methods", () => {
    const tile = show(framesOf([point(1, 5), point(2, 9, { method: 2 })]));
    expect(tile).toHaveTextContent(/9 hosts/);
    expect(screen.getAllByRole("link")).toHaveLength(1);
  });

  it("is one for each set of labels", () => {
    show(framesOf([point(1, 5, { labels: { model: "a" } }), point(1, 6, { labels: { model: "b" } })]));
    expect(screen.getAllByRole("link")).toHaveLength(2);
  });

  it("says estimate, SIMULATED, and that there is no target", () => {
    const tile = show(framesOf([point(1, 5)], { estimate: true, target: null }, true));
    expect(tile).toHaveTextContent(/SIMULATED.*estimate.*no target in the roadmap/);
  });

  it("says that nothing lies in the time range", () => {
    expect(show(framesOf([]))).toHaveTextContent(/– no epoch of it lies in the time range/);
  });
});

it("frames of other data sources are no tiles, and the panel says so", () => {
  const foreign = createDataFrame({ fields: [{ name: "value", type: FieldType.number, config: {}, values: [1] }] });
  expect(show([foreign])).toHaveTextContent("this panel shows indicators of the Gonka KPI data source");
});
