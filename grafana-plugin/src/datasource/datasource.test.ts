import { type DataQueryRequest, type DataSourceInstanceSettings, dateTime } from "@grafana/data";
import { lastValueFrom, of, throwError } from "rxjs";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { detail, now, point, series, startOf } from "../testing/answers.ts";
import { KpiDataSource } from "./datasource.ts";
import { DEFAULT_QUERY, type KpiQuery } from "./query.ts";
import { KpiVariables } from "./variable-support.ts";
import type { KpiVariableQuery } from "./variables.ts";

const grafana = vi.hoisted(() => ({ answers: new Map<string, unknown>(), asked: [] as string[] }));
vi.mock("@grafana/runtime", () => ({
  getTemplateSrv: () => ({
    replace: (text: string) => text.replace("$which", "cap.hosts_active").replace("$two", "cap.hosts_active,cap.hosts_active"),
  }),
  getBackendSrv: () => ({
    fetch: ({ url }: { url: string }) => {
      grafana.asked.push(url);
      const answer = grafana.answers.get(url.replace("/api/datasources/proxy/uid/u%201/api/v1", ""));
      return answer === undefined
        ? throwError(() => ({ status: 404, data: { error: { message: "there is none of that id" } } }))
        : of({ status: 200, data: answer });
    },
  }),
}));

const settings = { uid: "u 1", name: "kpi", type: "gonka-kpi-datasource" } as DataSourceInstanceSettings;
const SERIES = "/indicators/cap.hosts_active/series?axis=epoch&labels=network&limit=10000";
const target = (more: Partial<KpiQuery> = {}): KpiQuery => ({
  ...DEFAULT_QUERY,
  refId: "A",
  indicator: "cap.hosts_active",
  ...more,
});
const ask = (...targets: KpiQuery[]) => {
  const [from, to] = [dateTime(startOf(0)), dateTime(startOf(9))];
  const range = { from, to, raw: { from, to } };
  return new KpiDataSource(settings).query({ targets, range, scopedVars: {} } as DataQueryRequest<KpiQuery>);
};

beforeEach(() => {
  grafana.asked.length = 0;
  grafana.answers = new Map<string, unknown>([
    ["/now", now()],
    ["/indicators/cap.hosts_active", detail()],
    [SERIES, series([point(1, 5), point(2, null)])],
  ]);
});

describe("a query", () => {
  it("asks Grafana's proxy for the data source and gives frames", async () => {
    const { data, errors } = await ask(target());
    expect(errors).toBeUndefined();
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({ refId: "A", name: "Active hosts", length: 2 });
    expect(grafana.asked).toContain(`/api/datasources/proxy/uid/u%201/api/v1${SERIES}`);
  });

  it("reads every page of a long series", async () => {
    grafana.answers.set(
      SERIES,
      series([point(1, 5)], { next: "/api/v1/indicators/cap.hosts_active/series?axis=epoch&after=abc" }),
    );
    grafana.answers.set(`${SERIES}&after=abc`, series([point(2, 6)]));
    expect((await ask(target())).data[0]?.length).toBe(2);
  });

  it("by day asks for the days of the range, by method for that method", async () => {
    await ask(target({ axis: "day", method: 2, labels: "all" }));
    const [asked] = grafana.asked.filter((url) => url.includes("/series"));
    expect(Object.fromEntries(new URL(asked ?? "", "http://host").searchParams)).toEqual({
      axis: "day",
      labels: "all",
      method: "2",
      from: "2026-11-01",
      to: "2026-11-10",
      limit: "10000",
    });
  });

  it("fills in variables, and leaves out queries without an indicator", async () => {
    expect((await ask(target({ indicator: "$which" }))).data).toHaveLength(1);
    expect(await ask(target({ indicator: "" }))).toEqual({ data: [] });
  });

  it("with a variable of several values asks for each", async () => {
    expect((await ask(target({ indicator: "$two" }))).data).toHaveLength(2);
  });

  it("stored before there were kinds is of an indicator", async () => {
    const { kind: _, ...old } = target();
    expect((await ask(old as KpiQuery)).data).toHaveLength(1);
  });

  it("that fails says so, and the others keep their frames", async () => {
    const { data, errors } = await ask(target(), target({ refId: "B", indicator: "no.such" }));
    expect(data).toHaveLength(1);
    expect(errors).toEqual([{ refId: "B", message: expect.stringContaining("there is none of that id") }]);
  });
});

it("variables are found through the same proxy", async () => {
  grafana.answers.set("/models", { chain_id: "c", models: [{ model_id: "m" }] });
  const request = { targets: [{ refId: "V", kind: "models" }], scopedVars: {} } as DataQueryRequest<KpiVariableQuery>;
  const { data } = await lastValueFrom(new KpiVariables(new KpiDataSource(settings).client).query(request));
  expect(data).toEqual([{ text: "m", value: "m" }]);
});

describe("Save & test", () => {
  const test = () => new KpiDataSource(settings).testDatasource();

  it("names the chain, the head and its age", async () => {
    expect(await test()).toEqual({
      status: "success",
      message: "Gonka KPI answers for the chain c. Block 12,345, 4 s old, epoch 4.",
    });
  });

  it("says SIMULATED", async () => {
    grafana.answers.set("/now", now({ simulated: true }));
    expect((await test()).message).toContain("SIMULATED");
  });

  it("warns where the head is not known or the chain stands still", async () => {
    grafana.answers.set("/now", now({ head: { ...now().head, height: null } }));
    expect(await test()).toMatchObject({ status: "warning", message: expect.stringContaining("No source tells the head") });
    grafana.answers.set("/now", now({ halt: { ...now().halt, halted: true, block_time: "2026-11-21T10:00:00Z" } }));
    expect((await test()).message).toContain("stands still since 2026-11-21 10:00:00 UTC");
  });

  it("fails with what came and what to do, also where something else answers", async () => {
    grafana.answers.delete("/now");
    expect(await test()).toMatchObject({
      status: "error",
      message: expect.stringMatching(/there is none.*as Grafana's server reaches it/),
    });
    grafana.answers.set("/now", "<html>login</html>");
    expect((await test()).message).toContain("what answers there is not Gonka KPI");
  });
});
