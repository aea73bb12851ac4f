import { render, screen } from "@testing-library/react";
import React from "react";
import { describe, expect, it } from "vitest";
import { uptime } from "../testing/network-answers.ts";
import { notUp, reachableWords, stateWords, stripPaths } from "./uptime-model.ts";
import { UptimeStrip } from "./uptime-strip.tsx";

describe("what is said of uptime", () => {
  it.each([
    [{ up: 3, down: 1, unknown: 1000, maintenance: 50 }, "75 %"],
    [{ up: 0, down: 5, unknown: 0, maintenance: 0 }, "0 %"],
    [{ up: 5, down: 0, unknown: 9, maintenance: 0 }, "100 %"],
    [{ up: 999_999, down: 1, unknown: 0, maintenance: 0 }, "99.9 %"],
    [{ up: 0, down: 0, unknown: 9, maintenance: 0 }, "–"],
  ])("of %o is reachable %s of the known time: unknown is neither, nor is maintenance", (seconds, words) =>
    expect(reachableWords(seconds)).toBe(words),
  );

  it("tells unknown in hours, even where there was none", () => {
    expect(stateWords({ up: 7200, down: 0, unknown: 176_400, maintenance: 0 })).toBe("up 2 h, unknown 2 d 1 h");
    expect(stateWords({ up: 7200, down: 60, unknown: 0, maintenance: 0 })).toBe("up 2 h, down 1 min, unknown 0 s");
  });

  it("lists the times when it was not up, newest first", () =>
    expect(notUp(uptime().agreed).map(({ state }) => state)).toEqual(["unknown", "down"]));
});

describe("the strip", () => {
  it("draws each state where it was, in one shape", () => {
    const paths = stripPaths(uptime().agreed, uptime(), 240, 10);
    expect(paths).toEqual({
      up: "M0.0 0h120.0v10h-120.0z",
      down: "M120.0 0h30.0v10h-30.0z",
      unknown: "M150.0 0h90.0v10h-90.0z",
      maintenance: "",
    });
  });

  it("widens a short outage so that it is seen, within the strip", () => {
    const spans = [
      { state: "down" as const, starts_at: "2026-11-20T12:00:00Z", ends_at: "2026-11-20T12:00:01Z", reason: "" },
      { state: "down" as const, starts_at: "2026-11-21T11:59:59Z", ends_at: "2026-11-21T12:00:00Z", reason: "" },
    ];
    expect(stripPaths({ spans }, uptime(), 240, 10).down).toBe("M0.0 0h2.0v10h-2.0zM238.0 0h2.0v10h-2.0z");
  });

  it("has a row a vantage point and one for what they agree on, each told to those who hear it", () => {
    render(<UptimeStrip uptime={uptime()} />);
    const rows = screen.getAllByRole("img").map((row) => row.getAttribute("aria-label"));
    expect(rows).toEqual([
      "fra: reachable 80 % of the known time; up 12 h, down 3 h, unknown 9 h",
      "agreed: reachable 80 % of the known time; up 12 h, down 3 h, unknown 9 h",
    ]);
  });
});
