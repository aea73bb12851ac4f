import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openPage, startBrowser } from "../exporter/testing/browser.ts";
import { expectNoInventedNumber, expectWhatApiSays, numbersOf, pictured, settled, toldOf } from "../exporter/testing/reading.ts";
import { hasTool } from "../exporter/testing/tool.ts";
import { type Running, runCommand, startCommand } from "./network/command.ts";
import { freePorts } from "./network/ports.ts";
import { collectRecorded, hasRecordings, type Recorded, UNLESS_RECORDED } from "./network/recorded.ts";

const runs = hasRecordings && hasTool("chromium", "chromium");
/** Of epoch 270, read independently of this product: members with weight less those excluded, share of the three heaviest. */
const ACTIVE = 44;
const TOP3 = "39.0";
/** The heaviest member of epoch 271, as recorded, with a weight of 127,715. */
const HEAVIEST = "gonka1duuaqdx06sx8v2dzggltwwmqyuw8lvjkjq7xll";
const WIDE = { width: 1440, dark: false };

vi.setConfig({ testTimeout: 60_000 });

describe.skipIf(!runs)(`recorded mainnet epochs on the pages${UNLESS_RECORDED}`, () => {
  let recorded: Recorded;
  let service: Running;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    recorded = await collectRecorded("recorded-pages");
    for (const ended of [recorded.collected, recorded.evaluated]) expect(ended).toMatchObject({ code: 0 });
    const port = await freePorts(1);
    url = `http://127.0.0.1:${port}`;
    service = startCommand(["start"], { ...recorded.env, GONKA_PORT: String(port), GONKA_LOG_LEVEL: "info" });
    await service.said('"serving"');
    browser = await startBrowser();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    service?.child.kill("SIGINT");
    await service?.ended;
    recorded?.remove();
  }, 60_000);

  const look = async (path: string, picture: string) => {
    const { page, errors } = await openPage(browser, url + path, WIDE);
    await pictured(page, `recorded-${picture}`);
    expect(errors).toEqual([]);
    return page;
  };

  it.each([
    ["Roadmap", "/", 5],
    ["capacity", "/metrics/M1", 1],
  ])("the page %s shows what the API says, and no number where none is", async (name, path, atLeast) => {
    const page = await look(path, name);
    const shown = await numbersOf(page);
    expectNoInventedNumber(shown);
    await expectWhatApiSays(url, shown);
    expect(shown.filter(({ value }) => value !== "none").length).toBeGreaterThanOrEqual(atLeast);
    await page.close();
  });

  it.each([
    ["cap.hosts_active", `${ACTIVE}`],
    ["cap.weight_top3_share", TOP3],
  ])("the page of %s draws the epochs that were never recorded as a gap, and tells epoch 270", async (indicator, number) => {
    const page = await look(`/indicators/${indicator}?axis=epoch`, indicator);
    const chart = page.getByRole("slider").first();
    expect(await chart.locator("[data-run]").count()).toBe(2);
    expect(await chart.locator("[data-gap] title").allTextContents()).toEqual([expect.stringContaining("254")]);
    await chart.focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    expect(await chart.getAttribute("aria-valuetext")).toBe("epoch 270");
    await page.getByText("epoch 270").first().waitFor();
    expect(await page.locator("main").textContent()).toContain(number);
    await page.close();
  });

  it("the pages of hosts list who the recorded network had, and what nobody recorded of them is no number", async () => {
    const page = await look("/hosts", "hosts");
    expect(await page.locator("table tbody a").count()).toBeGreaterThan(0);
    await page.getByText(HEAVIEST.slice(-6)).first().click();
    await settled(page);
    const said = (await page.locator("main").textContent()) ?? "";
    expect(said).toContain(HEAVIEST);
    expect(said).toContain("127,715");
    expectNoInventedNumber(await numbersOf(page));
    await page.close();
  });

  it("says what is lost once no source answers for the next epoch, and what was the last number", async () => {
    recorded.stopNodes();
    const lost = await runCommand(["backfill", "--epochs", "272"], recorded.env);
    expect(lost, lost.stderr).toMatchObject({ code: 1 });
    expect(await runCommand(["evaluate"], recorded.env)).toMatchObject({ code: 0 });
    await expect.poll(async () => (await toldOf(url)).get("cap.hosts_active")?.state, { timeout: 30_000 }).toBe("source_lost");

    const page = await look("/", "Roadmap-source-lost");
    const shown = await numbersOf(page);
    await expectWhatApiSays(url, shown);
    expectNoInventedNumber(shown);
    expect(shown.filter(({ state }) => state === "source_lost").length).toBeGreaterThan(0);
    await page.goto(`${url}/indicators/cap.hosts_active`);
    await settled(page);
    const said = (await page.locator("main").textContent()) ?? "";
    expect(said).toContain("source lost");
    expect(said).toMatch(/42\D+epoch 271/);
    await page.close();
  }, 120_000);
});
