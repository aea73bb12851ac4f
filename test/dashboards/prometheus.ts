import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { freePorts } from "../network/ports.ts";

/** A series at the newest moment. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A real Prometheus that scrapes one target every second. */
export interface Prometheus {
  /** @throws Error with Prometheus' words where it refuses the expression */
  ask(expression: string): Promise<readonly Sample[]>;
  stop(): Promise<void>;
}

const answer = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
  }),
});

/** Ready when it has scraped the target once. @param target host:port @param folder for its data, of a test */
export async function startPrometheus(target: string, folder: string): Promise<Prometheus> {
  const config = join(folder, "prometheus.yml");
  writeFileSync(
    config,
    `global: { scrape_interval: 1s }\nscrape_configs: [{ job_name: gonka-kpi, static_configs: [{ targets: ["${target}"] }] }]\n`,
  );
  const address = `127.0.0.1:${await freePorts(1)}`;
  const args = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, "data")}`, `--web.listen-address=${address}`];
  const child = spawn("prometheus", args, { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr.on("data", (chunk) => {
    log += String(chunk);
  });
  const ask = async (expression: string): Promise<readonly Sample[]> => {
    const response = await fetch(`http://${address}/api/v1/query?query=${encodeURIComponent(expression)}`);
    const body: unknown = await response.json();
    const parsed = answer.safeParse(body);
    if (!parsed.success) throw new Error(`${expression}: ${JSON.stringify(body).slice(0, 300)}`);
    return parsed.data.data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  };
  const stop = async () => {
    if (child.exitCode === null && child.kill()) await once(child, "exit");
  };
  for (const end = Date.now() + 20_000; Date.now() < end; await sleep(200))
    if ((await ask("up == 1").catch(() => [])).length > 0) return { ask, stop };
  await stop();
  throw new Error(`Prometheus did not scrape ${target} in 20 s: ${log.slice(-1000)}`);
}
