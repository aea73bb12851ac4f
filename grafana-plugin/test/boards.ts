import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { BOARDS } from "../../dashboards/boards.ts";
import { openPage } from "../../exporter/testing/browser.ts";
import { expectNoInventedNumber, expectWhatApiSays, numbersOf, pictured, type Shown } from "../../exporter/testing/reading.ts";
import type { State } from "../src/client/types.ts";
import { hasNumber, STATE_WORDS } from "../src/format/states.ts";
import { BOARD_VARIABLES } from "./board-variables.ts";
import { type LookedAt, WHEN } from "./looked-at.ts";

const ADDRESS = new URLSearchParams({
  ...WHEN,
  ...Object.fromEntries(Object.entries(BOARD_VARIABLES).map(([name, value]) => [`var-${name}`, value])),
});
const UIDS = Object.values(BOARDS).map(({ uid }) => uid ?? "");

/** What a panel of the plugin's data source shows, read in the browser. */
interface Drawn {
  readonly where: string;
  readonly frames: number;
  readonly rows: number;
  readonly tiles: number;
  readonly lines: readonly { readonly values: readonly (number | null)[]; readonly states: readonly (string | null)[] }[];
  /** Raw values and what is written for them, by column. */
  readonly table: readonly Readonly<Record<string, { readonly raw: unknown; readonly text: string }>>[];
}

const READ = `[...document.querySelectorAll("[data-frames]")].map((shown) => {
  const panel = shown.closest("[data-panel]");
  return {
    where: document.querySelector("h1").innerText + ": " + panel.getAttribute("aria-label"),
    frames: Number(shown.dataset.frames),
    rows: Number(shown.dataset.rows),
    tiles: shown.querySelectorAll("[data-value]").length,
    lines: [...shown.querySelectorAll("[data-line]")].map(({ dataset }) => ({
      values: JSON.parse(dataset.values),
      states: JSON.parse(dataset.states),
    })),
    table: [...shown.querySelectorAll("tbody tr")].map((row) =>
      Object.fromEntries([...row.cells].map((cell) => [cell.dataset.column, { raw: JSON.parse(cell.dataset.raw), text: cell.innerText }])),
    ),
  };
})`;

const isState = (given: unknown): given is State => typeof given === "string" && Object.hasOwn(STATE_WORDS, given);
const isWithoutNumber = (state: unknown) => isState(state) && !hasNumber(state);

/** The small network has no sessions, so these have no value of a model. */
const OF_SESSIONS = /^Gonka · Models: .*\$model$/;

/** Tests that every board of `dashboards/json` is drawn in the test host, with what the API says. */
export function testBoards(lookedAt: () => LookedAt): void {
  let page: Page;
  let errors: readonly string[];
  const drawn: Drawn[] = [];
  const tiles: Shown[] = [];
  beforeAll(async () => {
    const { browser, host } = lookedAt();
    ({ page, errors } = await openPage(browser, `${host}/board/${UIDS[0]}?${ADDRESS}`, { width: 1440, dark: false }));
  });
  afterAll(async () => page?.close());

  it.each(UIDS)("the board %s is drawn", async (uid) => {
    // One page for all: loading the host takes longer than drawing a board.
    await page.evaluate(
      `history.pushState({}, "", "/board/${uid}" + location.search); dispatchEvent(new PopStateEvent("popstate"))`,
    );
    await page.locator(`[data-board="${uid}"]`).waitFor();
    await pictured(page, `board-${uid}`);
    expect(errors).toEqual([]);
    expect(await page.locator("[role=alert]").allInnerTexts()).toEqual([]);
    const panels = await page.locator("[data-panel]:not([data-type=row])").count();
    const notAsked = await page.locator("[data-not-asked]").count();
    const shown = (await page.evaluate(READ)) as Drawn[];
    expect(shown.length + notAsked).toBe(panels);
    drawn.push(...shown);
    tiles.push(...(await numbersOf(page)));
  });

  it("each panel of the plugin's data source shows frames", () => {
    expect(drawn.length).toBeGreaterThan(100);
    expect(drawn.filter(({ frames }) => frames === 0).map(({ where }) => where)).toEqual([]);
    const empty = drawn.filter(({ rows }) => rows === 0).map(({ where }) => where);
    expect(empty.filter((where) => !OF_SESSIONS.test(where))).toEqual([]);
    const shows = ({ tiles, lines, table }: Drawn) => tiles + lines.length + table.length > 0;
    expect(drawn.filter((panel) => !shows(panel)).map(({ where }) => where)).toEqual([]);
  });

  it("tiles show the API's newest value and state", async () => {
    expect(tiles.length).toBeGreaterThan(20);
    expect(tiles.some(({ value }) => value === "none")).toBe(true);
    expect(tiles.some(({ indicator, value }) => indicator === "cap.hosts_active" && value === "2")).toBe(true);
    expectNoInventedNumber(tiles);
    await expectWhatApiSays(lookedAt().served.url, tiles);
  });

  it("no line and no cell has a number where the state has none", () => {
    const rows = drawn.flatMap(({ where, lines }) =>
      lines.flatMap(({ values, states }) => states.map((state, index) => ({ where, state, value: values[index] }))),
    );
    const without = rows.filter(({ state }) => state === null || isWithoutNumber(state));
    expect(without.length).toBeGreaterThan(20);
    expect(without.filter(({ value }) => value !== null)).toEqual([]);
    expect(rows.filter(({ value }) => value !== null).length).toBeGreaterThan(20);
    const cells = drawn.flatMap(({ where, table }) =>
      table.filter(({ state }) => isWithoutNumber(state?.raw)).map(({ reading }) => ({ where, reading: reading?.text })),
    );
    expect(cells.length).toBeGreaterThan(100);
    expect(cells.filter(({ reading }) => reading !== "–")).toEqual([]);
  });
}
