import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { BOARDS } from "../../dashboards/boards.ts";
import { SOURCES } from "../../dashboards/build/sources.ts";
import { hasTool } from "../../exporter/testing/tool.ts";
import { DATABASE } from "../../storage/open.ts";
import { ROOT, read } from "../repository/files.ts";

const PROVISIONING = "dashboards/provisioning";
const yamlOf = (path: string): unknown => parse(read(path));

const compose = z
  .object({
    services: z.record(
      z.string(),
      z.object({
        environment: z.record(z.string(), z.string().nullable()).default({}),
        ports: z.array(z.string()).default([]),
        volumes: z.array(z.string()).default([]),
      }),
    ),
  })
  .parse(yamlOf("docker-compose.yml"));
const grafana = compose.services["grafana"];
const mountOf = (target: string) => grafana?.volumes.find((volume) => volume.split(":")[1] === target)?.split(":")[0];

const sources = z
  .object({
    datasources: z.array(
      z.object({
        uid: z.string(),
        type: z.string(),
        url: z.string().optional(),
        jsonData: z.looseObject({ host: z.string().optional() }).optional(),
        secureJsonData: z.record(z.string(), z.string()).optional(),
      }),
    ),
  })
  .parse(yamlOf(`${PROVISIONING}/grafana/datasources/gonka-kpi.yaml`)).datasources;

describe("Grafana's provisioning", () => {
  it("has one data source of each kind that boards read", () => {
    expect(sources.map(({ type }) => type).sort()).toEqual(
      Object.values(SOURCES)
        .map(({ type }) => type)
        .sort(),
    );
    expect(new Set(sources.map(({ uid }) => uid)).size).toBe(sources.length);
  });

  it("reaches services of docker-compose.yml", () => {
    const hosts = sources.map(({ url, jsonData }) => (url === undefined ? jsonData?.host : new URL(url).hostname));
    expect(hosts).toEqual(["gonka-kpi", "prometheus", "clickhouse"]);
    for (const host of hosts) expect(Object.keys(compose.services)).toContain(host);
  });

  it("names a password only by a variable that Grafana has", () => {
    const secrets = sources.flatMap(({ secureJsonData = {} }) => Object.values(secureJsonData));
    expect(secrets).toEqual(["$CLICKHOUSE_PASSWORD"]);
    expect(Object.keys(grafana?.environment ?? {})).toContain("CLICKHOUSE_PASSWORD");
  });

  it("finds the boards where they are mounted", () => {
    const { providers } = z
      .object({ providers: z.array(z.object({ options: z.object({ path: z.string() }) })) })
      .parse(yamlOf(`${PROVISIONING}/grafana/dashboards/gonka-kpi.yaml`));
    const [folder] = providers.map(({ options }) => mountOf(options.path));
    expect(readdirSync(join(ROOT, folder ?? "")).sort()).toEqual(
      Object.keys(BOARDS)
        .map((name) => `${name}.json`)
        .sort(),
    );
    const home = grafana?.environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] ?? "";
    expect(existsSync(join(ROOT, folder ?? "", home.slice(home.lastIndexOf("/") + 1)))).toBe(true);
  });

  it("allows the plugin by each of its ids, and enables the app", () => {
    const ids = ["", "datasource/", "panel/"].map(
      (part) => z.object({ id: z.string() }).parse(JSON.parse(read(`grafana-plugin/src/${part}plugin.json`))).id,
    );
    expect(grafana?.environment["GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS"]?.split(",")).toEqual(ids);
    expect(mountOf(`/var/lib/grafana/plugins/${ids[0]}`)).toBe("./grafana-plugin/dist");
    const { apps } = z
      .object({ apps: z.array(z.object({ type: z.string(), disabled: z.boolean() })) })
      .parse(yamlOf(`${PROVISIONING}/grafana/plugins/gonka-kpi.yaml`));
    expect(apps).toEqual([{ type: ids[0], disabled: false }]);
  });

  it("reads ClickHouse as a user that can only select", () => {
    const user = readFileSync(join(ROOT, PROVISIONING, "clickhouse/grafana-user.xml"), "utf8");
    expect(user).toContain("<readonly>2</readonly>");
    expect([...user.matchAll(/<query>(.*)<\/query>/g)].map(([, grant]) => grant)).toEqual([`GRANT SELECT ON ${DATABASE}.*`]);
    expect(sources.find(({ type }) => type === SOURCES.clickhouse.type)?.jsonData).toMatchObject({
      username: "grafana",
      defaultDatabase: DATABASE,
    });
  });
});

describe.skipIf(!hasTool("promtool", "prometheus"))("Prometheus' configuration", () => {
  it("is understood by promtool, and scrapes the service", () => {
    const said = execFileSync("promtool", ["check", "config", join(ROOT, PROVISIONING, "prometheus.yml")]).toString();
    expect(said).toContain("SUCCESS");
    const port = compose.services["gonka-kpi"]?.environment["GONKA_PORT"];
    expect(read(`${PROVISIONING}/prometheus.yml`)).toContain(`["gonka-kpi:${port}"]`);
  });
});
