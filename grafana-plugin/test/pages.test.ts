// @vitest-environment node
import axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openPage } from "../../exporter/testing/browser.ts";
import { expectNoInventedNumber, expectWhatApiSays, numbersOf, pictured, settled } from "../../exporter/testing/reading.ts";
import type { Served } from "../../exporter/testing/served.ts";
import { hasTool } from "../../exporter/testing/tool.ts";
import { ROUTES } from "../src/pages/routes.ts";
import { testBoards } from "./boards.ts";
import { type LookedAt, lookedAt, WHEN } from "./looked-at.ts";

/** Of what a page is looked at whose path names something. */
const EXAMPLES: Readonly<Record<string, string>> = {
  metric: "/metrics/M1",
  project: "/projects/T1P1",
  indicator: "/indicators/cap.hosts_active",
  host: "/hosts/gonka1one",
};
const PAGES = ROUTES.flatMap(([name, { path, load }]) => (load === null ? [] : [[name, EXAMPLES[name] ?? path] as const]));
const VIEWS = [
  { width: 1440, dark: false },
  { width: 1024, dark: true },
  { width: 390, dark: false },
];
/** Most JavaScript that comes before the first tile, compressed, in bytes. */
const MOST_SCRIPT = 600_000;

vi.setConfig({ testTimeout: 60_000 });

let served: Served;
let host: string;
let browser: Browser;
let all: LookedAt;
const hasBrowser = hasTool("chromium", "chromium");
beforeAll(async () => {
  if (!hasBrowser) return;
  all = await lookedAt();
  ({ served, host, browser } = all);
}, 300_000);
afterAll(async () => all?.close());

async function look(url: string, view: (typeof VIEWS)[number], picture: string) {
  const { page, errors } = await openPage(browser, url, view);
  await pictured(page, `${picture}-${view.width}-${view.dark ? "dark" : "light"}`);
  return { page, errors };
}

describe.skipIf(!hasBrowser)("in a browser", () => {
  describe("in the test host", () => testBoards(() => all));

  describe.each(PAGES)("the page %s", (name, path) => {
    it.each(VIEWS)("is sound in the portal at $width px, dark: $dark, and invents no number", async (view) => {
      const { page, errors } = await look(served.url + path, view, name);
      expect(errors).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(view.width);
      expectNoInventedNumber(await numbersOf(page));
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate("axe.run()")) as axe.AxeResults;
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])])).toEqual(
        [],
      );
      await page.close();
    });

    it("loads in the test host, as Grafana loads it", async () => {
      const { page, errors } = await look(`${host}/a/gonka-kpi-app${path}`, { width: 1440, dark: true }, `grafana-${name}`);
      expect(errors).toEqual([]);
      expect(await page.evaluate("document.querySelector('h1').innerText")).not.toBe("");
      await page.close();
    });
  });

  it("every tile of the Roadmap page shows what the API says of its indicator", async () => {
    const { page } = await openPage(browser, served.url, { width: 1440, dark: false });
    await settled(page);
    const shown = await numbersOf(page);
    expect(shown.length).toBeGreaterThan(20);
    await expectWhatApiSays(served.url, shown);
    await page.close();
  });

  it("the first tile needs less JavaScript than it may", async () => {
    const { page } = await openPage(browser, "about:blank", { width: 1440, dark: false });
    let bytes = 0;
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    const scripts = new Set<string>();
    session.on("Network.responseReceived", ({ requestId, type }) => void (type === "Script" && scripts.add(requestId)));
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    await page.goto(served.url);
    await page.waitForSelector("[data-value]");
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(MOST_SCRIPT);
    await page.close();
  });

  it("every page is reached by clicks from the Roadmap, and every number leads to its definition", async () => {
    const { page } = await openPage(browser, served.url, { width: 1440, dark: false });
    await settled(page);
    for (const [, { nav, load, path }] of ROUTES)
      if (nav !== null && load !== null)
        expect(await page.locator(`nav[aria-label="Pages"] a[href="${path}"]`).count(), nav).toBe(1);
    const unlinked = (await numbersOf(page)).filter(({ indicator }) => indicator === "");
    expect(unlinked).toEqual([]);
    await page.locator('a[href^="/indicators/"]').first().click();
    await page.getByText("How this number was made").waitFor();
    await page.goBack();
    await page.locator('a[href^="/projects/"]').first().click();
    await settled(page);
    expect(new URL(page.url()).pathname).toMatch(/^\/projects\//);
    await page.close();
  });

  it("the panel shows a tile from the data source's frames in the test host", async () => {
    const { page, errors } = await openPage(browser, `${host}/panel/cap.hosts_active?${new URLSearchParams(WHEN)}`, {
      width: 1024,
      dark: false,
    });
    await page.getByText("provisional").first().waitFor();
    expect(await page.locator("[data-value]").first().getAttribute("data-value")).toBe("2");
    expect(errors).toEqual([]);
    await page.close();
  });

  it("says what is lost when the service is gone", async () => {
    const { page } = await openPage(browser, served.url, { width: 1024, dark: false });
    await settled(page);
    await page.route("**/api/v1/**", (route) => route.abort());
    await page.getByText("does not answer").first().waitFor({ timeout: 90_000 });
    expect(await page.locator("[data-value]").count()).toBeGreaterThan(0);
    await page.close();
  }, 120_000);
});
