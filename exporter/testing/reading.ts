import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { hasNumber } from "../../grafana-plugin/src/format/states.ts";

/** A number on a page: what it shows, its state, and the indicator that the nearest link names. */
export interface Shown {
  readonly text: string;
  readonly value: string;
  readonly state: string;
  readonly indicator: string;
}

const NUMBERS = `[...document.querySelectorAll("[data-value]")].map((element) => {
  let around = element;
  while (around && !around.querySelector('a[href*="/indicators/"]')) around = around.parentElement;
  const href = around?.querySelector('a[href*="/indicators/"]')?.getAttribute("href") ?? "";
  return {
    text: element.innerText,
    value: element.dataset.value,
    state: element.querySelector("[data-state]")?.dataset.state ?? "",
    indicator: decodeURIComponent(href.split("/indicators/")[1] ?? ""),
  };
})`;

/** Every number of a page, read in the browser. */
export const numbersOf = async (page: Page): Promise<readonly Shown[]> => (await page.evaluate(NUMBERS)) as Shown[];

/** A page is there when nothing stands for what is still loading. Not by a function that waits in the page: its policy forbids eval. */
export async function settled(page: Page): Promise<void> {
  await page.locator("h1").waitFor();
  await expect.poll(() => page.locator("[role=status]").count(), { timeout: 30_000 }).toBe(0);
}

/** Where pictures of what was looked at are kept. */
const PICTURES = join(import.meta.dirname, "../../grafana-plugin/pictures");

/** Waits until a page is there, and keeps a picture of it. */
export async function pictured(page: Page, name: string): Promise<void> {
  await settled(page);
  await page.evaluate("document.fonts.ready");
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** No tile shows a number where its state has none. */
export function expectNoInventedNumber(shown: readonly Shown[]): void {
  for (const { text, value, state } of shown)
    if (state !== "" && !hasNumber(state as never)) expect([value, text.trimStart()[0]], text).toEqual(["none", "–"]);
}

/** What of an indicator the API tells that a tile shows. */
interface Told {
  readonly id: string;
  readonly state: string;
  readonly state_epoch: number | null;
  readonly newest: { readonly value: number; readonly epoch: number } | null;
}

/** What the service's API says of every indicator, by its id. */
export async function toldOf(service: string): Promise<ReadonlyMap<string, Told>> {
  const answer = (await (await fetch(`${service}/api/v1/indicators`)).json()) as { readonly indicators: readonly Told[] };
  return new Map(answer.indicators.map((one) => [one.id, one]));
}

/** Every tile shows what the service's API says of its indicator: state, and the newest value or none. */
export async function expectWhatApiSays(service: string, shown: readonly Shown[]): Promise<void> {
  const byId = await toldOf(service);
  for (const { value, state, indicator } of shown) {
    const told = byId.get(indicator);
    expect(state, indicator).toBe(told?.state);
    const isNumber = hasNumber(state as never) && told?.newest?.epoch === told?.state_epoch;
    expect(value, indicator).toBe(isNumber ? String(told?.newest?.value) : "none");
  }
}
