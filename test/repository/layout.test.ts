import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT, read, repositoryFiles } from "./files.ts";

const ROOMS = [
  "roadmap",
  "chain",
  "collectors",
  "storage",
  "indicators",
  "exporter",
  "alerts",
  "dashboards",
  "grafana-plugin",
  "simulator",
  "cli",
  "test",
  "bench",
];
const FIXED = ["collectors", "exporter", "dashboards", "grafana-plugin", "test"];
const FIXED_FILES = ["docker-compose.yml", "package.json", "tsconfig.json", "README.md"];
const MOST_LINES = 400;
/** What nobody writes: made by a tool, or the words of a licence. */
const NOT_WRITTEN = ["package-lock.json", "LICENSE", "grafana-plugin/LICENSE", "grafana-plugin/src/client/api.ts"];

/** Whatever is in these folders is made by a tool. */
const MADE_FOLDERS = ["dashboards/json/", "dashboards/schema/"];

const files = repositoryFiles();
const isText = (path: string) => !/\.(png|jpg|ico|woff2?|gz|zst)$/.test(path);

describe("the house", () => {
  test("has every room, each with a README", () => {
    expect([...FIXED, ...ROOMS].map((room) => `${room}/README.md`).filter((path) => !files.includes(path))).toEqual([]);
  });

  test("has the files that people look for", () => {
    const wanted = [...FIXED_FILES, "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", ".env.example", ".ci/run"];
    expect(wanted.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("has no other room", () => {
    const folders = new Set(files.filter((path) => path.includes("/")).map((path) => path.slice(0, path.indexOf("/"))));
    expect([...folders].filter((name) => !name.startsWith(".") && !ROOMS.includes(name))).toEqual([]);
  });

  test("CI can be run", () => {
    expect(statSync(join(ROOT, ".ci/run")).mode & 0o111).toBe(0o111);
  });
});

describe("what files hold", () => {
  // Joined, so that this file doesn't find itself.
  const absolute = (...names: string[]) => names.map((name) => `/${name}/`);
  const workplace = [...absolute("work", "root", "home"), ["", "tmp", "bash_jobs"].join("/")];
  const registries = ["registry.npmjs", "registry.yarnpkg", "npm.pkg.github", "deb.debian", "pypi", "proxy.golang"].map((name) =>
    [name, name === "pypi" ? "org" : ""].join("."),
  );

  // A path within a URL or of a package is no path of a machine.
  const starts = (needle: string) => new RegExp(`(?<![\\w.@/*\\])}-])${needle}`);

  test("no file names a workplace's paths or a registry", () => {
    const found = files.filter(isText).flatMap((path) => {
      const text = read(path);
      const needles = [
        ...workplace.filter((needle) => starts(needle).test(text)),
        ...registries.filter((needle) => text.includes(needle)),
      ];
      return needles.map((needle) => `${path}: ${needle}`);
    });
    expect(found).toEqual([]);
  });

  test("the search for paths finds one, and lets others be", () => {
    const find = (text: string) => workplace.some((needle) => starts(needle).test(text));
    for (const text of workplace.map((needle) => `cat "${needle}x"`)) expect(find(text)).toBe(true);
    for (const text of workplace.map((needle) => `https://host${needle}x`)) expect(find(text)).toBe(false);
  });

  test(`no file has more than ${MOST_LINES} lines`, () => {
    const written = files.filter(
      (path) => isText(path) && !NOT_WRITTEN.includes(path) && !MADE_FOLDERS.some((folder) => path.startsWith(folder)),
    );
    const lines = written.map((path) => ({ path, lines: read(path).split("\n").length - 1 }));
    expect(lines.filter((file) => file.lines > MOST_LINES)).toEqual([]);
  });

  test("what is exempt from that is there", () => {
    expect(NOT_WRITTEN.filter((path) => !files.includes(path))).toEqual([]);
    expect(MADE_FOLDERS.filter((folder) => !files.some((path) => path.startsWith(folder)))).toEqual([]);
  });

  test("no change left half merged", () => {
    expect(files.filter((path) => isText(path) && /^(<{7}|>{7}) /m.test(read(path)))).toEqual([]);
  });
});
