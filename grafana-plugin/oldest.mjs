// Holds the plugin against the oldest Grafana that it says it runs on: npm run -w grafana-plugin oldest
// On that version's published packages (installed once, in the system's folder for temporary files) the test host loads and draws the built
// plugin; then levitate looks for what the sources use and that version lacks. Ends with 1 where anything failed.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = import.meta.dirname;
const OLDEST = "11.6.0";
const GRAFANA = ["@grafana/data", "@grafana/runtime", "@grafana/ui"];
/** @type {Record<string, string>} */
const PACKAGES = {
  ...Object.fromEntries(GRAFANA.map((name) => [name, OLDEST])),
  react: "18.3.1",
  "react-dom": "18.3.1",
  "react-router-dom": "6.30.6",
};
const LEVITATE = "@grafana/levitate@0.17.2";
const MODULES = ["module.tsx", "datasource/module.ts", "panel/module.ts"];
const CACHE = join(tmpdir(), `gonka-kpi-grafana-${OLDEST}-${userInfo().uid}`);

const say = (/** @type {string} */ text) => process.stdout.write(`${text}\n`);
/** @param {string} path */
const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));
/** Without what npm tells its scripts of the workspace that runs them: it would hold in other folders too. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^npm_config_(workspace|local_prefix|include_workspace)/i.test(name)),
);

/**
 * Runs a program, and shows what it says on stderr.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {NodeJS.ProcessEnv} [more] for its environment
 * @returns {Promise<{ ended: number | null, said: string }>}
 */
function run(program, args, cwd, more = {}) {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd, env: { ...environment, ...more }, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (/** @type {Buffer} */ part) => {
        said += part;
        process.stderr.write(part);
      });
    child.on("error", (error) => done({ ended: null, said: String(error) }));
    child.on("close", (ended) => done({ ended, said }));
  });
}

/** @returns {Promise<string>} the folder of the oldest Grafana's packages, which is kept where it holds exactly these already */
async function installed() {
  const packages = join(CACHE, "packages");
  const wanted = JSON.stringify(PACKAGES);
  const stamp = join(packages, "installed.json");
  const versionOf = (/** @type {string} */ name) => {
    const path = join(packages, "node_modules", name, "package.json");
    return existsSync(path) ? readJson(path).version : null;
  };
  const isComplete = () => Object.entries(PACKAGES).every(([name, version]) => versionOf(name) === version);
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted || !isComplete()) {
    rmSync(packages, { recursive: true, force: true });
    mkdirSync(packages, { recursive: true });
    writeFileSync(join(packages, "package.json"), JSON.stringify({ private: true, dependencies: PACKAGES }));
    say(`installing Grafana ${OLDEST}'s packages in ${packages} …`);
    const { ended } = await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], packages);
    if (ended !== 0 || !isComplete()) throw new Error(`npm could not install Grafana ${OLDEST}'s packages (see above)`);
    writeFileSync(stamp, wanted);
  }
  return join(packages, "node_modules");
}

/**
 * @param {string} packages
 * @returns {Promise<string | null>} what failed
 */
async function drawn(packages) {
  const report = join(CACHE, "tests.json");
  rmSync(report, { force: true });
  const vitest = join(dirname(fileURLToPath(import.meta.resolve("vitest/package.json"))), "vitest.mjs");
  const args = ["run", "test/pages.test.ts", "-t", "test host", "--reporter=default", "--reporter=json"];
  // In CI a missing browser is a failure: nothing would be drawn.
  const more = { GRAFANA_PACKAGES: packages, CI: "true" };
  const { ended } = await run(process.execPath, [vitest, ...args, `--outputFile.json=${report}`], ROOT, more);
  if (ended !== 0 || !existsSync(report)) return "tests failed (see above)";
  const { numPassedTests } = readJson(report);
  say(`${numPassedTests} tests in the test host passed`);
  return numPassedTests > 0 ? null : "no test ran";
}

/**
 * Levitate takes what it can't find or read for compatible, and finds no packages in a workspace: so it works on a copy of the sources, and
 * its word counts only where it says that it compared each package.
 *
 * @returns {Promise<string | null>} what failed
 */
async function compatible() {
  const copy = join(CACHE, "sources");
  rmSync(copy, { recursive: true, force: true });
  cpSync(join(ROOT, "src"), join(copy, "src"), { recursive: true });
  // One entry that leads to all: it compares whole packages each time it is called.
  writeFileSync(join(copy, "src/all.ts"), MODULES.map((module, index) => `export * as m${index} from "./${module}";\n`).join(""));
  const { dependencies } = readJson(join(ROOT, "package.json"));
  writeFileSync(join(copy, "package.json"), JSON.stringify({ private: true, dependencies }));
  // Where the workspace's packages lie.
  symlinkSync(
    join(dirname(fileURLToPath(import.meta.resolve("@grafana/data/package.json"))), "../.."),
    join(copy, "node_modules"),
  );
  const target = GRAFANA.map((name) => `${name}@${OLDEST}`).join(",");
  const args = ["--yes", LEVITATE, "is-compatible", "--path", "src/all.ts", "--target", target];
  const { ended, said } = await run("npx", args, copy, { TMPDIR: CACHE, FORCE_COLOR: "0" });
  if (ended !== 0) return "the sources use what it lacks (see above)";
  const compared = GRAFANA.filter((name) => said.includes(`Found ${name} version ${dependencies[name]} locally`));
  if (compared.length < GRAFANA.length || /Could not process|Skipping/.test(said))
    return "levitate did not compare every package";
  return said.includes("appears to be compatible") ? null : "levitate came to no verdict";
}

const packages = await installed();
/** @type {[string, string | null][]} */
const results = [
  ["the built plugin loads and draws in the test host", await drawn(packages)],
  [`levitate on ${MODULES.join(", ")}`, await compatible()],
];
say(`\nGrafana ${OLDEST}, React ${PACKAGES["react"]}:`);
for (const [what, trouble] of results) say(trouble === null ? `✓ ${what}` : `✗ ${what}: ${trouble}`);
process.exitCode = results.every(([, trouble]) => trouble === null) ? 0 : 1;
