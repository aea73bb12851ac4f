import { spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ROOT } from "./files.ts";

describe("setup.mjs", () => {
  let folder: string;

  /** A project of two sources whose dependencies are there already: an installation needs a registry. */
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "gonka-kpi-setup-"));
    for (const file of ["setup.mjs", "tsconfig.json", "tsconfig.build.json"]) copyFileSync(join(ROOT, file), join(folder, file));
    for (const room of ["cli", "node_modules"]) mkdirSync(join(folder, room));
    write("package.json", '{ "type": "module" }');
    for (const file of ["package-lock.json", "node_modules/.package-lock.json"]) write(file, '{ "packages": {} }');
    for (const name of [".bin", "typescript", "@typescript", "@types", "undici-types"])
      symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
    write("cli/main.ts", 'import { word } from "./word.ts";\nprocess.stdout.write(word);\n');
    write("cli/word.ts", 'export const word: string = "one";\n');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test("builds, and writes nothing to stdout", async () => {
    expect(await setup()).toMatchObject({ code: 0, stdout: "", stderr: expect.stringContaining("building") });
    expect(await node("dist/cli/main.js")).toMatchObject({ stdout: "one" });
  });

  test("does nothing where nothing is to do", async () => {
    await setup();
    const built = statSync(join(folder, "dist")).ctimeMs;
    expect(await setup()).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(statSync(join(folder, "dist")).ctimeMs).toBe(built);
  });

  test("builds again when a source changed, came or went, and leaves nothing stale", async () => {
    await setup();
    write("cli/word.ts", 'export const word: string = "seven";\n');
    write("cli/extra.ts", "export const extra = 1;\n");
    await setup();
    expect(await node("dist/cli/main.js")).toMatchObject({ stdout: "seven" });
    expect(readdirSync(join(folder, "dist/cli"))).toContain("extra.js");
    rmSync(join(folder, "cli/extra.ts"));
    await setup();
    expect(readdirSync(join(folder, "dist/cli"))).not.toContain("extra.js");
  });

  test("sources that don't compile fail it and leave the last build in place", async () => {
    await setup();
    write("cli/word.ts", "export const word: string = 7;\n");
    expect(await setup()).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("don't compile") });
    expect(await node("dist/cli/main.js")).toMatchObject({ stdout: "one" });
    expect(leftovers()).toEqual([]);
  });

  test("of several at the same time one builds and the others wait", async () => {
    const all = await Promise.all([setup(), setup(), setup(), setup()]);
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(all.filter(({ stderr }) => stderr.includes("building"))).toHaveLength(1);
    expect(leftovers()).toEqual([]);
  });

  test("the lock of one that was killed doesn't hold the next", async () => {
    mkdirSync(join(folder, ".setup-lock"));
    const minuteAgo = new Date(Date.now() - 60_000);
    utimesSync(join(folder, ".setup-lock"), minuteAgo, minuteAgo);
    expect(await setup()).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, "dist/cli/main.js"))).toBe(true);
    expect(leftovers()).toEqual([]);
  });

  test("a tool that tests need and nobody can install is named: a failure in CI, a line elsewhere", async () => {
    await setup();
    const wanted = { stdout: "", stderr: expect.stringMatching(/promtool.*missing.*apt-get install.* prometheus/) };
    expect(await setup(["--with-test-tools"], { PATH: folder, CI: "true" })).toMatchObject({ ...wanted, code: 1 });
    expect(await setup(["--with-test-tools"], { PATH: folder, CI: "" })).toMatchObject({ ...wanted, code: 0 });
    expect(await setup([], { PATH: folder, CI: "true" })).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  describe("installs", () => {
    const LOCK = {
      "": { workspaces: ["plugin"], dependencies: { a: "1" } },
      plugin: { dependencies: { b: "1" } },
      "node_modules/a": { version: "1.0.0" },
      "node_modules/a/node_modules/c": { version: "2.0.0" },
      "node_modules/b": { version: "1.0.0" },
      "node_modules/d": { version: "1.0.0", optional: true },
    };
    const installed = (...paths: string[]) =>
      write("node_modules/.package-lock.json", JSON.stringify({ packages: pick(LOCK, paths) }));
    const pick = (all: object, paths: readonly string[]) =>
      Object.fromEntries(Object.entries(all).filter(([path]) => paths.includes(path)));

    beforeEach(() => {
      write("package-lock.json", JSON.stringify({ packages: LOCK }));
      write("npm.js", 'process.stderr.write(["npm", ...process.argv.slice(2)].join(" "));\n');
    });
    const withNpm = () => setup([], { npm_execpath: join(folder, "npm.js") });

    test("nothing where all packages are there but optional ones", async () => {
      installed("plugin", "node_modules/a", "node_modules/a/node_modules/c", "node_modules/b");
      expect((await withNpm()).stderr).not.toContain("npm ci");
    });

    test.each(["node_modules/b", "node_modules/a/node_modules/c"])("all of them where %s is missing", async (missing) => {
      installed(...Object.keys(LOCK).filter((path) => path !== missing));
      expect((await withNpm()).stderr).toContain("npm ci --include=dev");
    });
  });

  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  const leftovers = () => readdirSync(folder).filter((name) => name.startsWith(".dist") || name === ".setup-lock");
  const setup = (args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) => node("setup.mjs", args, env);

  function node(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
    return new Promise<{ code: number | null; stdout: string; stderr: string }>((done, failed) => {
      const child = spawn(process.execPath, [join(folder, script), ...args], { env: { ...process.env, ...env } });
      const said = { stdout: "", stderr: "" };
      child.stdout.on("data", (text: Buffer) => (said.stdout += text));
      child.stderr.on("data", (text: Buffer) => (said.stderr += text));
      child.on("error", failed);
      child.on("close", (code) => done({ code, ...said }));
    });
  }
});
