import { describe, expect, it } from "vitest";
import { detail, indicator, newestValue, point, series } from "../testing/answers.ts";
import { madeClient } from "../testing/made-client.ts";
import { findValues } from "./variables.ts";

const about = (more: object) => ({ chain_id: "c", now: "2026-11-21T12:00:00Z", ...more });
const member = (address: string, moniker: string | null) => ({ address, now: { moniker } });
const client = madeClient({
  "/indicators": about({
    indicators: [
      indicator({ newest: newestValue(3) }),
      indicator({ id: "use.apps", name: "Applications", metric: "M3", newest: null }),
    ],
  }),
  "/hosts?limit=1000&offset=0": about({
    hosts: [member("gonka1qqqqqqqqwxyz", "Alpha"), member("gonka1b", null)],
    next: null,
  }),
  "/models": about({ models: [{ model_id: "org/m" }] }),
  "/roadmap": about({ metrics: [{ id: "M1", name: "Capacity" }], projects: [{ id: "T1P1", name: "Factory" }] }),
  "/indicators/cap.hosts_active": detail({
    series: [{ axis: "epoch", first: "1", last: "40", buckets: 40, states: {}, breaks: [] }],
  }),
  "/indicators/cap.hosts_active/series?axis=epoch&labels=all&from=10&limit=10000": series([
    point(39, 5),
    ...["n", "m", "n"].map((model) => point(40, 1, { labels: { model } })),
  ]),
});

describe("a variable lists", () => {
  it.each([
    [{ kind: "indicators" }, ["Active hosts (cap.hosts_active)", "Applications (use.apps)"], ["cap.hosts_active", "use.apps"]],
    [{ kind: "indicators", measured: true }, ["Active hosts (cap.hosts_active)"], ["cap.hosts_active"]],
    [{ kind: "indicators", metric: "M3" }, ["Applications (use.apps)"], ["use.apps"]],
    [{ kind: "hosts" }, ["Alpha (gonka1qqq…wxyz)", "gonka1b"], ["gonka1qqqqqqqqwxyz", "gonka1b"]],
    [{ kind: "models" }, ["org/m"], ["org/m"]],
    [{ kind: "metrics" }, ["M1 Capacity"], ["M1"]],
    [{ kind: "projects" }, ["T1P1 Factory"], ["T1P1"]],
    [{ kind: "labels", indicator: "cap.hosts_active", label: "model" }, ["m", "n"], ["m", "n"]],
    [{ kind: "labels" }, [], []],
    [{}, [], []],
  ] as const)("%o", async (query, texts, values) => {
    const found = await findValues(client, query);
    expect(found.map(({ text }) => text)).toEqual(texts);
    expect(found.map(({ value }) => value)).toEqual(values);
  });

  it("nothing, and says why, where the service doesn't know the indicator", async () => {
    await expect(findValues(client, { kind: "labels", indicator: "no.such", label: "x" })).rejects.toThrow("no.such");
  });
});
