import type { Submission } from "../catalog/archive.mjs";
import type { Metadata } from "../catalog/metadata.mjs";

type Fault = (submission: Submission) => Submission;

const APP = "gonka-kpi-app";
const encoder = new TextEncoder();

/** A copy in which one file has these bytes or this text; null: it is not there. */
const withFile =
  (path: string, content: Uint8Array | string | null): Fault =>
  (submission) => {
    const files = new Map(submission.files);
    if (content === null) files.delete(`${APP}/${path}`);
    else files.set(`${APP}/${path}`, typeof content === "string" ? encoder.encode(content) : content);
    return { ...submission, files };
  };

const withText =
  (path: string, change: (text: string) => string): Fault =>
  (submission) =>
    withFile(path, change(new TextDecoder().decode(submission.files.get(`${APP}/${path}`))))(submission);

const withMetadata = (change: (metadata: Metadata & Record<string, unknown>) => object, path = "plugin.json"): Fault =>
  withText(path, (text) => JSON.stringify(change(JSON.parse(text))));

const withInfo = (info: object, path = "plugin.json"): Fault =>
  withMetadata((metadata) => ({ ...metadata, info: { ...metadata.info, ...info } }), path);

const withPackage =
  (change: object): Fault =>
  (submission) => ({ ...submission, package: { ...submission.package, ...change } });

const withFiles =
  (change: (path: string) => string): Fault =>
  (submission) => ({ ...submission, files: new Map([...submission.files].map(([path, bytes]) => [change(path), bytes])) });

/** A copy that names a picture, which has these bytes. */
export const withScreenshot =
  (path: string, bytes: Uint8Array): Fault =>
  (submission) =>
    withInfo({ screenshots: [{ name: "Roadmap", path }] })(withFile(path, bytes)(submission));

const withIncludes = (change: (includes: NonNullable<Metadata["includes"]>) => unknown): Fault =>
  withMetadata((metadata) => ({ ...metadata, includes: change(metadata.includes ?? []) }));

const needing = (path: string, id: string): Fault =>
  withMetadata(
    (metadata) => ({
      ...metadata,
      dependencies: { ...metadata.dependencies, plugins: [{ id, name: id, type: "panel", version: "1" }] },
    }),
    path,
  );

const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`;
const link = (url: string) => withInfo({ links: [{ name: "there", url }] });

/** What each check of the catalog must see, each as a broken copy of a sound build. */
export const FAULTS: Readonly<Record<string, Readonly<Record<string, Fault>>>> = {
  "archive layout": {
    "no folder": withFiles((path) => path.slice(APP.length + 1)),
    "another folder": withFiles((path) => path.replace(APP, "dist")),
    "two folders": withFiles((path) => (path.endsWith("LICENSE") ? "other/LICENSE" : path)),
    "another name": (submission) => ({ ...submission, name: `${APP}.zip` }),
    "another version": withInfo({ version: "9.9.9" }),
    "packages left in it": withFile("node_modules/x/index.js", "x"),
    "hidden files": withFile(".env", "x"),
    empty: (submission) => ({ ...submission, files: new Map() }),
  },
  metadata: {
    none: (submission) => ({ ...submission, files: new Map() }),
    "no JSON": withFile("panel/plugin.json", "{"),
    "a missing key": withMetadata(({ name: _, ...metadata }) => metadata),
    "an unknown key": withMetadata((metadata) => ({ ...metadata, angular: true })),
    "another type": withMetadata((metadata) => ({ ...metadata, type: "renderer" }), "panel/plugin.json"),
    "no date": withInfo({ updated: "today" }),
    "no version": withInfo({ version: "1.0" }),
    "no keywords": withInfo({ keywords: [] }),
    "patches of one Grafana": withMetadata((metadata) => ({
      ...metadata,
      dependencies: { grafanaDependency: "11.6.x", plugins: [] },
    })),
  },
  placeholders: {
    "a version": withInfo({ version: "%VERSION%" }, "panel/plugin.json"),
    "a page's path": withIncludes((includes) => [...includes, { type: "page", name: "Now", path: "/a/%PLUGIN_ID%/now" }]),
  },
  "metadata paths": {
    "a logo that is not there": withInfo({ logos: { small: "img/none.svg", large: "img/logo.svg" } }),
    "a nested logo that is not there": withFile("datasource/img/logo.svg", null),
    "a picture that is not there": withInfo({ screenshots: [{ name: "Roadmap", path: "img/none.png" }] }),
    "a path out of it": withInfo({ logos: { small: "../img/logo.svg", large: "img/logo.svg" } }),
    "a nested plugin that is not there": withIncludes((includes) => [
      ...includes,
      { type: "panel", name: "x", path: "x/plugin.json" },
    ]),
    "a page of another app": withIncludes((includes) => [...includes, { type: "page", name: "x", path: "/a/other-app" }]),
  },
  names: {
    "an id without its type": withMetadata((metadata) => ({ ...metadata, id: "gonka-kpi-panel" })),
    "another organisation": withMetadata((metadata) => ({ ...metadata, id: "other-kpi-panel" }), "panel/plugin.json"),
    "one id twice": withMetadata(
      (metadata) => ({ ...metadata, id: "gonka-kpi-datasource", type: "datasource" }),
      "panel/plugin.json",
    ),
    "Grafana's name": withMetadata((metadata) => ({ ...metadata, name: "Grafana KPI" })),
  },
  versions: {
    "another version of the app": withInfo({ version: "0.0.9" }),
    "another version of a nested plugin": withInfo({ version: "0.0.9" }, "datasource/plugin.json"),
    "another version of the package": withPackage({ version: "9.9.9" }),
  },
  "nested plugins": {
    "left out": withIncludes((includes) => includes.filter(({ type }) => type !== "panel")),
    "of another type": withIncludes((includes) =>
      includes.map((one) => (one.type === "panel" ? { ...one, type: "datasource" } : one)),
    ),
    "not there": withFile("panel/plugin.json", null),
    "in a panel": withMetadata((metadata) => ({ ...metadata, type: "panel" })),
  },
  "circular dependencies": {
    "on itself": needing("plugin.json", "gonka-kpi-app"),
    "in two steps": (submission) =>
      needing("plugin.json", "gonka-kpi-panel")(needing("panel/plugin.json", "gonka-kpi-app")(submission)),
  },
  modules: {
    "no module": withFile("module.js", null),
    "no nested module": withFile("panel/module.js", null),
    "no AMD": withFile("module.js", "export const plugin = {};"),
    "no map": withFile("datasource/module.js.map", null),
    "an empty map": withFile("module.js.map", "{}"),
  },
  programs: {
    "a binary": withFile("gpx_kpi_linux_amd64", Uint8Array.from([0x7f, 0x45, 0x4c, 0x46])),
    "a script": withFile("run", "#!/bin/sh"),
  },
  "legacy builder": { toolkit: withPackage({ devDependencies: { "@grafana/toolkit": "10.1.10" } }) },
  "legacy platform": {
    angular: withText("module.js", (text) => text.replace("define([", 'define(["angular",')),
    sdk: withText("panel/module.js", (text) => `${text};import("app/plugins/sdk")`),
  },
  "tracking scripts": {
    "in a module": withText("module.js", (text) => `${text};load("https://www.google-analytics.com/analytics.js")`),
    "in a chunk": withFile("1.js", 'load("https://cdn.segment.com/a.js")'),
  },
  logos: {
    "no SVG": withInfo({ logos: { small: "img/logo.png", large: "img/logo.svg" } }),
    "an empty file": withFile("panel/img/logo.svg", ""),
    none: withInfo({ logos: {} }),
  },
  screenshots: {
    "no picture": withScreenshot("img/a.png", encoder.encode("<html>")),
    "another kind": withScreenshot("img/a.gif", encoder.encode("GIF89a")),
    "not there": withInfo({ screenshots: [{ name: "Roadmap", path: "img/none.png" }] }),
  },
  "safe SVG": Object.fromEntries(
    [
      "<script>x()</script>",
      '<rect onload="x()"/>',
      '<use href="https://example.com/x.svg#x"/>',
      '<image href="x.png"/>',
      '<a xlink:href="javascript:x()"/>',
      '<rect fill="url(https://example.com/x)"/>',
      '<rect style="fill:red"/>',
      "<foreignObject/>",
      "<rect",
    ].map((inside) => [inside, withFile("img/logo.svg", svg(inside))]),
  ),
  license: {
    none: withFile("LICENSE", null),
    another: withFile("LICENSE", "MIT License"),
    "a part": withText("LICENSE", (text) => text.slice(0, 2000)),
  },
  changelog: {
    none: withFile("CHANGELOG.md", null),
    "of other versions": withText("CHANGELOG.md", (text) => text.replace("## 0.", "## 9.")),
  },
  readme: {
    none: withFile("README.md", null),
    "the template's": withText("README.md", (text) => `# Grafana App Plugin Template\n${text}`),
    "no installation": withText("README.md", (text) => text.replace("## Install", "## Other")),
    jargon: withText("README.md", (text) => `${text}\nyarn install`),
    "a picture that the catalog can't show": withText("README.md", (text) => `${text}\n![Roadmap](img/a.png)`),
  },
  discoverability: {
    "no description": withInfo({ description: "" }),
    "one keyword": withInfo({ keywords: ["gonka"] }),
    "no links": withInfo({ links: [] }),
  },
  links: Object.fromEntries(
    [
      "http://gonka.ai",
      "javascript:x()",
      "https://localhost",
      "https://10.0.0.1",
      "https://user:secret@gonka.ai",
      "https://gonka.ai:8443",
      "https://kpi.internal",
      "gonka.ai",
    ].map((url) => [url, link(url)]),
  ),
};
