import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ConfigurationError } from "../../storage/errors.ts";
import type { Config } from "../config.ts";

/** Marks a folder as a demo's own, and tells commands beside a running demo where its network is. */
const FILE = "demo.json";
const settings = z.object({ nodes: z.string(), sandboxNodes: z.string(), probeControl: z.string() });
export type DemoSettings = z.infer<typeof settings>;

/**
 * Makes an empty folder for a demo; one that a demo made before is emptied.
 *
 * @throws ConfigurationError for a folder that holds anything else.
 */
export function emptyDemoFolder(dataDir: string): void {
  const isOwn = existsSync(join(dataDir, FILE));
  if (!isOwn && existsSync(dataDir) && readdirSync(dataDir).length > 0)
    throw new ConfigurationError(`${dataDir} holds data that is not a demo's: set GONKA_DATA_DIR to another folder for the demo`);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true });
}

export function writeDemoSettings(dataDir: string, demo: DemoSettings): void {
  const about = "made by gonka-kpi demo, which empties this folder at each start";
  writeFileSync(join(dataDir, FILE), `${JSON.stringify({ about, ...demo }, null, 2)}\n`);
}

/** The configuration with the demo's network where the data folder is a demo's. */
export function withDemoSettings(config: Config): Config {
  const path = join(config.dataDir, FILE);
  if (!existsSync(path)) return config;
  const { nodes, sandboxNodes, probeControl } = settings.parse(JSON.parse(readFileSync(path, "utf8")));
  // The network runs faster than the wall's clock, on which budgets are counted; its hosts are loopback addresses.
  return { ...config, nodes, sandboxNodes, probeControl, rateLimit: false, allowPrivateHosts: true };
}
