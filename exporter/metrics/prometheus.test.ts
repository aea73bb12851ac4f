import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { CHAIN } from "../testing/network.ts";
import { type Served, serveSmallNetwork } from "../testing/served.ts";
import { hasTool } from "../testing/tool.ts";

const answer = z.object({
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});

describe.skipIf(!hasTool("prometheus", "prometheus"))("a real Prometheus", () => {
  const folder = mkdtempSync(join(tmpdir(), "gonka-prometheus-"));
  let served: Served;
  let prometheus: ChildProcess;
  let url: string;
  let log = "";

  beforeAll(async () => {
    served = await serveSmallNetwork();
    const config = join(folder, "prometheus.yml");
    writeFileSync(
      config,
      `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: gonka, static_configs: [{ targets: ["${new URL(served.url).host}"] }] }]\n`,
    );
    const address = `127.0.0.1:${await freePort()}`;
    url = `http://${address}`;
    const args = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, "data")}`, `--web.listen-address=${address}`];
    prometheus = spawn("prometheus", args, { stdio: ["ignore", "ignore", "pipe"] });
    prometheus.stderr?.on("data", (chunk) => {
      log += String(chunk);
    });
  });
  afterAll(async () => {
    if (prometheus.exitCode === null && prometheus.kill()) await once(prometheus, "exit");
    await served.close();
    rmSync(folder, { recursive: true });
  });

  it("scrapes it and answers with its values", async () => {
    const [up] = await query('up{job="gonka"} == 1');
    expect(up, log).toBeDefined();
    const [active] = await query('gonka_indicator_value{indicator="cap.hosts_active"}');
    expect(active?.value[1]).toBe("2");
    expect(active?.metric["chain_id"]).toBe(CHAIN);
    const [missing] = await query('gonka_indicator_value{indicator="rel.inference_availability"} or vector(-1)');
    expect(missing?.value[1]).toBe("-1");
    const byProject = await query('gonka_indicator_value and on(indicator) gonka_indicator_project_info{project="T1P2"}');
    expect(byProject.map(({ metric }) => metric["indicator"])).toContain("rel.host_failure_rate");
  });

  /** The answer to a query, as soon as it has one, within 20 s. */
  async function query(expression: string) {
    for (const end = Date.now() + 20_000; Date.now() < end; await sleep(200)) {
      const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`).catch(() => null);
      if (!response?.ok) continue;
      const { result } = answer.parse(await response.json()).data;
      if (result.length > 0) return result;
    }
    return [];
  }
});

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
