// Pictures of pages of a running portal: npm run -w grafana-plugin shots -- --url http://localhost:9464 --to DIR /indicators/cap.hosts_active host=/hosts/gonka1… …
// Each at 1440, 1024 and 390 px, light and dark; with --screen only what stands in the window. Ends with 1 where a page logs an error or is wider than its window.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";

const WIDTHS = [1440, 1024, 390];
const SCHEMES = /** @type {const} */ (["light", "dark"]);
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
const SETTLE_MS = 15_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: "string", default: "http://localhost:9464" },
    to: { type: "string", default: "shots" },
    width: { type: "string", multiple: true },
    scheme: { type: "string", multiple: true },
    screen: { type: "boolean", default: false },
  },
});
const widths = values.width?.map(Number) ?? WIDTHS;
const schemes = SCHEMES.filter((scheme) => values.scheme?.includes(scheme) ?? true);
const say = (/** @type {string} */ text) => process.stdout.write(`${text}\n`);

mkdirSync(values.to, { recursive: true });
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
let troubles = 0;
const named = (/** @type {string} */ asked) => {
  const [name = "", route = ""] = asked.includes("=") ? asked.split("=") : ["", asked];
  return { route, name: name || route.replace(/^\//, "").replaceAll(/[^\w.-]+/g, "_") || "home" };
};
for (const { route, name: kind } of (positionals.length > 0 ? positionals : ["/"]).map(named))
  for (const colorScheme of schemes)
    for (const width of widths) {
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
      const errors = /** @type {string[]} */ ([]);
      page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
      page.on("pageerror", (error) => errors.push(String(error)));
      await page.goto(values.url + route);
      // Placeholders stand for what is still loading. Asked from outside: the portal's policy forbids eval in the page.
      const loaded = async () => {
        await page.locator("h1").waitFor({ timeout: SETTLE_MS });
        for (const one of await page.locator("[role=status]").all()) await one.waitFor({ state: "detached", timeout: SETTLE_MS });
      };
      await loaded().catch(() => errors.push(`still loading after ${SETTLE_MS / 1000} s`));
      await page.evaluate("document.fonts.ready");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) errors.push(`${wide} px wide`);
      const name = `${kind}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: join(values.to, name), fullPage: !values.screen });
      say(`${name}${errors.map((error) => `\n  ✗ ${error}`).join("")}`);
      troubles += errors.length;
      await page.close();
    }
await browser.close();
process.exitCode = troubles > 0 ? 1 : 0;
