// Makes a fresh clone ready to run: Node's version, dependencies, `dist/` with the portal in it, with --with-test-tools also what
// the tests need.
// Runs before every command, so it does nothing in a few milliseconds when nothing is to do, and never writes to stdout:
// that belongs to the command.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = dirname(fileURLToPath(import.meta.url));
const OLDEST_NODE = "20.18.1";
const DIST = join(ROOT, "dist");
const LOCK = join(ROOT, ".setup-lock");
const INSTALL_STAMP = join(ROOT, "node_modules", ".gonka-kpi-installed");
const BUILD_STAMP = join(DIST, ".built");
const PORTAL = join(ROOT, "grafana-plugin", "portal", "vite.config.mjs");
const BUNDLE = join(ROOT, "bundle.mjs");
const NOT_SOURCES = new Set(["node_modules", "dist", "data", "data-demo", "coverage", "dashboards", "test"]);
const TEST_TOOLS = [
  { command: "promtool", debianPackage: "prometheus" },
  { command: "prometheus", debianPackage: "prometheus" },
  { command: "chromium", debianPackage: "chromium" },
];

/** What went wrong and what to do about it, in words for the person at the terminal. */
class SetupError extends Error {}

/** @param {string} text */
const say = (text) => process.stderr.write(`setup: ${text}\n`);

/** @param {string} text */
const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** @param {string} path */
const readIfThere = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");

function checkNode() {
  const parts = (/** @type {string} */ version) => version.split(".").map(Number);
  const [major = 0, minor = 0, patch = 0] = parts(process.versions.node);
  const [oldMajor = 0, oldMinor = 0, oldPatch = 0] = parts(OLDEST_NODE);
  const newEnough = major > oldMajor || (major === oldMajor && (minor > oldMinor || (minor === oldMinor && patch >= oldPatch)));
  if (newEnough) return;
  throw new SetupError(`this is Node ${process.versions.node}; Gonka KPI needs Node ${OLDEST_NODE} or newer. Please install it.`);
}

/**
 * Runs a program with its output on stderr.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<boolean>} whether it ended with 0
 */
function run(program, args, env = process.env) {
  return new Promise((done) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ["ignore", 2, 2], env });
    child.on("error", () => done(false));
    child.on("close", (code) => done(code === 0));
  });
}

/** What an installation depends on: the lock file, and the platform, because of native packages. */
const installKey = () => sha256(`${process.platform} ${process.arch}\n${readIfThere(join(ROOT, "package-lock.json"))}`);

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} Entry */
/** @typedef {Record<string, Entry>} Packages */

/** Whether `node_modules` holds what the lock file says, as after `npm install` by hand; an optional package may be absent. */
function installedByHand() {
  const installed = readIfThere(join(ROOT, "node_modules", ".package-lock.json"));
  if (installed === "") return false;
  /** @type {{ packages: Packages }} */
  const { packages: actual } = JSON.parse(installed);
  /** @type {{ packages: Packages }} */
  const { packages: wanted } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === "") return true;
    const found = actual[path];
    if (found === undefined) return optional === true;
    return found.version === version && found.integrity === integrity;
  });
}

const needsInstall = () => readIfThere(INSTALL_STAMP) !== installKey();

async function install() {
  const key = installKey();
  if (!installedByHand()) {
    say("installing dependencies (npm ci) …");
    // --include=dev: with NODE_ENV=production npm would leave out the compiler.
    const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
    const npm = process.env["npm_execpath"];
    const done = npm?.endsWith(".js") ? await run(process.execPath, [npm, ...args]) : await run("npm", args);
    if (!done) throw new SetupError("npm ci failed (see above); is the npm registry reachable?");
  }
  writeFileSync(INSTALL_STAMP, key);
}

/**
 * Path, size and time of change of every file that the build reads.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      const skipped = entry.name.startsWith(".") || NOT_SOURCES.has(entry.name) || path === dataFolder;
      return skipped ? [] : sources(path);
    }
    if (!/\.(tsx?|mjs|html|svg)$|^tsconfig.*\.json$/.test(entry.name) || /\.test\.tsx?$/.test(entry.name)) return [];
    const { size, mtimeMs } = statSync(path);
    return [`${path} ${size} ${mtimeMs}`];
  });
}
const dataFolder = resolve(ROOT, process.env["GONKA_DATA_DIR"] ?? "data");

const buildKey = () => sha256([installKey(), ...sources(ROOT).sort()].join("\n"));

const needsBuild = () => readIfThere(BUILD_STAMP) !== buildKey();

async function build() {
  for (const name of readdirSync(ROOT)) if (name.startsWith(".dist-")) rmSync(join(ROOT, name), { recursive: true });
  const key = buildKey();
  // Beside dist/, not below it: source maps hold relative paths.
  const next = join(ROOT, `.dist-next-${process.pid}`);
  say("building …");
  const bin = (/** @type {string} */ name) => join(ROOT, "node_modules", ".bin", name);
  const service = async () =>
    (await run(bin("tsc"), ["-p", "tsconfig.build.json", "--outDir", next])) &&
    (!existsSync(BUNDLE) || (await run(process.execPath, [BUNDLE, next])));
  const built = await Promise.all([
    service(),
    !existsSync(PORTAL) ||
      run(bin("vite"), ["build", "--config", PORTAL, "--outDir", join(next, "portal"), "--logLevel", "error"]),
  ]);
  if (built.includes(false)) {
    rmSync(next, { recursive: true, force: true });
    throw new SetupError("the sources don't compile (see above)");
  }
  writeFileSync(join(next, ".built"), key);
  const old = join(ROOT, `.dist-old-${process.pid}`);
  if (existsSync(DIST)) renameSync(DIST, old);
  renameSync(next, DIST);
  rmSync(old, { recursive: true, force: true });
}

/**
 * One setup at a time in a folder; the others wait. The holder touches the lock every second, so one that was killed is noticed.
 *
 * @param {() => Promise<void>} work
 */
async function alone(work) {
  const staleMs = 10_000;
  const giveUpAt = Date.now() + 15 * 60_000;
  for (let waiting = false; !tookLock(); waiting = true) {
    if (!waiting) say("waiting for another setup of this folder …");
    if (Date.now() > giveUpAt) throw new SetupError(`another setup runs for 15 minutes already; if none does, remove ${LOCK}`);
    await sleep(100);
    const touched = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs;
    if (touched !== undefined && Date.now() - touched > staleMs) rmSync(LOCK, { recursive: true, force: true });
  }
  const heartbeat = setInterval(() => existsSync(LOCK) && utimesSync(LOCK, new Date(), new Date()), 1_000);
  const release = () => rmSync(LOCK, { recursive: true, force: true });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.once(signal, () => {
      release();
      process.exit(1);
    });
  }
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
    release();
  }
}

function tookLock() {
  try {
    mkdirSync(LOCK);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} command */
function onPath(command) {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const missingTools = () => TEST_TOOLS.filter(({ command }) => !onPath(command));

async function checkTestTools() {
  const packages = [...new Set(missingTools().map(({ debianPackage }) => debianPackage))];
  if (packages.length === 0) return;
  if (process.getuid?.() === 0 && onPath("apt-get")) await alone(() => installDebian(packages));
  const missing = missingTools().map(({ command }) => command);
  if (missing.length === 0) return;
  const names = packages.join(" ");
  const message = `${missing.join(" and ")} missing; install with: sudo apt-get install --no-install-recommends ${names} (macOS: brew install ${names})`;
  if (["true", "1"].includes(process.env["CI"] ?? "")) throw new SetupError(message);
  say(`${message}. Tests that need them are skipped.`);
}

/**
 * Installs packages without leaving a daemon that runs now or starts with the machine.
 *
 * @param {readonly string[]} packages
 */
async function installDebian(packages) {
  if (missingTools().length === 0) return;
  say(`installing the Debian package ${packages.join(", ")} for the tests …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const options = ["-qq", "-o", "DPkg::Lock::Timeout=120"];
  const policy = "/usr/sbin/policy-rc.d";
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await run("apt-get", [...options, "update"], env);
    const installed = await run("apt-get", [...options, "install", "-y", "--no-install-recommends", ...packages], env);
    if (installed) for (const name of packages) await run("update-rc.d", [name, "disable"]);
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

try {
  checkNode();
  if (needsInstall() || needsBuild()) {
    await alone(async () => {
      if (needsInstall()) await install();
      if (needsBuild()) await build();
    });
  }
  if (process.argv.includes("--with-test-tools")) await checkTestTools();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
