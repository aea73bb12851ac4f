import { existsSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { enginesOf } from "../../storage/testing/engines.ts";
import { temporaryFolder } from "../../storage/testing/store.ts";
import { type Running, runCommand, startCommand } from "../network/command.ts";
import { freePorts } from "../network/ports.ts";

const series = z.object({ chain_id: z.string(), points: z.array(z.object({ value: z.number().nullable() })) });
const linux = process.platform === "linux";
const folder = temporaryFolder("demo");
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = (name: string, port: number) => ({ GONKA_DATA_DIR: join(folder, name), GONKA_PORT: String(port) });

/** The nodes of the network that a demo has started; none before it has. */
function nodesOf(name: string): string[] {
  const path = join(folder, name, "demo.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")).nodes ?? "").split(",") : [];
}

describe("a demo that is left", () => {
  let running: Running;
  let base: string;
  beforeAll(async () => {
    const port = await freePorts(1);
    base = `http://127.0.0.1:${port}/api/v1`;
    running = startCommand(["demo"], { ...env("left", port), GONKA_LOG_LEVEL: "info" });
    await running.said("serving");
  });
  afterAll(() => running?.child.kill("SIGKILL"));

  it("has its first numbers soon, which say that they are simulated", async () => {
    const first = async () => {
      const answer = await fetch(`${base}/indicators/cap.h100e_confirmed/series?axis=epoch`);
      if (!answer.ok) return null;
      const { chain_id, points } = series.parse(await answer.json());
      const numbers = points.flatMap(({ value }) => value ?? []);
      return numbers.length === 0 ? null : { chain_id, numbers };
    };
    let found = await first();
    for (let tries = 0; found === null && tries < 1000; tries++) {
      await sleep(100);
      found = await first();
    }
    expect(found?.chain_id).toBe("gonka-simulated");
    expect(found?.numbers.every((value) => value > 0)).toBe(true);
  }, 120_000);

  it("ends when it is asked to, and leaves neither engine nor network behind", async () => {
    const nodes = nodesOf("left");
    expect(nodes).toHaveLength(3);
    running.child.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 0 });
    for (const node of nodes) await expect(fetch(node)).rejects.toThrow("fetch failed");
    if (linux) expect(enginesOf(join(folder, "left"))).toEqual([]);
  });
});

describe("a demo that can't start", () => {
  let taken: Server;
  let port: number;
  beforeAll(async () => {
    port = await freePorts(1);
    taken = createServer();
    await new Promise<void>((done) => taken.listen(port, () => done()));
  });
  afterAll(() => taken.close());

  it("says which port is taken, and leaves nothing behind", async () => {
    const { code, stderr } = await runCommand(["demo"], env("port", port));
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining(String(port)) });
    if (linux) expect(enginesOf(join(folder, "port"))).toEqual([]);
  });

  it("refuses a network that can't be simulated before it starts anything", async () => {
    const { code, stderr } = await runCommand(["demo", "--hosts", "2"], env("hosts", 0));
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("it should be from 3 to 10000") });
    expect(existsSync(join(folder, "hosts"))).toBe(false);
  });
});
