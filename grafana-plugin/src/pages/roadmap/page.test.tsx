import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { INDICATORS, ROADMAP_ANSWERS } from "../../testing/roadmap.ts";
import { showPage } from "../../testing/show-page.tsx";
import RoadmapPage from "./page.tsx";

const show = (answers: Readonly<Record<string, object>> = ROADMAP_ANSWERS) => showPage(RoadmapPage, "/", "/", answers);
const part = async (name: string | RegExp) => within(await screen.findByRole("region", { name }));

it("says first how much has a number, and whom the rest waits for", async () => {
  show();
  expect((await screen.findByText(/indicators and/)).textContent).toBe(
    "2 of 10 indicators and 1 of 2 projects have a number. What is missing waits for: partners 1, people 1, the network 1, lost sources 1, sources that differ 1, time 1, collection 1, a method 1.",
  );
});

it("a ladder shows number, distance, the roadmap's words and why there is no date", async () => {
  show();
  const ladder = await part("Capacity");
  const value = (await screen.findByRole("region", { name: "Capacity" })).querySelector("[data-value]");
  expect(value?.textContent).toBe("500 H100e● measured · estimate");
  expect(ladder.getByText("50 % of Horizon 2")).toBeInTheDocument();
  expect(ladder.getByText(/“1K–2K capacity”/)).toBeInTheDocument();
  expect(await ladder.findByText(/there are 2 over 1 day/)).toBeInTheDocument();
  expect(ladder.getByText("saw 90 %")).toBeInTheDocument();
});

it("a ladder doesn't wait for its history, and says so where that can't be had", async () => {
  show({ ...ROADMAP_ANSWERS, "/indicators/a.capacity/series?from=0&limit=390": { error: "not an answer" } });
  const ladder = await part("Capacity");
  expect(ladder.getByText("50 % of Horizon 2")).toBeInTheDocument();
  expect(await ladder.findByText("no date: its history could not be read")).toBeInTheDocument();
});

it("a ladder whose quantity has no number stands at none, but shows its targets", async () => {
  const indicators = INDICATORS.map((one) =>
    one.id === "a.capacity" ? { ...one, state: "disputed" as const, note: "2 against 2" } : one,
  );
  show({ ...ROADMAP_ANSWERS, "/indicators": { chain_id: "c", now: "2026-11-21T12:00:00Z", indicators } });
  const ladder = await part("Capacity");
  expect(ladder.getByText("–")).toBeInTheDocument();
  expect(ladder.getByText("2 against 2")).toBeInTheDocument();
  expect(ladder.queryByText(/of Horizon 2$/)).toBeNull();
  expect(ladder.getByRole("img").getAttribute("aria-label")).toMatch(/no number now; Horizon 2: 1K–2K capacity/);
});

it("horizon lines show what is known, what is aimed at, and where the roadmap gives no number", async () => {
  show();
  const horizon = await part("Horizon 2. Compete");
  expect(horizon.getByText("2 of 3 lines have a number")).toBeInTheDocument();
  expect(horizon.getByText("target: rank 1")).toBeInTheDocument();
  expect(horizon.getByText("the roadmap gives no number")).toBeInTheDocument();
  // The line without a target is shown by the indicator that has a number: 0 is one.
  const line = horizon.getByText("good service").parentElement;
  expect(line?.querySelector("[data-value]")?.getAttribute("data-value")).toBe("0");
});

it("near-term metrics to track are those of the roadmap, in its words and no others", async () => {
  show();
  const demand = await part("Demand");
  expect(demand.getAllByRole("link").map(({ textContent }) => textContent)).toEqual(["daily things"]);
  expect(demand.getByText("waits for a partner: app ids")).toBeInTheDocument();
});

it("the map shows each project by the first PRIMARY indicator with a number, with its trend", async () => {
  const { container } = show();
  await screen.findByText("1 tracks, 2 projects");
  const [first, second] = container.querySelectorAll("[data-project]");
  expect(first?.textContent).toContain("Zero0 H100e○ provisional");
  expect(first?.textContent).toContain("2 of 3 PRIMARY have a number");
  expect(second?.textContent).toContain("Partner–✎ needs entry");
  expect(second?.textContent).toContain("0 of 1 PRIMARY have a number");
});

it("what is missing is grouped by who can give it, with the last number there was and the feed that waits", async () => {
  const { container } = show();
  await screen.findByText("What is missing, and who can give it");
  const group = (giver: string) => container.querySelector(`[data-giver=${giver}]`)?.textContent ?? "";
  expect(group("partner")).toContain("Partner");
  expect(await screen.findByText(/no partner yet/)).toBeInTheDocument();
  expect(group("person")).toContain("app ids (of brokers); else a register");
  expect(group("sources")).toContain("3 of 3 nodes time out");
  expect(group("method")).toContain("never");
  expect(group("sources")).not.toContain("never");
});

it("no tile shows a number for a state that has none", async () => {
  const { container } = show();
  await screen.findByText("What is missing, and who can give it");
  const tiles = [...container.querySelectorAll("[data-value]")];
  expect(tiles.length).toBeGreaterThan(8);
  for (const tile of tiles) {
    const state = tile.querySelector("[data-state]")?.getAttribute("data-state") ?? "";
    const number = ["ok", "provisional"].includes(state);
    expect(tile.getAttribute("data-value") === "none").toBe(!number);
    expect(tile.textContent?.startsWith("–")).toBe(!number);
  }
});
