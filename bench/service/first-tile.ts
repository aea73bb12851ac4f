import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type Browser, chromium } from "playwright-core";
import type { BenchOptions, Figure } from "../figure.ts";
import { median } from "../stats.ts";
import { startService } from "./service.ts";
import { folderOfHosts } from "./synthetic-hosts.ts";

const HOSTS = 118;
const EPOCHS = 30;
const LOADS = 5;
/** The browser's own start, and the service's first check of its methods, are over by then. */
const SETTLE_MS = 5000;

const TOLD = "first tile ";

/** Run by the page itself: logs when the first tile with a number stands painted, in milliseconds since the address was asked for. */
const WATCH = `new MutationObserver((_, watching) => {
  if (document.querySelector('[data-value]:not([data-value="none"])') === null) return;
  watching.disconnect();
  requestAnimationFrame(() => setTimeout(() => console.info("${TOLD}" + performance.now())));
}).observe(document, { subtree: true, childList: true })`;

/** The portal's home page in a browser that has seen nothing of it: from its address to the first tile with a number. */
export async function benchFirstTile({ dir, say }: BenchOptions): Promise<Figure[]> {
  say(`first tile: ${HOSTS} hosts, ${EPOCHS} epochs, ${LOADS} cold loads`);
  const dataDir = await folderOfHosts(dir, HOSTS, EPOCHS);
  const service = await startService(dataDir);
  const executablePath = execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
  const seconds: number[] = [];
  try {
    await sleep(SETTLE_MS);
    for (let load = 0; load < LOADS; load++) seconds.push(await coldLoad(browser, service.url));
  } finally {
    await browser.close();
    await service.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return [
    {
      name: `portal, first tile painted, ${HOSTS} hosts, ${EPOCHS} epochs`,
      unit: "s",
      ours: median(seconds),
      baseline: null,
      goals: [{ of: "value", atMost: 1 }],
      limitedBy: "running 500 kB of script in the browser: React, the theme of @grafana/data, the global styles of @grafana/ui",
    },
  ];
}

async function coldLoad(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  const [told] = await Promise.all([
    page.waitForEvent("console", (message) => message.text().startsWith(TOLD)),
    page.goto(url, { waitUntil: "commit" }),
  ]);
  await context.close();
  return Number(told.text().slice(TOLD.length)) / 1000;
}
