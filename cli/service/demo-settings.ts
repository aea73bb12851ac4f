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
  // From the first moment: one that ends before its network stands leaves a folder that the next may empty.
  write(dataDir, {});
}

export const writeDemoSettings = (dataDir: string, demo: DemoSettings): void => write(dataDir, demo);

function write(dataDir: string, demo: Partial<DemoSettings>): void {
  const about = "made by gonka-kpi demo, which empties this folder at each start";
  writeFileSync(join(dataDir, FILE), `${JSON.stringify({ about, ...demo }, null, 2)}\n`);
}

/** The configuration with the demo's network where the data folder is a demo's. @throws ConfigurationError while that one has none yet. */
export function withDemoSettings(config: Config): Config {
  const path = join(config.dataDir, FILE);
  if (!existsSync(path)) return config;
  const written = settings.safeParse(JSON.parse(readFileSync(path, "utf8")));
  if (!written.success)
    throw new ConfigurationError(
      `the demo of ${config.dataDir} has no network yet, or never had one: start it, or wait a moment`,
    );
  const { nodes, sandboxNodes, probeControl } = written.data;
  // The network runs faster than the wall's clock, on which budgets are counted; its hosts are loopback addresses.
  return { ...config, nodes, sandboxNodes, probeControl, rateLimit: false, allowPrivateHosts: true };
}
