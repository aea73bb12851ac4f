// @vitest-environment jsdom
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as emotion from "@emotion/css";
import * as data from "@grafana/data";
import * as ui from "@grafana/ui";
import React from "react";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pack, type Submission, unpack } from "../catalog/archive.mjs";
import { CHECKS } from "../catalog/checks.mjs";
import { ROUTES } from "../src/pages/routes.ts";
import { FAULTS, withScreenshot } from "./catalog-faults.ts";

const ROOT = join(import.meta.dirname, "..");
const MODULES = ["module.js", "datasource/module.js", "panel/module.js"];

/** What Grafana 11.6.0 gives to plugins, of what ours may want; "module" and "exports" are the loader's own. */
const SHARED = [
  "@emotion/css",
  "@emotion/react",
  "@grafana/data",
  "@grafana/runtime",
  "@grafana/ui",
  "lodash",
  "moment",
  "react",
  "react-dom",
  "react-router",
  "rxjs",
  "rxjs/operators",
  "module",
  "exports",
];

describe("the built plugin", () => {
  let dist: string;
  beforeAll(() => {
    dist = mkdtempSync(join(tmpdir(), "gonka-kpi-plugin-"));
    const webpack = join(ROOT, "../node_modules/webpack-cli/bin/cli.js");
    execFileSync(process.execPath, [webpack, "--output-path", dist], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  }, 120_000);
  afterAll(() => rmSync(dist, { recursive: true, force: true }));

  const read = (path: string) => readFileSync(join(dist, path), "utf8");
  /** An AMD module's dependencies and its factory, as a loader takes them. */
  const define = (path: string) => {
    let defined: { wants: string[]; factory: (...given: unknown[]) => unknown } | null = null;
    new Function("define", read(path))((wants: string[], factory: (...given: unknown[]) => unknown) => {
      defined = { wants, factory };
    });
    if (defined === null) throw new Error(`${path} defines nothing`);
    return defined as { wants: string[]; factory: (...given: unknown[]) => unknown };
  };

  it.each(MODULES)("%s wants only what the oldest Grafana shares, above all no JSX runtime", (path) => {
    expect(define(path).wants.filter((name) => !SHARED.includes(name))).toEqual([]);
    expect(existsSync(join(dist, `${path}.map`))).toBe(true);
  });

  it.each([
    ["module.js", "AppPlugin"],
    ["datasource/module.js", "DataSourcePlugin"],
    ["panel/module.js", "PanelPlugin"],
  ])("%s exports a plugin of its kind", (path, kind) => {
    const { wants, factory } = define(path);
    const given: Record<string, unknown> = {
      react: React,
      "@grafana/data": data,
      "@grafana/ui": ui,
      "@emotion/css": emotion,
      module: { uri: "" },
    };
    const made = factory(...wants.map((name) => given[name] ?? {}));
    expect(made).toHaveProperty("plugin");
    const { plugin } = made as { plugin: object };
    expect(plugin.constructor.name).toBe(kind);
  });

  it("only the data source and the app's pages know of Grafana's runtime", () => {
    expect(define("panel/module.js").wants).not.toContain("@grafana/runtime");
    expect(define("datasource/module.js").wants).toContain("@grafana/runtime");
  });

  const manifests = ["plugin.json", "datasource/plugin.json", "panel/plugin.json"];
  const manifest = (path: string) =>
    JSON.parse(read(path)) as {
      id: string;
      type: string;
      info: { version: string; updated: string; logos: Record<string, string>; keywords: string[] };
      includes?: { type: string; name: string; path: string; addToNav?: boolean; defaultNav?: boolean }[];
      dependencies: { grafanaDependency: string };
    };

  it("says which three plugins it is", () => {
    expect(manifests.map((path) => [manifest(path).type, manifest(path).id])).toEqual([
      ["app", "gonka-kpi-app"],
      ["datasource", "gonka-kpi-datasource"],
      ["panel", "gonka-kpi-panel"],
    ]);
    const nested = manifest("plugin.json").includes?.filter(({ type }) => type !== "page");
    expect(nested?.map(({ path }) => path)).toEqual(manifests.slice(1));
  });

  it("has in Grafana's menu what the portal has in its navigation, the Roadmap first", () => {
    const base = "/a/gonka-kpi-app";
    const menu = manifest("plugin.json").includes?.filter(({ type }) => type === "page") ?? [];
    const pages = ROUTES.flatMap(([, { nav, path }]) => (nav === null ? [] : [[nav, path === "/" ? base : base + path]]));
    expect(menu.map(({ name, path }) => [name, path])).toEqual(pages);
    expect(menu.every(({ addToNav }) => addToNav === true)).toBe(true);
    expect(menu.filter(({ defaultNav }) => defaultNav === true).map(({ name }) => name)).toEqual(["Roadmap"]);
  });

  it.each(manifests)("%s has the package's version, a date, logos that exist, keywords", (path) => {
    const { info, dependencies } = manifest(path);
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(info.version).toBe(version);
    expect(info.updated).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(info.keywords.length).toBeGreaterThan(0);
    expect(dependencies.grafanaDependency).toBe(">=11.6.0");
    for (const logo of Object.values(info.logos)) expect(existsSync(join(dist, dirname(path), logo)), logo).toBe(true);
  });

  it("has README, CHANGELOG and LICENSE", () => {
    for (const name of ["README.md", "CHANGELOG.md", "LICENSE"]) expect(read(name).length).toBeGreaterThan(100);
  });

  describe("held against the catalog's checks", () => {
    let submission: Submission;
    beforeAll(() => {
      const { name, bytes } = pack(dist);
      const packageJson = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Submission["package"];
      submission = { name, files: unpack(bytes), package: packageJson };
    });

    it.each(Object.entries(CHECKS))("passes: %s", (_, check) => {
      expect(check(submission)).toEqual({ passed: true, why: expect.any(String) });
    });

    it("each check sees every fault of its kind", () => {
      expect(Object.keys(FAULTS)).toEqual(Object.keys(CHECKS));
      for (const [name, check] of Object.entries(CHECKS))
        for (const [fault, broken] of Object.entries(FAULTS[name] ?? {}))
          expect(check(broken(submission)).passed, `${name}: ${fault}`).toBe(false);
    });

    it("pictures of the app that are pictures pass", () => {
      const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
      const shown = withScreenshot("img/screenshots/roadmap.png", png)(submission);
      for (const name of ["metadata", "metadata paths", "screenshots"]) expect(CHECKS[name]?.(shown).passed, name).toBe(true);
    });
  });
});
