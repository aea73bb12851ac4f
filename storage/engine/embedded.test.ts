import { spawn } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { ConfigurationError } from "../errors.ts";
import { openStorage } from "../open.ts";
import { temporaryFolder } from "../testing/store.ts";
import { type Engine, isOwned, openEmbedded } from "./embedded.ts";
import { attachedProcesses, isRunning, readEndpoint } from "./endpoint.ts";

const BUILT = fileURLToPath(new URL("../../dist/storage/engine/embedded.js", import.meta.url));

let folder = "";
const open: Engine[] = [];
const opened = async (): Promise<Engine> => {
  const engine = await openEmbedded(folder);
  open.push(engine);
  return engine;
};
const freshFolder = () => {
  folder = temporaryFolder("engine");
  return folder;
};
afterEach(async () => {
  // Guests first: an owner waits for them.
  for (const engine of open.splice(0).reverse()) await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = async (
  { url, username, password }: Pick<Engine, "url" | "username" | "password">,
  query: string,
): Promise<string> => {
  const headers = username === "" ? {} : { "x-clickhouse-user": username, "x-clickhouse-key": password };
  const response = await fetch(`${url}/`, { method: "POST", headers, body: query });
  return `${response.status} ${(await response.text()).trim()}`;
};

/** Another process that opens the folder's engine as the product does, says its role, and stays until it is told to end. */
async function otherProcess(): Promise<{ pid: number; role: string; end(signal: NodeJS.Signals): Promise<void> }> {
  if (!existsSync(BUILT)) throw new Error("dist/ is missing: run `npm test`, which builds it");
  const script = `const { openEmbedded } = await import(process.argv[1]);
    const engine = await openEmbedded(process.argv[2]);
    process.on("SIGTERM", async () => { await engine.close(); process.exit(0); });
    setInterval(() => {}, 1000);
    console.log(engine.role);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, BUILT, folder], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const role = await new Promise<string>((said, failed) => {
    child.stdout.once("data", (chunk: Buffer) => said(chunk.toString().trim()));
    child.once("exit", (code) => failed(new Error(`ended with ${code}`)));
  });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
  };
  return { pid: child.pid ?? 0, role, end };
}

const until = async (what: () => boolean, ms = 5000) => {
  for (const deadline = Date.now() + ms; !what(); await sleep(10)) if (Date.now() > deadline) throw new Error("it never came");
};

describe("who owns the engine", () => {
  it("the first process that opens the folder; the next ones are its guests, and it waits for them", async () => {
    freshFolder();
    const owner = await opened();
    const guest = await opened();
    expect([owner.role, guest.role]).toEqual(["owner", "guest"]);
    expect(guest.pid).toBe(owner.pid);
    expect(await isOwned(folder)).toBe(true);
    let closed = false;
    const closing = owner.close().then(() => {
      closed = true;
    });
    await sleep(200);
    expect(closed).toBe(false);
    expect(await ask(guest, "SELECT 1")).toBe("200 1");
    await guest.close();
    await closing;
    open.length = 0;
    expect(isRunning(owner.pid ?? 0)).toBe(false);
    expect(await isOwned(folder)).toBe(false);
    expect(readEndpoint(folder)).toBeNull();
  });

  it("two guests of one process are two: the owner waits for both", async () => {
    freshFolder();
    const owner = await opened();
    const [first, second] = [await opened(), await opened()];
    await first.close();
    expect(attachedProcesses(folder)).toEqual([process.pid]);
    await second.close();
    expect(attachedProcesses(folder)).toEqual([]);
    expect(owner.role).toBe("owner");
  });

  it("no one joins an engine that is closing: who comes then waits and owns the next", async () => {
    freshFolder();
    const owner = await opened();
    const guest = await opened();
    const closing = owner.close();
    const next = openEmbedded(folder);
    await sleep(300);
    await guest.close();
    await closing;
    open.length = 0;
    open.push(await next);
    expect(open[0]?.role).toBe("owner");
    expect(open[0]?.pid).not.toBe(owner.pid);
  });

  it("another process is a guest beside a running owner, and one that was killed is not waited for", async () => {
    freshFolder();
    const owner = await opened();
    const guest = await otherProcess();
    expect(guest.role).toBe("guest");
    expect(attachedProcesses(folder)).toEqual([guest.pid]);
    await guest.end("SIGKILL");
    const started = Date.now();
    await owner.close();
    open.length = 0;
    expect(Date.now() - started).toBeLessThan(5000);
  });

  it("an owner whose engine died takes nothing from the one who opened the folder after", async () => {
    freshFolder();
    const first = await opened();
    process.kill(first.pid ?? 0, "SIGKILL");
    await until(() => !isRunning(first.pid ?? 0));
    const second = await opened();
    expect(second.role).toBe("owner");
    await first.close();
    expect(readEndpoint(folder)).toMatchObject({ enginePid: second.pid });
    expect((await opened()).role).toBe("guest");
  });

  it("after kill -9 of the owner no engine stays behind, and the folder opens again", async () => {
    freshFolder();
    const killed = await otherProcess();
    expect(killed.role).toBe("owner");
    const stale = readEndpoint(folder);
    const starts = readdirSync(join(folder, "engine"));
    await killed.end("SIGKILL");
    await until(() => !isRunning(stale?.enginePid ?? 0));
    expect(await isOwned(folder)).toBe(false);
    const next = await opened();
    expect(next.role).toBe("owner");
    expect(await ask(next, "SELECT 1")).toBe("200 1");
    expect(readEndpoint(folder)).not.toEqual(stale);
    // What the killed one left, its user's digest with it, is cleared away.
    expect(readdirSync(join(folder, "engine")).some((name) => starts.includes(name))).toBe(false);
  });
});

describe("who may reach the engine", () => {
  it("what is stored is the owner's alone, and no file but engine.json holds the password", async () => {
    freshFolder();
    const { client, engine, close } = await openStorage({ dataDir: folder });
    await client.command({ query: "CREATE TABLE t (a UInt8) ENGINE = MergeTree ORDER BY a" });
    const files: string[] = [];
    const walk = (at: string) => {
      for (const { name } of readdirSync(at, { withFileTypes: true })) {
        const path = join(at, name);
        if (lstatSync(path).isDirectory()) walk(path);
        else if (lstatSync(path).isFile()) files.push(path);
      }
    };
    walk(folder);
    expect(files.length).toBeGreaterThan(20);
    // Others can't look into a folder that is the owner's alone, whatever the modes inside.
    for (const { name } of readdirSync(folder, { withFileTypes: true }))
      expect(statSync(join(folder, name)).mode & 0o777, name).toBe(name === "engine.json" ? 0o600 : 0o700);
    for (const path of files.filter((path) => path.startsWith(join(folder, "engine"))))
      expect(statSync(path).mode & 0o777, path).toBe(0o600);
    const secret = files.filter((path) => readFileSync(path).includes(engine.password));
    expect(secret).toEqual([join(folder, "engine.json")]);
    await close();
    expect(existsSync(join(folder, "engine.json"))).toBe(false);
  });

  it.runIf(process.platform === "linux")("the password is in no process's arguments or environment", async () => {
    freshFolder();
    const { pid, password } = await opened();
    for (const file of ["cmdline", "environ"]) {
      const text = readFileSync(`/proc/${pid}/${file}`, "utf8");
      expect(text).toContain("/");
      expect(text).not.toContain(password);
    }
  });

  it("without the password nothing is read or written", async () => {
    freshFolder();
    const owner = await opened();
    await ask(owner, "CREATE TABLE default.secret (a String) ENGINE = MergeTree ORDER BY a");
    await ask(owner, "INSERT INTO default.secret VALUES ('fact')");
    expect(await ask(owner, "SELECT a FROM default.secret")).toBe("200 fact");
    const strangers = [
      { username: "", password: "" },
      { username: "default", password: "" },
      { username: owner.username, password: "" },
      { username: owner.username, password: "wrong" },
    ];
    for (const stranger of strangers)
      for (const query of [
        "SELECT a FROM default.secret",
        "SELECT * FROM system.processes",
        "INSERT INTO default.secret VALUES ('lie')",
        "SELECT * FROM file('/etc/hostname', 'LineAsString')",
        "SYSTEM SHUTDOWN",
      ])
        expect(await ask({ ...stranger, url: owner.url }, query), `${stranger.username}: ${query}`).toMatch(
          /ACCESS_DENIED|AUTHENTICATION_FAILED/,
        );
    expect(await ask(owner, "SELECT a FROM default.secret")).toBe("200 fact");
  });
});

it("a server's URL that is none is said without repeating it", async () => {
  const opening = openStorage({ dataDir: "unused", url: "user:secret@host" });
  await expect(opening).rejects.toThrow(ConfigurationError);
  await expect(opening).rejects.not.toThrow(/secret/);
});
