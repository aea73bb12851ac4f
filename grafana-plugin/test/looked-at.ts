import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { startExporter } from "../../exporter/server.ts";
import { startBrowser } from "../../exporter/testing/browser.ts";
import { NOW } from "../../exporter/testing/network.ts";
import { type Served, serveSmallNetwork, silent } from "../../exporter/testing/served.ts";
import { serveHost } from "./host/serve.ts";

const ROOT = join(import.meta.dirname, "..");

/** When the small network lived, as an address says it. */
export const WHEN = { from: "2026-04-01T00:00:00Z", to: "2026-06-01T00:00:00Z" };

/** What it takes to look at the plugin: the service with the small network, the test host with the built plugin, a browser. */
export interface LookedAt {
  readonly served: Served;
  /** Origin of the test host. It asks a service of its own, of the same store: together with the portal it would ask more than one answers. */
  readonly host: string;
  readonly browser: Browser;
  close(): Promise<void>;
}

/** Builds plugin and test host, and starts everything. */
export async function lookedAt(): Promise<LookedAt> {
  const built = mkdtempSync(join(tmpdir(), "gonka-kpi-host-"));
  const [plugin, shell] = [join(built, "plugin"), join(built, "host")];
  const build = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, [join(ROOT, "../node_modules/webpack-cli/bin/cli.js"), ...args], { cwd: ROOT });
  const [served] = await Promise.all([
    serveSmallNetwork(),
    build("--output-path", plugin),
    build("--config", "test/host/webpack.config.mjs", "--output-path", shell),
  ]);
  const second = await startExporter({
    port: 0,
    host: "127.0.0.1",
    log: silent,
    now: () => NOW,
    store: () => served.store,
    recorded: true,
  });
  await second.refresh();
  const host = await serveHost({ host: shell, plugin, service: `http://127.0.0.1:${second.port}` });
  const browser = await startBrowser();
  return {
    served,
    host: host.url,
    browser,
    close: async () => {
      await browser.close();
      await host.close();
      await second.close();
      await served.close();
      rmSync(built, { recursive: true, force: true });
    },
  };
}
