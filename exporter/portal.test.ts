import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ESCROW_EXPIRIES, ESCROW_OPENINGS } from "../storage/facts/tables.ts";
import { ObservationWriter } from "../storage/write/observations.ts";
import type { Store } from "./server.ts";
import { startExporter } from "./server.ts";
import { type Browser, startBrowser } from "./testing/browser.ts";
import { CHAIN, HEAD, NOW } from "./testing/network.ts";
import { type Served, serveSmallNetwork, silent } from "./testing/served.ts";
import { hasTool } from "./testing/tool.ts";

const FOLDER = fileURLToPath(new URL("portal/", import.meta.url));
const FILES = readdirSync(FOLDER).filter((name) => name !== "tsconfig.json");
const html = { accept: "text/html,*/*;q=0.8" };

let served: Served;
beforeAll(async () => {
  served = await serveSmallNetwork();
});
afterAll(() => served.close());

describe("the files", () => {
  it("are the page for people and the index for programs, each with its ETag", async () => {
    const page = await fetch(served.url, { headers: html });
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("vary")).toContain("Accept");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).not.toContain("unsafe");
    expect(await (await fetch(served.url)).json()).toMatchObject({ chain_id: CHAIN, simulated: false });
    const etag = page.headers.get("etag") ?? "";
    expect((await fetch(served.url, { headers: { ...html, "if-none-match": etag, "cache-control": "max-age=0" } })).status).toBe(
      304,
    );
  });

  it.each(FILES.filter((name) => name !== "index.html"))("/portal/%s is served as it is", async (name) => {
    const response = await fetch(`${served.url}/portal/${name}`);
    expect(await response.text()).toBe(readFileSync(`${FOLDER}${name}`, "utf8"));
    expect(response.headers.get("etag")).toMatch(/^"/);
  });

  it("are small, and nothing else is served beside them", async () => {
    expect(FILES.reduce((sum, name) => sum + readFileSync(`${FOLDER}${name}`).length, 0)).toBeLessThan(34_000);
    for (const path of ["tsconfig.json", "../server.ts", "%2e%2e/server.ts", ""])
      expect((await fetch(`${served.url}/portal/${path}`)).status).toBe(404);
  });

  it("fit the types of the API's answers", () => {
    const root = fileURLToPath(new URL("../", import.meta.url));
    const checked = spawnSync(`${root}node_modules/.bin/tsc`, ["--noEmit", "-p", `${FOLDER}tsconfig.json`], { cwd: root });
    expect(checked.stdout.toString()).toBe("");
  });
});

describe.skipIf(!hasTool("chromium", "chromium"))("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  const text = (selector: string) => `(document.querySelector(${JSON.stringify(selector)})?.innerText ?? "")`;

  it("shows the network now and the state of every indicator, and loads nothing that its policy forbids", async () => {
    const page = await browser.open(served.url, { width: 1440, dark: false });
    await page.until(`document.querySelectorAll(".tile").length > 100`);
    expect(await page.evaluate(text("#head-height"))).toContain(HEAD.height.toLocaleString("en"));
    expect(await page.evaluate(text("#hosts-by-state"))).toMatch(/1 ▲ up\s+0 ▼ down\s+1 \? unknown\s+0 ◼ maintenance/);
    expect(await page.evaluate(text("#epoch-phase"))).toBe("inference");
    expect(await page.evaluate(text("#about"))).toContain(CHAIN);
    const tile = (id: string) => page.evaluate(text(`.tile[data-id="${id}"]`));
    expect(await tile("cap.hosts_active")).toMatch(/Active hosts\s+2 hosts\s+○ provisional/);
    expect(await tile("ret.exclusion_rate")).toMatch(/50 % of hosts per epoch\s+○ provisional/);
    // Its epoch has no number: the older one is told apart, never shown as the newest.
    expect(await tile("rel.host_failure_rate")).toMatch(/–\s+∅ no data[\s\S]*Last number: 10.3 %, epoch 11/);
    expect(await tile("rel.inference_availability")).toMatch(/–\s+∅ no data/);
    expect(await page.evaluate(`document.querySelector("#simulated").hidden`)).toBe(true);
    expect(page.errors).toEqual([]);
  });

  it.each([
    [390, false],
    [390, true],
    [1024, true],
    [1440, false],
  ])("fits %i px (dark: %s) without sideways scrolling, in legible colours", async (width, dark) => {
    const page = await browser.open(served.url, { width, dark });
    await page.until(`document.querySelectorAll(".tile").length > 100`);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    expect(await page.evaluate(CONTRASTS)).toEqual([]);
  });

  it("lists the sessions in trouble, and says where there are none", async () => {
    const writer = new ObservationWriter(served.store.client, CHAIN);
    const opening = { height: 1200, time: "2026-05-05T07:00:00Z", creator: "gonka1payer", amount: 2_500_000_000n, source: "a" };
    await writer.write(ESCROW_OPENINGS, [{ ...opening, escrow_id: 77n, epoch: 14, model_id: "<b>model</b>" }]);
    const expiry = { escrow_id: 77n, epoch: 14, seen_height: 1400, observed_at: "2026-05-05T17:00:00.000Z", source: "a" };
    await writer.write(ESCROW_EXPIRIES, [expiry]);
    await writer.flush();
    const page = await browser.open(served.url, { width: 1440, dark: false });
    await page.until(`document.querySelectorAll("#sessions article").length === 3`);
    const list = (trouble: string) => page.evaluate(text(`[data-trouble="${trouble}"]`));
    expect(await list("failed")).toMatch(/escrow 77 · epoch 14 · <b>model<\/b>\s+expired unsettled · 2.5 GNK locked/);
    expect(await list("disputed")).toContain("None in the last four epochs, of what was collected.");
    expect(page.errors).toEqual([]);
  });

  it("keeps the keyboard's focus while it refreshes", async () => {
    let now = NOW;
    const store: Store = served.store;
    const exporter = await startExporter({ port: 0, host: "127.0.0.1", log: silent, now: () => now, store: () => store });
    await exporter.refresh();
    const page = await browser.open(`http://127.0.0.1:${exporter.port}`, { width: 1024, dark: false });
    await page.until(`document.querySelector("#hosts-link") !== null`);
    await page.evaluate(`document.querySelector("#hosts-link").focus()`);
    now = new Date(NOW.getTime() + 30_000);
    await page.until(`${text("#now")}.includes("38 s ago")`);
    expect(await page.evaluate("document.activeElement.id")).toBe("hosts-link");
    await exporter.close();
    await page.until(`${text("#notice")}.includes("does not answer")`);
    expect(await page.evaluate(text("#notice"))).toContain("may be old");
    expect(await page.evaluate(text("#head-height"))).toContain("1,450");
  }, 60_000);

  it("opens before there is any data, and says what it does not know", async () => {
    const exporter = await startExporter({ port: 0, host: "127.0.0.1", log: silent, now: () => NOW, store: () => null });
    const page = await browser.open(`http://127.0.0.1:${exporter.port}`, { width: 390, dark: false });
    await page.until(`${text("#notice")}.includes("nothing was collected yet")`);
    expect(await page.evaluate(text("#now"))).toMatch(/Head\s+–\s+\? not known yet/);
    expect(await page.evaluate(text("#now"))).not.toMatch(/\b0\b/);
    await exporter.close();
  });

  it("says SIMULATED of a simulated chain", async () => {
    const store: Store = { ...served.store, chain: "gonka-simulated-1" };
    const exporter = await startExporter({ port: 0, host: "127.0.0.1", log: silent, now: () => NOW, store: () => store });
    await exporter.refresh();
    const page = await browser.open(`http://127.0.0.1:${exporter.port}`, { width: 390, dark: true });
    await page.until(`!document.querySelector("#simulated").hidden`);
    expect(await page.evaluate("document.title")).toContain("SIMULATED");
    expect(await page.evaluate(text("#now"))).toMatch(/Head\s+–\s+✕ no source tells/);
    await exporter.close();
  });
});

/** Texts whose contrast to what lies behind them is below 4.5 (WCAG AA). */
const CONTRASTS = `(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] > 0) return color;
    }
    return [255, 255, 255];
  };
  const bad = new Set();
  for (const node of document.querySelectorAll("body *")) {
    if (![...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim() !== "")) continue;
    const [a, b] = [light(rgb(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.add(node.tagName + "." + node.className + " " + ratio.toFixed(2));
  }
  return [...bad];
})()`;
