import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { methodBreak, point, series } from "../../testing/answers.ts";
import { ROADMAP, ROADMAP_ANSWERS } from "../../testing/roadmap.ts";
import { showPage } from "../../testing/show-page.tsx";
import { claimsOf } from "./claimed-by.ts";
import MetricPage from "./page.tsx";

const seriesOf = (id: string, breaks = [methodBreak(4, "sessions are read from the hosts")]) => ({
  [`/indicators/${id}/series?from=0&limit=98`]: series([point(3, 450), point(4, 500)], { indicator: id, breaks }),
});
const show = (id: string) =>
  showPage(MetricPage, "/metrics/:id", `/metrics/${id}`, {
    ...ROADMAP_ANSWERS,
    ...seriesOf("a.capacity"),
    ...seriesOf("a.zero", []),
    ...seriesOf("a.lost", []),
  });
const part = async (name: string) => within(await screen.findByRole("region", { name }));

it("shows its headline indicators with number, definition, coverage and breaks", async () => {
  show("M1");
  expect(await screen.findByRole("heading", { level: 1, name: "Capacity growth" })).toBeInTheDocument();
  expect(screen.getByText("2 of 3 have a number")).toBeInTheDocument();
  const capacity = await part("Capacity");
  expect(capacity.getByText("· estimate").closest("[data-state]")).toHaveTextContent("measured · estimate");
  expect(capacity.getByText("saw 90 %")).toBeInTheDocument();
  expect(capacity.getByText("what Capacity is")).toBeInTheDocument();
  expect(await capacity.findByText("break at epoch 4: method 2: sessions are read from the hosts")).toBeInTheDocument();
  expect(await (await part("Zero")).findByText("no breaks: one method all along")).toBeInTheDocument();
});

it("0 is a number, a lost source is none and names what it was", async () => {
  show("M1");
  const values = async (name: string) => (await screen.findByRole("region", { name })).querySelector("[data-value]");
  expect((await values("Capacity"))?.getAttribute("data-value")).toBe("500");
  expect((await values("Zero"))?.getAttribute("data-value")).toBe("0");
  expect((await values("Lost"))?.getAttribute("data-value")).toBe("none");
  expect((await values("Lost"))?.textContent).toBe("–✕ source lost3 of 3 nodes time out · last number: 77 H100e, epoch 4");
});

it("names the projects that claim it, also by a wording of their own", async () => {
  expect(claimsOf(ROADMAP, "M1").map(({ project, role }) => `${project.id} ${role}`)).toEqual(["T1P1 PRIMARY", "T1P2 PRIMARY"]);
  expect(claimsOf(ROADMAP, "M2").map(({ project, role }) => `${project.id} ${role}`)).toEqual(["T1P1 SECONDARY"]);
  show("M2");
  const claims = await part("Projects that claim it");
  expect(claims.getByRole("link", { name: "Project 1" })).toHaveAttribute("href", "/projects/T1P1");
  expect(claims.queryByText("Project 2")).toBeNull();
});

it("names the indicators that no project claims", async () => {
  show("M1");
  const unclaimed = await part("Indicators that no project claims");
  expect(unclaimed.getAllByRole("link").map(({ textContent }) => textContent)).toEqual(["Lost"]);
});

it("says of another id that the roadmap has none", async () => {
  show("M99");
  expect(await screen.findByText(/The roadmap has no metric “M99”/)).toBeInTheDocument();
});
