import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { point, series } from "../../testing/answers.ts";
import { ROADMAP_ANSWERS } from "../../testing/roadmap.ts";
import { showPage } from "../../testing/show-page.tsx";
import ProjectPage from "./page.tsx";

const seriesOf = (id: string) => ({
  [`/indicators/${id}/series?from=0&limit=98`]: series([point(3, 450), point(4, 500)], { indicator: id }),
});
const show = (id: string) =>
  showPage(ProjectPage, "/projects/:id", `/projects/${id}`, {
    ...ROADMAP_ANSWERS,
    ...seriesOf("a.capacity"),
    ...seriesOf("a.zero"),
  });
const part = async (name: string) => within(await screen.findByRole("region", { name }));

it("shows PRIMARY indicators with their series, SECONDARY ones, what works when, and the evidence", async () => {
  show("T1P1");
  expect(await screen.findByRole("heading", { level: 1, name: "Project 1" })).toBeInTheDocument();
  const primary = await part("PRIMARY");
  expect(primary.getByText("2 of 3 indicators have a number")).toBeInTheDocument();
  expect(await primary.findByRole("slider", { name: "Capacity by epoch" })).toBeInTheDocument();
  const secondary = await part("SECONDARY");
  expect(secondary.getByText(/3 of 3 nodes time out/)).toBeInTheDocument();
  expect(secondary.getByRole("link", { name: "Retention" })).toHaveAttribute("href", "/metrics/M2");
  expect((await part("It works when")).getByText("project 1 works")).toBeInTheDocument();
  const evidence = await part("Evidence");
  expect(evidence.getByText(/7 observations, at least 3 sources agree, source of Capacity/)).toBeInTheDocument();
  expect(evidence.getByText(/never collected/)).toBeInTheDocument();
});

it("a project without any number names who is missing, and asks for no series", async () => {
  show("T1P2");
  const primary = await part("PRIMARY");
  expect(primary.getByText("waits for a partner: app ids (of brokers); else a register")).toBeInTheDocument();
  expect(primary.queryByRole("slider")).toBeNull();
  expect(screen.getByText("none in the roadmap")).toBeInTheDocument();
  expect(screen.queryByRole("alert")).toBeNull();
});

it("says of another id that the roadmap has none", async () => {
  show("T9P9");
  expect(await screen.findByText(/The roadmap has no project “T9P9”/)).toBeInTheDocument();
});
