import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { CHAIN } from "../../exporter/testing/network.ts";
import { type Served, serveSmallNetwork } from "../../exporter/testing/served.ts";
import { hasTool } from "../../exporter/testing/tool.ts";
import { type Prometheus, startPrometheus } from "./prometheus.ts";
import { filledPromql, filledSql, queriesOf } from "./queries.ts";

const HOST = "gonka1one";
const PROMQL = queriesOf("prometheus", "expr").map((query) => ({
  ...query,
  text: filledPromql(query.text, { chain: CHAIN, host: HOST }),
}));
const numbers = z.looseObject({});

let served: Served;
beforeAll(async () => {
  served = await serveSmallNetwork();
});
afterAll(() => served.close());

describe.skipIf(!hasTool("promtool", "prometheus"))("the boards' PromQL", () => {
  const folder = mkdtempSync(join(tmpdir(), "gonka-promql-"));
  let prometheus: Prometheus | null = null;

  beforeAll(async () => {
    prometheus = await startPrometheus(new URL(served.url).host, folder);
  });
  afterAll(async () => {
    await prometheus?.stop();
    rmSync(folder, { recursive: true });
  });

  const ask = async (expression: string) => {
    if (prometheus === null) throw new Error("Prometheus did not start");
    return prometheus.ask(expression);
  };
  const check = (expressions: readonly string[]) => {
    const file = join(folder, "rules.yml");
    const rules = expressions.map((expr, index) => ({ record: `checked:${index}`, expr }));
    writeFileSync(file, stringify({ groups: [{ name: "boards", rules }] }));
    return execFileSync("promtool", ["check", "rules", file], { stdio: ["ignore", "pipe", "pipe"] }).toString();
  };

  it("is understood by promtool, which refuses what is broken", () => {
    expect(PROMQL.length).toBeGreaterThan(40);
    const distinct = [...new Set(PROMQL.map(({ text }) => text))];
    expect(check(distinct)).toContain(`${distinct.length} rules found`);
    expect(() => check(["sum by (gonka_epoch"])).toThrow();
  });

  it("asks only for metrics that the exporter has, of one chain", async () => {
    const page = await (await fetch(`${served.url}/metrics`)).text();
    const families = new Map([...page.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = "", type = ""]) => [name, type]));
    const known = (name: string) => families.has(name) || families.get(name.replace(/_(bucket|sum|count)$/, "")) === "histogram";
    for (const { board, panel, text } of PROMQL) {
      const selected = [...text.matchAll(/(\w+)\{([^}]*)\}/g)];
      expect(selected.length, `${board}: ${panel}`).toBeGreaterThan(0);
      for (const [, name = "", labels] of selected) {
        expect(known(name), `${board}: ${panel} asks for ${name}`).toBe(true);
        expect(labels, `${board}: ${panel}`).toContain(`chain_id="${CHAIN}"`);
      }
    }
  });

  it("gives the API's values in a real Prometheus, and nothing where the API has null", async () => {
    const now = z
      .object({
        epoch: z.object({ effective: z.number() }),
        hosts: z.object({ states: z.record(z.string(), z.number()) }),
        halt: z.object({ halted: z.boolean().nullable() }),
      })
      .parse(await json("/now"));
    const host = z
      .object({
        hosts: z.array(
          z.object({
            address: z.string(),
            weight: z.string(),
            excluded: z.boolean().nullable(),
            miss_ratio: z.number().nullable(),
          }),
        ),
      })
      .parse(await json("/hosts"));
    const one = host.hosts.find(({ address }) => address === HOST);
    const of = async (board: string, panel: string) => {
      const found = PROMQL.find((query) => query.board === board && query.panel === panel);
      if (!found) throw new Error(`no panel ${panel} in ${board}`);
      return ask(found.text);
    };
    expect(await of("overview", "Epoch")).toMatchObject([{ value: now.epoch.effective }]);
    const states = await of("overview", "Hosts by state");
    expect(Object.fromEntries(states.map(({ labels, value }) => [labels["state"], value]))).toEqual(now.hosts.states);
    expect(await of("overview", "Chain")).toMatchObject(now.halt.halted === null ? [] : [{ value: now.halt.halted ? 1 : 0 }]);
    expect(await of("host", "Weight")).toMatchObject([{ value: Number(one?.weight) }]);
    expect(await of("host", "Miss ratio")).toMatchObject(one?.miss_ratio == null ? [] : [{ value: one.miss_ratio }]);
    const total = host.hosts.reduce((sum, { weight }) => sum + Number(weight), 0);
    expect(await of("capacity", "Weight of all members")).toMatchObject([{ value: total }]);
    const states139 = await of("overview", "Indicators by state");
    expect(states139.reduce((sum, { value }) => sum + value, 0)).toBe(139);
  });

  it("is answered without an error", async () => {
    for (const { board, panel, text } of PROMQL) await expect(ask(text), `${board}: ${panel}`).resolves.toBeDefined();
  });

  const json = async (path: string) => numbers.parse(await (await fetch(`${served.url}/api/v1${path}`)).json());
});

const SQL = queriesOf("clickhouse", "rawSql");
const EVER = { from: 1, to: 4_000_000_000 };
const rows = z.array(z.record(z.string(), z.unknown()));

describe("the boards' SQL", () => {
  /** As Grafana's connection, which is not told what ours are told of nulls. */
  const run = async (query: string) => {
    const clickhouse_settings = { aggregate_functions_null_for_empty: 0, join_use_nulls: 0 } as const;
    return rows.parse(await (await served.store.client.query({ query, format: "JSONEachRow", clickhouse_settings })).json());
  };
  const ofPanel = (panel: string, chain = CHAIN) => {
    const found = SQL.find((query) => query.panel === panel);
    if (!found) throw new Error(`no panel ${panel}`);
    return run(filledSql(found.text, { chain, ...EVER }));
  };
  const sum = (found: readonly Record<string, unknown>[], column: string) =>
    found.reduce((total, row) => total + Number(row[column] ?? 0), 0);

  it.each(SQL.map(({ panel, text }) => [panel, text] as const))(
    "of “%s” runs on the engine, and makes nothing of nothing",
    async (_, text) => {
      await run(filledSql(text, { chain: CHAIN, ...EVER }));
      expect(await run(filledSql(text, { chain: "no-such-chain", ...EVER }))).toEqual([]);
    },
  );

  it("counts what is stored", async () => {
    const [stored] = await run(
      "SELECT (SELECT count() FROM indicator_values) AS published, (SELECT count() FROM answers) AS answers",
    );
    const published = await ofPanel("Values published by hour");
    expect(sum(published, "with a number") + sum(published, "without a number")).toBe(Number(stored?.["published"]));
    const answers = await ofPanel("Answers by hour and outcome");
    expect(sum(answers, "told") + sum(answers, "absent") + sum(answers, "unknown")).toBe(Number(stored?.["answers"]));
    const probed = await ofPanel("Hosts that were down most");
    expect(probed.map(({ address }) => address)).toContain("gonka1one");
  });

  it("leaves hours without a row empty, not 0", async () => {
    const hour = (at: string) => ({
      chain_id: "gapped",
      hour: at,
      blocks: 3,
      intervals: 2,
      txs: 0,
      first_height: 1,
      last_height: 3,
    });
    const values = ["2026-05-01 06:00:00", "2026-05-01 09:00:00"].map(hour);
    await served.store.client.insert({ table: "block_intervals_hourly", values, format: "JSONEachRow" });
    const found = await ofPanel("Blocks and transactions by hour", "gapped");
    expect(found.map(({ blocks, transactions }) => [blocks, Number(transactions)])).toEqual([
      [3, 0],
      [null, 0],
      [null, 0],
      [3, 0],
    ]);
    expect(found.map(({ transactions }) => transactions === null)).toEqual([false, true, true, false]);
  });
});
