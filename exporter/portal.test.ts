import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Store, startExporter } from "./server.ts";
import { openPage, startBrowser } from "./testing/browser.ts";
import { CHAIN, NOW } from "./testing/network.ts";
import { type Served, serveSmallNetwork, silent } from "./testing/served.ts";
import { hasTool } from "./testing/tool.ts";

const html = { accept: "text/html,*/*;q=0.8" };

let served: Served;
beforeAll(async () => {
  served = await serveSmallNetwork();
});
afterAll(() => served.close());

const fetchPage = (path: string, headers: Readonly<Record<string, string>> = html) => fetch(`${served.url}${path}`, { headers });
const scriptOf = async () => /src="(\/portal\/home-[^"]+\.js)"/.exec(await (await fetchPage("/")).text())?.[1] ?? "";

describe("what is served", () => {
  it("is the portal for people and the index for programs", async () => {
    const page = await fetchPage("/");
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(page.headers.get("vary")).toContain("Accept");
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(await (await fetch(served.url)).json()).toMatchObject({ chain_id: CHAIN, simulated: false });
    const etag = page.headers.get("etag") ?? "";
    expect((await fetchPage("/", { ...html, "if-none-match": etag, "cache-control": "max-age=0" })).status).toBe(304);
  });

  it.each(["/indicators/cap.hosts_active", "/hosts", "/metrics/M1"])("is the portal at %s too", async (path) => {
    expect(await (await fetchPage(path)).text()).toContain('<div id="root">');
    expect((await fetch(`${served.url}${path}`)).status).toBe(404);
  });

  it("names with the home page what its first tiles need, with no other page", async () => {
    const { headers } = await fetchPage("/");
    expect(headers.get("link")?.match(/<[^>]+>/g)).toEqual(["</api/v1/roadmap>", "</api/v1/indicators>", "</api/v1/now>"]);
    expect((await fetchPage("/hosts")).headers.get("link")).toBeNull();
  });

  it("is what it was at addresses that are something else", async () => {
    expect((await fetchPage("/metrics")).headers.get("content-type")).toContain("text/plain");
    expect((await fetchPage("/api/v1/nothing")).headers.get("content-type")).toContain("application/json");
    expect((await fetchPage("/portal/nothing.js")).status).toBe(404);
    expect((await fetchPage("/portal/..%2findex.html")).status).toBeGreaterThanOrEqual(400);
  });

  it("stands in other sites' frames below /embed alone", async () => {
    const { headers } = await fetchPage("/embed/cap.hosts_active");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors *");
    expect(headers.get("x-frame-options")).toBeNull();
    expect((await fetchPage("/indicators/cap.hosts_active")).headers.get("x-frame-options")).toBe("DENY");
  });

  it.each(["br", "gzip"])("its files come as they were compressed (%s), for ever", async (encoding) => {
    const response = await fetchPage(await scriptOf(), { "accept-encoding": encoding });
    expect(response.headers.get("content-encoding")).toBe(encoding);
    expect(response.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(Number(response.headers.get("content-length"))).toBeLessThan(400_000);
    expect((await response.text()).includes("__grafana_public_path__")).toBe(true);
  });
});

describe("badges", () => {
  const badge = async (id: string) => (await fetch(`${served.url}/badge/${id}.svg`)).text();
  it("show the newest number with its state", async () => {
    expect(await badge("cap.hosts_active")).toContain("Active hosts: 2 hosts · ○ provisional");
    expect(await badge("ret.exclusion_rate")).toContain("50 % of hosts per epoch · ○ provisional");
  });
  it("never show an older number as the newest, nor 0 for unknown", async () => {
    expect(await badge("rel.host_failure_rate")).toContain(": – · ∅ no data");
    expect(await badge("rel.inference_availability")).toMatch(/: – · \S+ [a-z ]+</);
  });
  it("are kept for two minutes, and there is none of what doesn't exist", async () => {
    const response = await fetch(`${served.url}/badge/cap.hosts_active.svg`);
    expect(response.headers.get("content-type")).toContain("image/svg+xml");
    expect(response.headers.get("cache-control")).toBe("public, max-age=120");
    expect(response.headers.get("ratelimit-policy")).toBeTruthy();
    for (const name of ["nothing.svg", "cap.hosts_active.png"])
      expect((await fetch(`${served.url}/badge/${name}`)).status).toBe(404);
  });
  it("say SIMULATED of a simulated chain", async () => {
    const store: Store = { ...served.store, chain: "gonka-simulated-1" };
    const exporter = await startExporter({ port: 0, host: "127.0.0.1", log: silent, now: () => NOW, store: () => store });
    expect((await fetch(`http://127.0.0.1:${exporter.port}/badge/cap.hosts_active.svg`)).status).toBe(503);
    await exporter.refresh();
    expect(await (await fetch(`http://127.0.0.1:${exporter.port}/badge/cap.hosts_active.svg`)).text()).toContain("SIMULATED");
    await exporter.close();
  });
});

describe.skipIf(!hasTool("chromium", "chromium"))("in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it("what the first tiles need is asked for before the page's code runs, and once", async () => {
    const page = await browser.newPage();
    const [asked, warned]: [string[], string[]] = [[], []];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    page.on("console", (message) => message.type() === "warning" && warned.push(message.text()));
    // Its code comes when all the rest has been asked for.
    await page.route("**/portal/*.js", async (route) => {
      await expect.poll(() => asked.filter((path) => path.startsWith("/api/")).length).toBe(3);
      await route.continue();
    });
    await page.goto(served.url);
    await page.locator("[data-value]").first().waitFor();
    const ofTiles = asked.filter((path) => /^\/api\/v1\/(roadmap|indicators|now)$/.test(path));
    expect(ofTiles.sort()).toEqual(["/api/v1/indicators", "/api/v1/now", "/api/v1/roadmap"]);
    expect(warned).toEqual([]);
    await page.close();
  });

  it("an indicator's embedded view shows its number and the way to its source", async () => {
    const { page, errors } = await openPage(browser, `${served.url}/embed/cap.hosts_active`, { width: 390, dark: true });
    await page.getByText("provisional").first().waitFor();
    expect(await page.locator("[data-value]").first().getAttribute("data-value")).toBe("2");
    expect(await page.getByRole("link", { name: /how this number was made/ }).getAttribute("href")).toBe(
      "/indicators/cap.hosts_active",
    );
    expect(await page.getByRole("navigation", { name: "Pages" }).count()).toBe(0);
    expect(errors).toEqual([]);
  });

  it("takes a series along as a file that says where it comes from", async () => {
    const { page } = await openPage(browser, `${served.url}/indicators/cap.hosts_active`, { width: 1024, dark: false });
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
    expect(download.suggestedFilename()).toBe("cap.hosts_active-epoch.csv");
    const [head, first] = Buffer.concat(await (await download.createReadStream()).toArray())
      .toString()
      .split("\n");
    expect(head).toMatch(/^chain_id,simulated,indicator,unit,bucket,/);
    expect(first).toMatch(new RegExp(`^${CHAIN},false,cap.hosts_active,hosts,`));
  });
});
